"""Cancelling by the date's steps: the fee stands before the button, what comes back after it."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.service.calendar import calendar_file
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.mail import Post, compose
from leaderacademy.invoicing import service as invoicing
from tests.booking import line, shop
from tests.booking.shop import NOW

POST = Post("folder:/nowhere", "Academy", "post@example.org", "https://x.example", "Academy")


def _booked(days: int) -> Booking:
    """Paid, for a date in so many days."""
    booking = line.book(shop.open_training(seats=1))
    begin = clock.now() + timedelta(days=days)
    booking.training.starts_at, booking.training.ends_at = begin, begin + timedelta(hours=8)
    invoice = booking.invoice_id or 0
    invoicing.record_payment(invoice, booking.gross_cents, NOW.date(), NOW, key="paid")
    session.commit()
    return booking


STEPS = [
    (40, "Heute ist der Rücktritt kostenfrei", "821,10 €", 1),
    (20, "Heute berechnen wir 50 % des Preises, also 345,00 € netto", "410,55 €", 1),
    (3, "Heute berechnen wir 100 % des Preises, also 690,00 € netto", "", 0),
]


@pytest.mark.parametrize(("days", "before", "back", "notes"), STEPS)
def test_each_step_says_what_it_costs_and_what_comes_back(
    client: Any, days: int, before: str, back: str, notes: int
) -> None:
    booking = _booked(days)
    page = client.visit(f"/buchung/{booking.token}/stornieren")
    told = page.text.partition("Verbindlich stornieren")[0]
    assert before in told
    back_words = f"Sie bekommen {back} zurück, innerhalb von 14 Tagen und auf das Konto"
    assert (back_words if back else "davon kommt nichts zurück") in told
    page = client.submit(page, "stornieren", 200)
    assert ("Sie bekommen" in page.text) is bool(back)
    assert back in page.text
    documents = invoicing.invoices_of(f"booking:{booking.id}")
    assert sum(one.is_credit_note for one in documents) == notes
    (mail,) = line.mails("booking-cancelled")
    assert mail["context"]["refund"].replace("\u00a0", " ") == back
    session.commit()
    assert line.counted(booking.training_id) == (0, 0)


def test_the_calendar_file_takes_the_entry_out_again(app: object) -> None:
    booking = line.book(shop.open_training(seats=1))
    entered = _event(calendar_file(booking, NOW))
    assert service.cancel_booking(booking.id, NOW, percent=0)
    session.commit()
    (mail,) = line.mails("booking-cancelled")
    (taken_out,) = [
        _event(part.get_content())
        for part in compose(POST, {**mail, "attached": mail["attached"][:1]}, NOW).walk()
        if part.get_filename() == "termin.ics"
    ]
    assert taken_out["uid"] == entered["uid"]
    assert int(taken_out["sequence"]) > int(entered["sequence"])
    assert (entered.get("status"), taken_out["status"]) == (None, "CANCELLED")


def _event(file: bytes | str) -> Any:
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


def test_what_is_left_to_pay_comes_with_the_account(app: object) -> None:
    booking = line.book(shop.open_training(seats=1))
    assert service.cancel_booking(booking.id, NOW, percent=50)
    session.commit()
    payload = {**line.mails("booking-cancelled")[0], "attached": []}
    for kind in ("plain", "html"):
        body = compose(POST, payload, NOW).get_body((kind,))
        assert body is not None
        text = body.get_content().replace("\u00a0", " ")
        assert "345,00 € netto" in text
        for words in ("410,55 €", "bis zum 7. Dezember 2026", "Verwendungszweck: ", "RE-2026-"):
            assert words in text


def test_a_step_that_passed_while_the_page_was_open_is_shown_first(client: Any) -> None:
    booking = _booked(40)
    page = client.visit(f"/buchung/{booking.token}/stornieren")
    begin = clock.now() + timedelta(days=20)
    training = session.get_one(Training, booking.training_id)
    training.starts_at, training.ends_at = begin, begin + timedelta(hours=8)
    session.commit()
    session.remove()
    page = client.submit(page, "stornieren", 409)
    assert "Inzwischen gilt eine andere Stufe" in page.text
    assert line.counted(booking.training_id) == (1, 1)


def test_the_freed_seat_goes_to_whoever_waits(client: Any) -> None:
    booking = _booked(40)
    entry = line.wait(booking.training, now=clock.now())
    client.submit(client.visit(f"/buchung/{booking.token}/stornieren"), "stornieren", 200)
    assert line.state(entry) == "offered"


def test_who_moves_when_cancelling_costs_something_is_told_that_this_stays(client: Any) -> None:
    booking = _booked(20)
    other = shop.open_training(place="Köln")
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{other.key}")
    assert "sind es nach dem Umbuchen mindestens 50 %" in page.text
    client.submit(page, "umbuchen", 200)
    moved = session.get_one(Booking, booking.id)
    assert (moved.moves, service.cancel_fee(moved, clock.now())[0]) == (1, 50)
    session.commit()


@pytest.mark.parametrize(
    ("days", "words"), [(40, "es bleibt nichts zu zahlen"), (20, "bleiben 410,55 € zu zahlen")]
)
def test_who_has_not_paid_reads_what_is_left_to_pay(client: Any, days: int, words: str) -> None:
    booking = line.book(shop.open_training(seats=1))
    begin = clock.now() + timedelta(days=days)
    booking.training.starts_at, booking.training.ends_at = begin, begin + timedelta(hours=8)
    session.commit()
    assert words in client.visit(f"/buchung/{booking.token}/stornieren").text
