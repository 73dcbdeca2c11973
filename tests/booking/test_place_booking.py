"""A booking claims its seats, freezes its price and leaves with its mail, or nothing happens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.rules.details import Name
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from tests.booking import shop
from tests.booking.shop import DETAILS, NOW, TWO

pytestmark = pytest.mark.usefixtures("app")


def _book(training: Training, details: object = DETAILS) -> Booking:
    (checkout_id,) = shop.new_checkouts(1)
    return service.place_booking(training.id, details, checkout_id, NOW)  # type: ignore[arg-type]


def test_two_people_take_two_seats_at_both_prices() -> None:
    training = shop.open_training()
    booking = _book(training, TWO)
    session.commit()
    assert shop.sold(training.id) == (2, 2, 1)
    kept = session.get_one(Booking, booking.id)
    assert (kept.net_cents, kept.vat_cents, kept.gross_cents) == (128_000, 24_320, 152_320)
    assert [p.last_name for p in kept.participants] == ["Lotsen", "Brandt"]


def test_a_later_edit_of_the_training_does_not_change_what_was_sold() -> None:
    training = shop.open_training()
    booking = _book(training)
    training.price_cents = 1
    session.commit()
    session.expire_all()
    assert session.get_one(Booking, booking.id).net_cents == 69_000


def test_nothing_is_kept_when_the_transaction_is_given_up() -> None:
    training = shop.open_training()
    _book(training)
    session.rollback()
    assert shop.sold(training.id) == (0, 0, 0)


def test_too_few_seats_say_how_many_are_left_and_take_none() -> None:
    training = shop.open_training(seats=3)
    _book(training, TWO)
    session.commit()
    with pytest.raises(service.SoldOut) as refusal:
        _book(training, TWO)
    assert refusal.value.left == 1
    session.commit()
    assert shop.sold(training.id) == (2, 2, 1)
    _book(training)
    session.commit()
    assert shop.sold(training.id) == (3, 3, 2)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_closed_or_cancelled_training_takes_no_booking(state: str) -> None:
    training = shop.open_training()
    training.state = state
    session.commit()
    with pytest.raises(service.TrainingClosed):
        _book(training)
    session.rollback()
    assert shop.sold(training.id) == (0, 0, 0)


def test_a_training_that_has_begun_takes_no_booking() -> None:
    training = shop.open_training()
    training.starts_at = NOW
    session.commit()
    with pytest.raises(service.TrainingPassed):
        _book(training)


@pytest.mark.parametrize("people", [0, 11, 1000])
def test_a_number_of_people_that_slipped_through_is_stopped_here(people: int) -> None:
    training = shop.open_training()
    with pytest.raises(ValueError, match="not checked"):
        _book(training, replace(DETAILS, participants=(Name("A", "B"),) * people))


def test_the_same_checkout_again_gives_the_booking_that_exists() -> None:
    training = shop.open_training()
    (checkout_id,) = shop.new_checkouts(1)
    first = service.place_booking(training.id, DETAILS, checkout_id, NOW)
    session.commit()
    second = service.place_booking(training.id, TWO, checkout_id, NOW + timedelta(days=1))
    session.commit()
    assert second.id == first.id
    assert shop.sold(training.id) == (1, 1, 1)


def test_each_booking_has_an_address_that_cannot_be_guessed() -> None:
    training = shop.open_training()
    tokens = {_book(training).token for _ in range(5)}
    assert len(tokens) == 5
    assert min(len(token) for token in tokens) >= 32


def test_the_database_itself_refuses_one_seat_too_many() -> None:
    training = shop.open_training(seats=1)
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError):
        session.execute(update(Training).values(seats_taken=2).where(Training.id == training.id))
    session.rollback()


def test_cancelling_twice_gives_the_seats_back_once() -> None:
    training = shop.open_training()
    _book(training)
    booking = _book(training, TWO)
    session.commit()
    assert service.cancel_booking(booking.id, NOW)
    assert not service.cancel_booking(booking.id, NOW)
    session.commit()
    assert shop.sold(training.id)[:2] == (1, 1)
    assert session.get_one(Booking, booking.id).cancelled_at == NOW


def test_the_mail_job_holds_words_and_no_secret_besides_the_address() -> None:
    training = shop.open_training()
    booking = _book(training)
    session.commit()
    payload = session.scalars(select(Job.payload).where(Job.kind == "mail")).one()
    assert payload["to"] == DETAILS.email
    assert payload["context"]["gross"] == "821,10\u00a0€"
    assert payload["context"]["token"] == booking.token
    assert booking.checkout_id not in str(payload)
