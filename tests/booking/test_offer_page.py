"""The offer: price before the button, one tap where everything is known, else the checkout."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training, WaitingEntry
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import line, shop
from tests.booking.shop import GOOD

COMPLETE = {**GOOD, "people": "1", "business": True, "terms": True}


def _offered(typed: dict[str, Any] | None = None, seats: int = 1) -> WaitingEntry:
    now = clock.now()
    training, bookings = line.sold_out(3)
    entry = line.wait(training, seats=seats, now=now)
    entry.typed = typed or entry.typed
    for booking in bookings[:seats]:
        service.cancel_booking(booking.id, now)
    session.commit()
    assert line.state(entry) == "offered"
    return entry


def _booked(entry: WaitingEntry) -> list[Booking]:
    found = list(
        session.scalars(
            select(Booking).where(Booking.training_id == entry.training_id).order_by(Booking.id)
        )
    )
    session.commit()
    return found[3:]


def test_whoever_typed_everything_before_accepts_with_one_tap(client: Any) -> None:
    entry = _offered(COMPLETE)
    page = client.visit(f"/warteliste/{entry.token}")
    before = page.text.partition("Zahlungspflichtig buchen")[0]
    for words in (
        "690,00 €",
        "131,10 €",
        "821,10 €",
        "Katrin Lotsen",
        "Werftstraße 12",
        "kostenfrei",
    ):
        assert words in before
    page = client.submit(page, "annehmen", 200)
    (booking,) = _booked(entry)
    assert page.response.request.path == f"/buchung/{booking.token}"
    assert booking.gross_cents == 82_110
    assert line.state(entry) == "accepted"
    assert line.counted(entry.training_id) == (3, 3)
    assert "Ihr Platz ist gebucht" in client.visit(f"/warteliste/{entry.token}").text


def test_opening_the_link_accepts_nothing(client: Any) -> None:
    """Mail scanners open every link."""
    entry = _offered(COMPLETE)
    for path in ("", "/annehmen"):
        client.visit(f"/warteliste/{entry.token}{path}")
    assert _booked(entry) == []
    assert line.state(entry) == "offered"


def test_whoever_left_only_a_name_finds_the_checkout_filled_in_as_far_as_it_is(client: Any) -> None:
    entry = _offered()
    page = client.visit(f"/warteliste/{entry.token}")
    assert "Ein Platz ist für Sie frei gehalten" in page.text
    assert page.select(f"button[formaction='/warteliste/{entry.token}/verlassen']")
    page = client.submit(page, "buchen", 422, step="book")
    page = client.submit(page, "buchen", 200, **{**GOOD, "step": "book"})
    assert "Gebucht." in page.text
    assert line.state(entry) == "accepted"
    assert len(_booked(entry)) == 1


def test_the_typed_data_can_be_changed_before_the_tap(client: Any) -> None:
    entry = _offered(COMPLETE)
    page = client.visit(f"/warteliste/{entry.token}/annehmen")
    assert page.one("#street").get("value") == "Werftstraße 12"
    client.submit(page, "buchen", 200, step="book", street="Kai 3")
    assert _booked(entry)[0].street == "Kai 3"


def test_fewer_people_than_seats_may_come_but_not_more(client: Any) -> None:
    entry = _offered({**COMPLETE, "people": "1"}, seats=2)
    page = client.visit(f"/warteliste/{entry.token}/annehmen")
    people = {f"{name}_{n}": f"X{n}" for n in (1, 2, 3) for name in ("first_name", "last_name")}
    page = client.submit(page, "buchen", 409, step="book", **{**people, "people": "3"})
    assert "2 Plätze für Sie frei" in page.text
    assert line.state(entry) == "offered"
    page = client.submit(page, "buchen", 200, step="remove-3")
    page = client.submit(page, "buchen", 200, step="remove-2")
    client.submit(page, "buchen", 200, step="book")
    assert _booked(entry)[0].seats == 1
    assert line.counted(entry.training_id) == (2, 2)


def test_declining_gives_the_seat_to_the_next(client: Any) -> None:
    entry = _offered(COMPLETE)
    other = line.wait(entry.training, "next@x.de", now=clock.now())
    page = client.visit(f"/warteliste/{entry.token}")
    page = client.submit(page, "ablehnen", 200)
    assert "Sie haben abgelehnt" in page.text
    assert line.state(other) == "offered"


def test_an_offer_that_is_over_says_so_even_when_no_worker_came_by(
    client: Any, moved_clock: Any
) -> None:
    entry = _offered(COMPLETE)
    open_page = client.visit(f"/warteliste/{entry.token}")
    moved_clock.forward(days=3)
    page = client.visit(f"/warteliste/{entry.token}")
    assert "Ihr Angebot ist abgelaufen" in page.text
    assert line.counted(entry.training_id) == (2, 2)
    assert "abgelaufen" in client.submit(open_page, "annehmen", 200).text
    assert _booked(entry) == []
    # A seat is still free, so that standing in line again brings the next offer at once.
    assert "Ein Platz ist" in client.submit(page, "wieder", 200).text


def test_an_offer_that_was_used_books_no_second_time(client: Any) -> None:
    entry = _offered(COMPLETE)
    page = client.visit(f"/warteliste/{entry.token}")
    client.submit(page, "annehmen", 200)
    again = client.visit(f"/warteliste/{entry.token}/annehmen".replace("/annehmen", ""))
    assert "Ihr Platz ist gebucht" in again.text
    assert "Ihr Platz ist gebucht" in client.submit(page, "annehmen", 200).text
    assert len(_booked(entry)) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "cancelled"}, "Dieser Termin ist abgesagt"),
        ({"starts_at": clock.now() - timedelta(minutes=1)}, "Dieser Termin ist vorbei"),
    ],
)
def test_a_date_that_went_while_the_offer_was_open_books_nothing(
    client: Any, change: dict[str, Any], words: str
) -> None:
    entry = _offered(COMPLETE)
    page = client.visit(f"/warteliste/{entry.token}")
    for name, value in change.items():
        setattr(session.get_one(Training, entry.training_id), name, value)
    session.commit()
    session.remove()
    assert words in client.submit(page, "annehmen", 200).text
    assert _booked(entry) == []


@pytest.mark.parametrize("seen", ["1.0000000000000000", "", "82110.x"])
def test_a_tampered_price_is_asked_again(client: Any, seen: str) -> None:
    entry = _offered(COMPLETE)
    page = client.visit(f"/warteliste/{entry.token}")
    page = client.submit(page, "annehmen", 409, seen=seen)
    assert "Es wurde nichts gebucht" in page.text
    assert "821,10 €" in page.text
    assert _booked(entry) == []
    assert "Gebucht." in client.submit(page, "buchen", 200, step="book").text


def test_a_price_that_rose_since_is_shown_before_it_is_booked(client: Any) -> None:
    entry = _offered(COMPLETE)
    page = client.visit(f"/warteliste/{entry.token}")
    session.get_one(Training, entry.training_id).price_cents = 79_000
    session.commit()
    session.remove()
    page = client.submit(page, "annehmen", 409)
    assert "Bisher stand hier 821,10 €, jetzt sind es 940,10 €" in page.text


def test_the_tap_of_a_signed_in_learner_keeps_whose_booking_it_is(learner: Any) -> None:
    entry = _offered(COMPLETE)
    learner.submit(learner.visit(f"/warteliste/{entry.token}"), "annehmen", 200)
    assert _booked(entry)[0].person_id == learner.person_id
    assert shop.sold(entry.training_id)[1] == 3
