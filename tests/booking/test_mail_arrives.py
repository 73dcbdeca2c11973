"""A real server receives the confirmation with the rendered invoice and the calendar file."""

from flask import Flask

from leaderacademy.booking import service
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
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
    pdf = files["RE-2026-0001.pdf"].get_payload(decode=True)
    assert isinstance(pdf, bytes)
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 10_000
