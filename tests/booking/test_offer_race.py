"""Expiring and accepting at the same instant: one of them, never both; and the test can fail."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from leaderacademy.booking import service
from leaderacademy.booking.models import Training, WaitingEntry
from leaderacademy.booking.service import offers
from leaderacademy.core.database import session
from tests.booking import line, shop
from tests.booking.shop import NOW

pytestmark = pytest.mark.usefixtures("app")
LATER = NOW + timedelta(days=3)
Act = Callable[[], Any]


def _together(*acts: Act) -> list[str]:
    """All at once, each with a session of its own; what each of them said."""
    gate = threading.Barrier(len(acts))

    def run(act: Act) -> str:
        gate.wait()
        try:
            said = act()
            session.commit()
            return str(said)
        except Exception as refusal:
            session.rollback()
            return type(refusal).__name__
        finally:
            session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _offered(seats: int = 3) -> tuple[int, int]:
    """A date with one offer under way and a seat besides; their numbers."""
    training, bookings = line.sold_out(seats)
    entry = line.wait(training)
    service.cancel_booking(bookings[0].id, NOW)
    session.commit()
    ids = training.id, entry.id
    session.remove()
    return ids


def _accept(training_id: int, entry_id: int) -> Act:
    def act() -> str:
        number = shop.new_checkouts(1)[0]
        service.place_booking(training_id, shop.DETAILS, number, NOW, offer=entry_id)
        return "accepted"

    return act


def test_of_many_who_accept_and_expire_at_once_exactly_one_wins() -> None:
    for _ in range(3):
        place = f"Ort {shop.new_checkouts(1)[0]}"
        training, bookings = line.sold_out(2, place=place)
        entry = line.wait(training)
        service.cancel_booking(bookings[0].id, NOW)
        session.commit()
        training_id, entry_id = training.id, entry.id
        session.remove()
        said = Counter(
            _together(
                *[_accept(training_id, entry_id)] * 3,
                *[lambda entry_id=entry_id: offers.expire_offer(entry_id, LATER)] * 3,  # type: ignore[misc]
            )
        )
        assert said["accepted"] + said["True"] == 1, said
        taken, held = line.counted(training_id)
        assert taken == held == (2 if said["accepted"] else 1)


def test_an_offer_that_expires_in_many_places_gives_its_seat_back_once() -> None:
    training_id, entry_id = _offered()
    said = Counter(_together(*[lambda: offers.expire_offer(entry_id, LATER)] * 8))
    assert said == {"True": 1, "False": 7}
    assert line.counted(training_id) == (2, 2)


def test_many_workers_never_offer_one_seat_twice() -> None:
    training, bookings = line.sold_out(4)
    for number in range(6):
        line.wait(training, f"{number}@x.de")
    # Two seats came free, and nobody has offered them yet.
    for booking in bookings[:2]:
        booking.state = "cancelled"
    training.seats_taken = 2
    session.commit()
    training_id = training.id
    session.remove()
    said = _together(*[lambda: service.offer_freed_seats(training_id, NOW)] * 6)
    assert sum(int(answer) for answer in said) == 2, said
    assert line.counted(training_id) == (4, 4)


def _naive_change(
    entry_id: int, before: tuple[str, ...], after: str, *_conditions: Any, **values: Any
) -> bool:
    """The guard switched off: look first, then write down what was seen."""
    found = session.get_one(WaitingEntry, entry_id).state
    session.rollback()
    _looked.wait(5)
    if found not in before:
        return False
    values |= {} if after == "offered" else {"expires_at": None}
    change = update(WaitingEntry).where(WaitingEntry.id == entry_id)
    session.execute(change.values(state=after, **values))
    return True


_looked = threading.Barrier(4)


def test_without_the_guard_the_same_expiry_returns_the_seat_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: if this ever counts right, the tests above prove nothing."""
    training_id, entry_id = _offered(seats=6)
    monkeypatch.setattr(offers, "change_entry", _naive_change)
    _together(*[lambda: offers.expire_offer(entry_id, LATER)] * 4)
    taken, held = line.counted(training_id)
    assert taken < held


def test_two_who_swap_their_dates_at_once_do_not_wait_for_each_other() -> None:
    dates = [shop.open_training(seats=5, place=place) for place in ("Hamburg", "Köln")]
    bookings = [line.book(one) for one in dates for _ in range(2)]
    targets = [dates[1].id, dates[1].id, dates[0].id, dates[0].id]
    ids = [one.id for one in bookings]
    session.commit()
    session.remove()

    def moving(booking_id: int, training_id: int) -> Act:
        return lambda: service.move_booking(booking_id, training_id, NOW) and "moved"

    said = Counter(_together(*[moving(*pair) for pair in zip(ids, targets, strict=True)]))
    assert said == {"moved": 4}
    assert [line.counted(one.id) for one in dates] == [(2, 2), (2, 2)]


def test_many_who_move_to_the_last_seat_at_once_do_not_oversell() -> None:
    old = shop.open_training(seats=5)
    new = shop.open_training(seats=1, place="Köln")
    ids = [line.book(old).id for _ in range(4)]
    old_id, new_id = old.id, new.id
    session.commit()
    session.remove()

    def moving(booking_id: int) -> Act:
        return lambda: service.move_booking(booking_id, new_id, NOW) and "moved"

    said = Counter(_together(*[moving(one) for one in ids]))
    assert said == {"moved": 1, "SoldOut": 3}
    assert (line.counted(old_id), line.counted(new_id)) == ((3, 3), (1, 1))
    assert session.get_one(Training, new_id).seats_taken == 1
