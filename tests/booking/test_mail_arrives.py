"""A real server receives the confirmation with the rendered invoice and the calendar file."""

import io
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

import pikepdf
import pytest
import vobject
from flask import Flask

from leaderacademy.booking import service
from leaderacademy.core import mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
from leaderacademy.invoicing.jobs import render_invoice
from leaderacademy.invoicing.service.documents import find_document
from tests.booking import shop
from tests.core.test_mail import Server, smtp

__all__ = ["smtp"]


def test_the_confirmation_arrives_with_invoice_and_calendar_file(app: Flask, smtp: Server) -> None:
    training = shop.open_training()
    service.place_booking(training.id, shop.DETAILS, shop.new_checkouts(1)[0], shop.NOW)
    session.commit()
    run_due(shop.NOW)
    (message,) = smtp.messages
    files = {part.get_filename(): part for part in message.iter_attachments()}
    assert set(files) == {"termin.ics", "RE-2026-0001.pdf"}
    assert {name: part.get_content_type() for name, part in files.items()} == {
        "termin.ics": "text/calendar",
        "RE-2026-0001.pdf": "application/pdf",
    }
    pdf = files["RE-2026-0001.pdf"].get_payload(decode=True)
    assert isinstance(pdf, bytes)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert list(opened.attachments) == ["factur-x.xml"]
    calendar = files["termin.ics"].get_payload(decode=True)
    assert isinstance(calendar, bytes)
    assert vobject.readOne(calendar.decode()).vevent.dtstart.value.year == 2036
    assert (message["To"], smtp.recipients) == (shop.DETAILS.email, [[shop.DETAILS.email]])
    assert "@" in parseaddr(str(message["From"]))[1]
    assert parsedate_to_datetime(str(message["Date"])) == shop.NOW
    assert message["MIME-Version"] == "1.0"
    assert (message["Auto-Submitted"], len(message.get_all("Message-ID", []))) == (
        "auto-generated",
        1,
    )
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert "821,10" in body.get_content()


@pytest.mark.parametrize("drawn", [True, False])
def test_while_a_mail_is_composed_everybody_else_can_book(
    app: Flask, smtp: Server, monkeypatch: pytest.MonkeyPatch, drawn: bool
) -> None:
    training = shop.open_training()
    placed = service.place_booking(training.id, shop.DETAILS, shop.new_checkouts(1)[0], shop.NOW)
    session.commit()
    if drawn:
        render_invoice({"invoice_id": placed.invoice_id}, shop.NOW)
    attach, sold = mail._sources["invoice"], []

    def slowly(number: int, now: Any) -> mail.Attachment:
        found = attach(number, now)
        sold.append(shop.somebody_buys(training.id))
        return found

    monkeypatch.setitem(mail._sources, "invoice", slowly)
    run_due(shop.NOW, limit=1)
    assert sold == [True]
    assert len(smtp.messages) == 1


def test_the_invoice_is_drawn_also_when_its_mail_can_go_nowhere(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No job but the mail draws it, and the buyer's page offers it all the same."""
    training = shop.open_training()
    placed = service.place_booking(training.id, shop.DETAILS, shop.new_checkouts(1)[0], shop.NOW)
    session.commit()

    def no_address(*_: object) -> None:
        raise ValueError("no address")

    monkeypatch.setattr(mail, "_address", no_address)
    run_due(shop.NOW)
    assert find_document(placed.invoice_id or 0) is not None
