"""A freed seat is offered to the first that fits, kept for a while, and goes on exactly once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from leaderacademy.booking import jobs, service
from leaderacademy.booking.models import WaitingEntry
from leaderacademy.booking.service.offers import expire_offer, make_offer
from leaderacademy.core.audit import history_of
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
from leaderacademy.invoicing.service import documents
from tests.booking import line, shop
from tests.booking.shop import NOW

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the files look like is invoicing's business."""
    monkeypatch.setattr(
        documents, "render_files", lambda one: (b"%PDF " + one.number.encode(), b"")
    )


LATER = NOW + timedelta(days=3)


def test_a_cancelled_seat_is_offered_at_once_and_is_never_free_for_others() -> None:
    training, bookings = line.sold_out()
    entry = line.wait(training)
    service.cancel_booking(bookings[0].id, NOW)
    session.commit()
    assert line.state(entry) == "offered"
    assert line.counted(training.id) == (2, 2)
    with pytest.raises(service.SoldOut):
        service.place_booking(training.id, shop.DETAILS, shop.new_checkouts(1)[0], NOW)
    session.rollback()
    (mail,) = line.mails("waiting-offer")
    assert mail["to"] == "w@example.org"
    assert mail["context"]["until"] == "Dienstag, 24. November 2026, 13:00 Uhr".replace(
        "24. ", "24.\u00a0"
    ).replace(" Uhr", "\u00a0Uhr")
    assert history_of(f"waiting:{entry.id}")[0].action == "offer-made"


def test_who_needs_two_seats_lets_the_next_go_first_and_gets_two_when_there_are_two() -> None:
    training, bookings = line.sold_out(3)
    two, one = line.wait(training, "two@x.de", 2), line.wait(training, "one@x.de")
    service.cancel_booking(bookings[0].id, NOW)
    session.commit()
    assert (line.state(two), line.state(one)) == ("waiting", "offered")
    service.cancel_booking(bookings[1].id, NOW)
    service.leave_line(session.get_one(WaitingEntry, one.id), NOW)
    session.commit()
    assert (line.state(two), line.state(one)) == ("offered", "declined")
    assert line.counted(training.id) == (3, 3)


def test_more_seats_are_offered_in_the_order_of_the_line() -> None:
    training, _ = line.sold_out(1)
    entries = [line.wait(training, f"{number}@x.de") for number in range(3)]
    training.seats = 3
    session.flush()
    assert service.offer_freed_seats(training.id, NOW) == 2
    session.commit()
    assert [line.state(one) for one in entries] == ["offered", "offered", "waiting"]


def test_an_offer_without_answer_expires_once_and_goes_to_the_next() -> None:
    training, bookings = line.sold_out(1)
    first, second = line.wait(training, "a@x.de"), line.wait(training, "b@x.de")
    service.cancel_booking(bookings[0].id, NOW)
    session.commit()
    assert not expire_offer(first.id, NOW + timedelta(hours=1))
    assert expire_offer(first.id, LATER)
    assert not expire_offer(first.id, LATER)
    session.commit()
    assert (line.state(first), line.state(second)) == ("expired", "offered")
    assert line.counted(training.id) == (1, 1)
    assert [mail["to"] for mail in line.mails("waiting-over")] == ["a@x.de"]


def test_the_worker_ends_an_offer_when_its_time_is_over() -> None:
    training, bookings = line.sold_out(1)
    entry = line.wait(training)
    service.cancel_booking(bookings[0].id, NOW)
    session.commit()
    run_due(NOW + timedelta(hours=23))
    assert line.state(entry) == "offered"
    run_due(LATER)
    assert line.state(entry) == "expired"
    assert line.counted(training.id) == (0, 0)


def test_the_round_finds_what_somebody_forgot_to_offer() -> None:
    training, bookings = line.sold_out(1)
    entry = line.wait(training)
    bookings[0].state = "cancelled"
    training.seats_taken = 0
    jobs.plan_round(NOW, NOW)
    jobs.plan_round(NOW, NOW)
    session.commit()
    run_due(NOW + timedelta(seconds=1))
    assert line.state(entry) == "offered"


def test_an_accepted_offer_becomes_a_booking_and_what_is_left_over_goes_on() -> None:
    training, bookings = line.sold_out(2)
    two, one = line.wait(training, "two@x.de", 2), line.wait(training, "one@x.de")
    service.cancel_booking(bookings[0].id, NOW)
    service.cancel_booking(bookings[1].id, NOW)
    # The first seat went to who needs one; both wait again for this test.
    service.leave_line(session.get_one(WaitingEntry, one.id), NOW)
    service.rejoin_line(session.get_one(WaitingEntry, one.id), NOW)
    session.commit()
    assert line.state(two) == "offered"
    number = shop.new_checkouts(1)[0]
    booking = service.place_booking(training.id, shop.DETAILS, number, NOW, offer=two.id)
    session.commit()
    assert (line.state(two), line.state(one)) == ("accepted", "offered")
    assert session.get_one(WaitingEntry, two.id).booking_id == booking.id
    assert line.counted(training.id) == (2, 2)
    again = service.place_booking(training.id, shop.DETAILS, number, NOW, offer=two.id)
    assert again.id == booking.id


REFUSALS = [
    (service.OfferGone, LATER, 1, {}),
    (service.TooManyForOffer, NOW, 2, {}),
    (service.TrainingClosed, NOW, 1, {"state": "cancelled"}),
    (service.TrainingPassed, NOW, 1, {"starts_at": NOW}),
]


@pytest.mark.parametrize(("error", "now", "people", "changed"), REFUSALS)
def test_an_offer_that_cannot_be_used_changes_nothing(
    error: type[Exception], now: datetime, people: int, changed: dict[str, Any]
) -> None:
    training, bookings = line.sold_out(1)
    entry = line.wait(training)
    service.cancel_booking(bookings[0].id, NOW)
    for name, value in changed.items():
        setattr(training, name, value)
    session.commit()
    with pytest.raises(error):
        service.place_booking(
            training.id, line.details(people), shop.new_checkouts(1)[0], now, offer=entry.id
        )
    session.commit()
    assert line.state(entry) == "offered"
    assert line.counted(training.id) == (1, 1)


def test_a_date_that_closed_after_the_offer_still_honours_it_but_makes_no_new_one() -> None:
    training, bookings = line.sold_out(2)
    entry, next_one = line.wait(training, "a@x.de"), line.wait(training, "b@x.de")
    service.cancel_booking(bookings[0].id, NOW)
    training.state = "closed"
    session.commit()
    service.cancel_booking(bookings[1].id, NOW)
    service.place_booking(training.id, shop.DETAILS, shop.new_checkouts(1)[0], NOW, offer=entry.id)
    session.commit()
    assert (line.state(entry), line.state(next_one)) == ("accepted", "waiting")
    assert line.counted(training.id) == (1, 1)
    with pytest.raises(service.TrainingClosed):
        make_offer(session.get_one(WaitingEntry, next_one.id), NOW)


def test_who_waits_once_more_stands_at_the_end() -> None:
    training, bookings = line.sold_out(1)
    first, second = line.wait(training, "a@x.de"), line.wait(training, "b@x.de")
    service.leave_line(first, NOW)
    assert service.rejoin_line(first, LATER)
    assert not service.rejoin_line(first, LATER)
    session.commit()
    service.cancel_booking(bookings[0].id, LATER)
    session.commit()
    assert (line.state(first), line.state(second)) == ("waiting", "offered")
    training.state = "cancelled"
    service.leave_line(session.get_one(WaitingEntry, first.id), NOW)
    assert not service.rejoin_line(session.get_one(WaitingEntry, first.id), LATER)
