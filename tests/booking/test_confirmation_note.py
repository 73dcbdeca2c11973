"""The buyer's page says what became of the confirmation: sent when, still waiting, or failed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.acts import resend_confirmation
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from tests.booking import shop
from tests.booking.studio import desk


def _booked() -> Booking:
    training = shop.open_training()
    (number,) = shop.new_checkouts(1)
    booking = service.place_booking(training.id, shop.DETAILS, number, clock.now())
    session.commit()
    return booking


def _job(booking: Booking, like: str = "confirmation:%", **values: Any) -> None:
    session.execute(update(Job).where(Job.key.like(like)).values(**values))
    session.commit()
    session.remove()


def _note(client: Any, booking: Booking) -> str:
    page = client.visit(f"/buchung/{booking.token}")
    return str(page.one(".note").text_content()).replace("\xa0", " ")


def test_right_after_booking_it_is_underway(client: Any) -> None:
    assert "Die Bestätigung ist unterwegs an k.lotsen@" in _note(client, _booked())


def test_weeks_later_the_page_says_when_it_was_sent(client: Any, moved_clock: Any) -> None:
    booking = _booked()
    _job(booking, done_at=shop.NOW)
    moved_clock.forward(days=30)
    words = "Die Bestätigung ging am 23. November 2026 um 13:00 Uhr an k.lotsen@"
    assert words in _note(client, booking)


@pytest.mark.parametrize("change", [{"tries": 2}, {"created_at": shop.NOW - timedelta(days=1)}])
def test_what_still_waits_is_said_and_that_the_seat_is_safe(
    client: Any, change: dict[str, Any]
) -> None:
    booking = _booked()
    _job(booking, **change)
    note = _note(client, booking)
    assert "wartet noch" in note
    assert "Ihr Platz ist fest." in note


def test_what_failed_is_said_with_what_to_do_until_a_second_try_arrives(client: Any) -> None:
    booking = _booked()
    _job(booking, failed_at=shop.NOW, tries=10)
    note = _note(client, booking)
    assert "ließ sich aber nicht an k.lotsen@lotsen-metallbau.example senden" in note
    assert "Bewahren Sie die Adresse dieser Seite auf" in note
    resend_confirmation(session.get_one(Booking, booking.id), "a", shop.NOW, SYSTEM)
    session.commit()
    assert "ließ sich aber nicht" in _note(client, booking)
    _job(booking, "confirmation-again:%", done_at=shop.NOW)
    assert "ging am 23. November 2026" in _note(client, booking)


def test_of_a_booking_from_before_nothing_is_claimed(client: Any) -> None:
    booking = _booked()
    _job(booking, key=None)
    assert _note(client, booking).strip() == "Gebucht."


def test_after_a_move_it_is_the_mail_about_the_move_that_counts(client: Any) -> None:
    booking = _booked()
    _job(booking, done_at=shop.NOW)
    other = shop.open_training(place="Köln")
    service.move_booking(booking.id, other.id, clock.now())
    session.commit()
    assert len(desk.mails("booking-moved")) == 1
    assert "Die Bestätigung der Umbuchung ist unterwegs" in _note(client, booking)
