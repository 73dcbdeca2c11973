"""Booking and cancelling in any order keep the seats right."""

import uuid

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from leaderacademy.booking import service
from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.details import Details
from leaderacademy.booking.service import placing
from leaderacademy.core.database import session
from tests.booking import shop

pytestmark = pytest.mark.usefixtures("app")


class Counter(RuleBasedStateMachine):
    """A training of five seats beside a model that only counts."""

    bookings = Bundle("bookings")
    checkouts = Bundle("checkouts")

    def __init__(self) -> None:
        super().__init__()
        # A day of its own for each run; the dates of earlier runs stay.
        place = f"Ort {uuid.uuid4().hex}"
        self.training_id = shop.open_training(seats=5, place=place).id
        self.seats: dict[int, int] = {}
        self.open = True
        self.mails = shop.sold(self.training_id)[2]

    @rule(target=checkouts)
    def open_the_form(self) -> str:
        return str(uuid.uuid4())

    @rule(target=bookings, checkout=checkouts, details=st.sampled_from([shop.DETAILS, shop.TWO]))
    def book(self, checkout: str, details: Details) -> object:
        wanted = len(details.participants)
        known = placing._booked_before(checkout)
        try:
            booking = service.place_booking(self.training_id, details, checkout, shop.NOW)
        except service.SoldOut:
            session.rollback()
            assert 5 - sum(self.seats.values()) < wanted
            return multiple()
        except service.TrainingClosed:
            session.rollback()
            assert not self.open
            return multiple()
        session.commit()
        if known is None:
            assert self.open
            self.seats[booking.id] = wanted
            self.mails += 1
        else:
            assert booking.id == known.id
        return booking.id

    @rule(booking_id=bookings)
    def cancel(self, booking_id: int) -> None:
        assert service.cancel_booking(booking_id, shop.NOW) == (booking_id in self.seats)
        session.commit()
        self.seats.pop(booking_id, None)

    @rule(is_open=st.booleans())
    def close_or_open(self, is_open: bool) -> None:
        training = session.get_one(Training, self.training_id)
        training.state = "open" if is_open else "closed"
        session.commit()
        self.open = is_open

    @invariant()
    def the_seats_are_right(self) -> None:
        total = sum(self.seats.values())
        assert total <= 5
        assert shop.sold(self.training_id) == (total, total, self.mails)


def test_booking_and_cancelling_in_any_order_keep_the_seats_right() -> None:
    run_state_machine_as_test(
        Counter, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )


def test_cancelling_from_many_places_at_once_gives_the_seats_back_once() -> None:
    training_id = shop.open_training(seats=5).id
    booking = service.place_booking(training_id, shop.TWO, str(uuid.uuid4()), shop.NOW)
    booking_id = booking.id
    session.commit()
    session.remove()

    def cancel(_training_id: int, _checkout_id: str) -> str:
        try:
            done = service.cancel_booking(booking_id, shop.NOW)
            session.commit()
            return str(done)
        finally:
            session.remove()

    answers = shop.all_at_once(training_id, shop.new_checkouts(10), cancel)
    assert answers == {"True": 1, "False": 9}
    assert shop.sold(training_id)[:2] == (0, 0)
