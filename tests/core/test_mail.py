"""Mail leaves as a job, is whole when it arrives, and survives a server that refuses."""

import email
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from jinja2 import DictLoader
from sqlalchemy import select

from leaderacademy.core import mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, run_due

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TEMPLATE = {
    "test/subject.txt": "Bitte bestätigen, {{ name }}\n",
    "test/body.txt": "Guten Tag, {{ name }}\n{{ link }}\n",
    "test/body.html": "<p>Guten Tag, {{ name }}</p><a href='{{ link }}'>Bestätigen</a>",
}
LINK = {"name": "Ada", "link": "https://kurs.example/bestaetigen/abc"}


@pytest.fixture(autouse=True)
def template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail._environment, "loader", DictLoader(TEMPLATE))


class Server:
    """A real SMTP server that keeps what it is sent, or refuses."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.answer = "250 OK"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.original_content or b"", policy=default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
            self.recipients.append(envelope.rcpt_tos)
        return self.answer


@pytest.fixture
def smtp() -> Iterator[Server]:
    server = Server()
    server.controller.start()
    before = mail._post
    assert before is not None
    mail.configure(_post(f"smtp://127.0.0.1:{server.port}"))
    yield server
    server.controller.stop()
    mail.configure(before)


def _post(url: str) -> mail.Post:
    return mail.Post(url, "Leader Academy", "kurs@example.org", "https://kurs.example", "Academy")


def test_a_mail_arrives_whole_with_text_and_html_part(app: Flask, smtp: Server) -> None:
    mail.send_later("test", "łukasz@example.org", NOW, **LINK)
    session.commit()
    run_due(NOW)
    (message,) = smtp.messages
    assert message["Subject"] == "Bitte bestätigen, Ada"
    assert message["From"] == "Leader Academy <kurs@example.org>"
    assert message["Message-ID"].endswith("@kurs.example>")
    assert message["Date"] is not None
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert LINK["link"] in text.get_content()
    assert LINK["link"] in html.get_content()


def test_a_comma_in_the_address_adds_no_second_recipient(app: Flask, smtp: Server) -> None:
    payload = {"template": "test", "to": "a@x.example, b@y.example", "id": "1", "context": LINK}
    mail.deliver(payload, NOW)
    (recipients,) = smtp.recipients
    assert len(recipients) == 1
    assert "b@y.example" not in recipients


def test_a_refused_mail_is_tried_again_with_the_same_message_id(app: Flask, smtp: Server) -> None:
    mail.send_later("test", "ada@example.org", NOW, **LINK)
    session.commit()
    smtp.answer = "451 try later"
    run_due(NOW)
    assert smtp.messages == []
    smtp.answer = "250 OK"
    run_due(NOW + timedelta(seconds=10))
    job = session.scalars(select(Job)).one()
    assert job.done_at is not None
    assert job.payload["id"] in smtp.messages[0]["Message-ID"]


def test_what_a_mail_said_is_forgotten_once_it_has_left(app: Flask, smtp: Server) -> None:
    mail.send_later("test", "ada@example.org", NOW, **LINK)
    session.commit()
    run_due(NOW)
    session.remove()
    job = session.scalars(select(Job)).one()
    assert set(job.payload) == {"template", "id"}


def test_by_default_mail_goes_into_a_folder(app: Flask, tmp_path: Path) -> None:
    before = mail._post
    assert before is not None
    mail.configure(_post(f"folder:{tmp_path / 'mail'}"))
    try:
        mail.send_later("test", "ada@example.org", NOW, **LINK)
        session.commit()
        run_due(NOW)
    finally:
        mail.configure(before)
    (file,) = (tmp_path / "mail").iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    assert file.suffix == ".eml"
    assert message["To"] == "ada@example.org"


def test_files_travel_with_a_mail_and_keep_their_names(
    app: Flask, smtp: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_sources", {})

    @mail.attachment_source("note")
    def note(number: int, _now: datetime) -> mail.Attachment:
        return mail.Attachment(f"Rückmeldung-{number}.txt", "text/plain", b"Gut!")

    mail.send_later("test", "ada@example.org", NOW, attached=[("note", 7)], **LINK)
    session.commit()
    run_due(NOW)
    (attached,) = smtp.messages[0].iter_attachments()
    assert attached.get_filename() == "Rückmeldung-7.txt"
    assert attached.get_payload(decode=True) == b"Gut!"


def test_a_mail_with_the_same_key_leaves_once(app: Flask) -> None:
    for _ in range(2):
        mail.send_later("test", "ada@example.org", NOW, key="reminder:1", **LINK)
    session.commit()
    assert len(session.scalars(select(Job)).all()) == 1
