"""Cancelling from many places at once gives the seats back once."""

import uuid

import pytest

from leaderacademy.booking import service
from leaderacademy.core.database import session
from tests.booking import shop

pytestmark = pytest.mark.usefixtures("app")


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
