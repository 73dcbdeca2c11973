"""Bookings follow a person: into another account, into the export, and they outlive deletion."""

from typing import Any

import pytest
from sqlalchemy import delete

from leaderacademy.accounts.models import Person
from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.core.database import session
from tests.booking import shop


def _book(person_id: int | None) -> int:
    training = service.find_training("2036-04-15-hamburg") or shop.open_training()
    (checkout_id,) = shop.new_checkouts(1)
    booking = service.place_booking(training.id, shop.DETAILS, checkout_id, shop.NOW, person_id)
    session.commit()
    return booking.id


def test_the_bookings_of_two_that_are_one_go_together(learner: Any, other_learner: Any) -> None:
    ids = {_book(learner.person_id), _book(other_learner.person_id)}
    service.move_person(learner.person_id, other_learner.person_id, shop.NOW)
    session.commit()
    session.expire_all()
    owners = {session.get_one(Booking, id_).person_id for id_ in ids}
    assert owners == {other_learner.person_id}


def test_the_export_holds_everything_and_nothing_of_others(
    learner: Any, other_learner: Any
) -> None:
    _book(learner.person_id)
    _book(None)
    (booking,) = service.export_person(learner.person_id, "ada@example.org")["bookings"]
    assert booking["company"] == "Lotsen-Metallbau GmbH"
    (katrin,) = booking["participants"]
    assert (katrin["first_name"], katrin["last_name"]) == ("Katrin", "Lotsen")
    assert katrin["arrived_at"] is katrin["certificate_code"] is None
    assert booking["training"]["starts_at"] == "2036-04-15T07:00:00+00:00"
    assert booking["gross_cents"] == 82_110
    assert service.export_person(other_learner.person_id, None) == {"bookings": []}


def test_the_export_finds_what_was_booked_with_the_confirmed_address(learner: Any) -> None:
    _book(None)
    found = service.export_person(learner.person_id, "K.Lotsen@Lotsen-Metallbau.example")
    assert len(found["bookings"]) == 1


@pytest.mark.usefixtures("app")
def test_a_booking_stays_when_the_person_is_deleted(learner: Any) -> None:
    booking_id = _book(learner.person_id)
    session.execute(delete(Person).where(Person.id == learner.person_id))
    session.commit()
    session.expire_all()
    assert session.get_one(Booking, booking_id).person_id is None
