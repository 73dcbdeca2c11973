"""Proof 6: mail servers that refuse, hang, stop halfway, or accept and die; no mail is lost."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from jinja2 import DictLoader
from sqlalchemy import select

from leaderacademy.core import mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, run_due
from tests.core.test_mail import LINK, TEMPLATE, Server, _post

HANGS = 60.0  # seconds; far longer than the tests' patience
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


class Rogue:
    """A mail server that plays its lines, and then dies or falls silent."""

    def __init__(self, lines: list[bytes], silent: bool = False) -> None:
        self.lines, self.silent = lines, silent
        self.heard = b""
        self.outwaited = False  # whether we left before the product did
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.end = threading.Event()
        self.thread = threading.Thread(target=self._play)
        self.thread.start()

    def _play(self) -> None:
        connection, _ = self.socket.accept()
        with connection:
            connection.settimeout(3)
            for line in self.lines:
                if line == b"<data>":
                    while not self.heard.endswith(b"\r\n.\r\n"):
                        self.heard += connection.recv(65536)
                    continue
                connection.sendall(line)
                if line[:3] in (b"220", b"250", b"354") and line is not self.lines[-1]:
                    self.heard += connection.recv(65536) if line[:3] != b"354" else b""
            if self.silent:
                self.outwaited = not self.end.wait(HANGS)

    def stop(self) -> None:
        self.end.set()
        self.thread.join()
        self.socket.close()


HELLO = [b"220 here\r\n", b"250 hello\r\n", b"250 from\r\n", b"250 to\r\n"]
ROGUES: dict[str, tuple[list[bytes], bool]] = {
    "says nothing": ([], True),
    "hangs after the greeting": (HELLO[:1], True),
    "hangs before the mail": ([*HELLO, b"354 go\r\n"], True),
    "dies at once": ([], False),
    "dies halfway through a word": ([b"220 he"], False),
    "dies before the mail": ([*HELLO, b"354 go\r\n"], False),
    "accepts and dies": ([*HELLO, b"354 go\r\n", b"<data>"], False),
    "refuses everybody": ([b"554 go away\r\n"], False),
    "speaks nonsense": ([b"\xff\xfe\x00 \r\n" * 3], False),
}


@contextmanager
def leaving_by(port: int) -> Iterator[None]:
    before = mail._post
    assert before is not None
    mail.configure(_post(f"smtp://127.0.0.1:{port}"))
    try:
        yield
    finally:
        mail.configure(before)


@pytest.fixture(autouse=True)
def patience(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail._environment, "loader", DictLoader(TEMPLATE))
    monkeypatch.setattr(mail, "SMTP_PATIENCE", 0.2)
    mail.send_later("test", "ada@example.org", NOW, **LINK)
    session.commit()


def _then_arrives_once() -> str:
    """The next try goes to a good server; the number of the mail that it got."""
    job = session.scalars(select(Job)).one()
    assert (job.done_at, job.failed_at, job.lease_until) == (None, None, None)
    session.remove()
    server = Server()
    server.controller.start()
    try:
        with leaving_by(server.port):
            assert run_due(NOW + timedelta(seconds=10)) == 1
            assert run_due(NOW + timedelta(days=1)) == 0
    finally:
        server.controller.stop()
    (message,) = server.messages
    return str(message["Message-ID"])


@pytest.mark.parametrize("name", ROGUES)
def test_a_mail_outlives_a_server_that(name: str) -> None:
    lines, silent = ROGUES[name]
    rogue = Rogue(lines, silent)
    try:
        with leaving_by(rogue.port):
            assert run_due(NOW) == 1
    finally:
        rogue.stop()
    assert not rogue.outwaited  # a mail server that hangs must not hold the worker up for ever
    number = _then_arrives_once()
    accepted = b"Message-ID" in rogue.heard
    assert accepted == (name == "accepts and dies")
    # It was accepted and nobody told us: it comes twice, and is one mail to its reader.
    assert not accepted or number.encode() in rogue.heard


def test_a_mail_outlives_that_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with leaving_by(port):
        assert run_due(NOW) == 1
    _then_arrives_once()
