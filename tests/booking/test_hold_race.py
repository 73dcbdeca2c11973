"""Holding, booking and expiring at the same instant; and the test can fail."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from leaderacademy.booking import service
from leaderacademy.booking.models import CheckoutHold
from leaderacademy.booking.rules.holding import most_held
from leaderacademy.booking.service import holds
from leaderacademy.core.database import session
from tests.booking import line, shop
from tests.booking.shop import NOW
from tests.booking.test_offer_race import Act, _together

pytestmark = pytest.mark.usefixtures("app")
LATER = NOW + timedelta(hours=1)


def _hold(training_id: int, number: str, seats: int = 1) -> Act:
    return lambda: service.hold_seats(training_id, seats, number, number, NOW) is not None


def _book(training_id: int, number: str) -> Act:
    return lambda: (
        service.place_booking(training_id, shop.DETAILS, number, NOW, held=True) and "booked"
    )


def _held(seats: int) -> tuple[int, int, str]:
    """A date whose last seat is held: its number, the hold's, and the checkout's."""
    training = shop.open_training(seats=seats, place=f"Ort {shop.new_checkouts(1)[0]}")
    for _ in range(seats - 1):
        line.book(training)
    number = shop.new_checkouts(1)[0]
    hold = service.hold_seats(training.id, 1, number, number, NOW)
    session.commit()
    assert hold is not None
    found = training.id, hold.id, number
    session.remove()
    return found


def test_many_who_hold_and_book_at_once_never_take_more_than_there_is() -> None:
    training_id = shop.open_training(seats=9).id
    session.remove()
    numbers = shop.new_checkouts(16)
    acts = [_hold(training_id, one) for one in numbers[:8]]
    said = Counter(_together(*acts, *[_book(training_id, one) for one in numbers[8:]]))
    assert said["booked"] + said["SoldOut"] == 8, said
    assert 0 < said["True"] <= most_held(9)
    taken, held = line.counted(training_id)
    assert taken == held == said["booked"] + said["True"]


def test_one_checkout_sent_many_times_at_once_holds_once() -> None:
    training_id = shop.open_training(seats=9).id
    session.remove()
    (number,) = shop.new_checkouts(1)
    said = _together(*[_hold(training_id, number, seats) for seats in (1, 2) * 4])
    assert said == ["True"] * 8
    assert line.counted(training_id) in ((1, 1), (2, 2))


def test_a_double_click_turns_the_held_seat_into_one_booking() -> None:
    training_id, _hold_id, number = _held(2)
    assert _together(*[_book(training_id, number)] * 6) == ["booked"] * 6
    assert shop.sold(training_id)[:2] == (2, 2)


def test_a_seat_that_is_booked_and_expires_at_once_is_taken_once() -> None:
    for _ in range(3):
        training_id, hold_id, number = _held(2)
        acts = [lambda hold_id=hold_id: holds.expire_hold(hold_id, LATER)] * 3  # type: ignore[misc]
        said = Counter(_together(*acts, *[_book(training_id, number)] * 3))
        assert said["booked"] == 3, said
        assert line.counted(training_id) == (2, 2)


def test_a_hold_that_expires_in_many_places_gives_its_seat_back_once() -> None:
    training_id, hold_id, _number = _held(3)
    said = Counter(_together(*[lambda: holds.expire_hold(hold_id, LATER)] * 8))
    assert said == {"True": 1, "False": 7}
    assert line.counted(training_id) == (2, 2)


_looked = threading.Barrier(4)


def _end_naively(*conditions: Any) -> int:
    """The guard switched off: look first, then remove what was seen."""
    seats = session.scalar(select(CheckoutHold.seats).where(*conditions)) or 0
    session.rollback()
    _looked.wait(5)
    session.execute(delete(CheckoutHold).where(*conditions))
    return seats


def test_without_the_guard_the_same_expiry_returns_the_seat_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: if this ever counts right, the tests above prove nothing."""
    training_id, hold_id, _number = _held(6)
    monkeypatch.setattr(holds, "_end", _end_naively)
    _together(*[lambda: holds.expire_hold(hold_id, LATER)] * 4)
    taken, held = line.counted(training_id)
    assert taken < held
