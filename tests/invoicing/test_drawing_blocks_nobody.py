"""While an invoice is drawn, or a mail server hangs, others can write: on SQLite too."""

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask

from leaderacademy.core import jobs, mail
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.service import documents
from tests.invoicing.shop import NOW, draft

FILES = (b"%PDF a", b"<xml/>")


def _somebody_books() -> bool:
    """Whether another thread can issue an invoice now."""
    done = threading.Event()

    def issue() -> None:
        service.issue_invoice(draft(), datetime(2027, 2, 3, tzinfo=UTC))
        session.commit()
        session.remove()
        done.set()

    threading.Thread(target=issue, daemon=True).start()
    return done.wait(5)


def test_while_an_invoice_is_drawn_another_is_issued(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked: list[bool] = []

    def render(_invoice: object) -> tuple[bytes, bytes]:
        if not booked:
            booked.append(_somebody_books())
        return FILES

    monkeypatch.setattr(documents, "render_files", render)
    service.issue_invoice(draft(), NOW)
    session.commit()
    jobs.run_due(NOW, limit=1)
    assert booked == [True]


def test_while_a_mail_server_hangs_an_invoice_is_issued(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked: list[bool] = []
    monkeypatch.setattr(documents, "render_files", lambda _invoice: FILES)
    monkeypatch.setattr(mail, "_put_into_folder", lambda *_: booked.append(_somebody_books()))
    monkeypatch.setattr(mail, "_send_by_smtp", lambda *_: booked.append(_somebody_books()))
    made = service.issue_invoice(draft(), NOW)
    context = {"name": "Ada", "link": "x"}
    monkeypatch.setattr(mail, "compose", _read_files)
    mail.send_later("test", "a@b.example", NOW, attached=[("invoice", made.id)], **context)
    session.commit()
    jobs.run_due(NOW)
    assert booked == [True]


def _read_files(_post: object, payload: mail.Payload, now: datetime) -> object:
    return [mail._sources[kind](number, now) for kind, number in payload["attached"]]
