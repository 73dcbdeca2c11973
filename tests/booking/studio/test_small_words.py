"""What a trainer reads and types, in small: numbers, states, former values, taken-back papers."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from leaderacademy.booking.models import AttendancePaper
from leaderacademy.booking.service.attendance import mark_participant
from leaderacademy.booking.service.certificates import issue_certificates, withdraw_certificate
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM, AuditEntry
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.studio import desk
from tests.databases import on_one_database


def _texts(action: str) -> list[tuple[str, str]]:
    found = select(AuditEntry.actor, AuditEntry.text).where(AuditEntry.action == action)
    return [(row[0], row[1]) for row in session.execute(found.order_by(AuditEntry.id))]


def _blank(text: str) -> str:
    """As Page.text shows it."""
    return " ".join(text.split())


def test_a_credit_note_is_logged_once_and_by_who_cancelled(trainer: Any) -> None:
    booking = desk.sell(shop.open_training())
    page = trainer.visit(f"/studio/buchungen/{booking.id}/stornieren")
    page = trainer.submit(page, "stornieren", cost="free")
    ((who, text),) = _texts("credit-note-issued")
    assert who == "Tina Trainer"
    assert page.text.count(_blank(text)) == 1
    assert _blank(text) in trainer.visit(f"/studio/rechnungen/{booking.invoice_id}").text


def test_what_changed_of_a_date_is_logged_with_both_values(trainer: Any) -> None:
    training = shop.open_training(seats=10)
    page = trainer.visit(f"/studio/termine/{training.key}/bearbeiten")
    trainer.submit(page, "termin", price="790", seats="9")
    assert _texts("training-changed") == [
        (
            "Tina Trainer",
            "Geändert: Preis 790\u00a0€ (bisher 690\u00a0€); Plätze 9 (bisher 10).",
        )
    ]


def test_the_last_day_of_the_early_price_is_shown_as_it_was_typed(trainer: Any) -> None:
    page = trainer.visit("/studio/termine/neu")
    page = trainer.submit(page, "termin", **desk.TYPED)
    assert "bis zum 1. April 2036" in page.text
    assert "0 von 12 Plätzen" in page.text


@on_one_database
def test_the_filter_offers_only_what_a_booking_can_be(app: Flask, trainer: Any) -> None:
    page = trainer.visit("/studio/buchungen")
    assert [one.get("value") for one in page.select("#stand option")] == ["", "booked", "cancelled"]


def test_a_booking_is_found_by_its_order_number(trainer: Any) -> None:
    booking = desk.sell(shop.open_training())
    booking.order_number = "PO-4711"
    session.commit()
    assert booking.company in trainer.visit("/studio/buchungen?q=po-4711").text


def test_whoever_opens_a_certificate_that_was_taken_back_reads_that(client: Any) -> None:
    training = shop.open_training()
    booking = desk.sell(training)
    desk.begin(training)
    (person,) = desk.participants(booking)
    now = clock.now()
    mark_participant(person, "da", now, SYSTEM)
    issue_certificates(person.booking.training, now, SYSTEM)
    withdraw_certificate(person, now, SYSTEM)
    token = session.scalar(select(AttendancePaper.token))
    session.commit()
    page = client.visit(f"/training/bescheinigung/{token}", 410)
    assert "gilt nicht mehr" in page.one("h1").text_content()
