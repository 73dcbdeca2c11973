"""However many buy at the same instant, no seat is sold twice; and the test can fail."""

import pytest
from flask import Flask

from leaderacademy.booking.service import placing
from leaderacademy.core.database import session
from tests.booking import shop

pytestmark = pytest.mark.usefixtures("app")


def test_a_hundred_buyers_at_once_get_exactly_twenty_seats() -> None:
    training_id = shop.open_training(seats=20).id
    session.remove()
    answers = shop.all_at_once(training_id, shop.new_checkouts(100))
    assert answers["sold out"] == 80
    assert shop.sold(training_id) == (20, 20, 20)


def test_buyers_in_several_processes_get_exactly_twenty_seats(app: Flask) -> None:
    training_id = shop.open_training(seats=20).id
    session.remove()
    url = app.config["SETTINGS"].database_url
    answers = shop.from_processes(url, training_id, processes=4, buyers=25)
    assert answers["sold out"] == 80
    assert shop.sold(training_id) == (20, 20, 20)


def test_without_the_guard_the_same_rush_oversells(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: if this ever holds twenty, the tests above prove nothing."""
    monkeypatch.setattr(placing, "claim_for_booking", shop.claim_without_guard)
    training_id = shop.open_training(seats=20).id
    session.remove()
    shop.all_at_once(training_id, shop.new_checkouts(100), shop.buy_naively)
    _taken, booked, _mails = shop.sold(training_id)
    assert booked > 20


@pytest.mark.parametrize("seats", [1, 20])
def test_a_double_click_at_the_same_instant_is_one_booking_and_one_mail(seats: int) -> None:
    training_id = shop.open_training(seats=seats).id
    session.remove()
    answers = shop.all_at_once(training_id, shop.new_checkouts(1) * 8)
    assert len(answers) == 1, answers
    assert shop.sold(training_id) == (1, 1, 1)


@pytest.mark.parametrize("seats", [1, 20])
def test_a_second_click_after_the_first_was_booked_ends_on_its_booking(seats: int) -> None:
    training_id = shop.open_training(seats=seats).id
    checkout_id = shop.new_checkouts(1)[0]
    first = shop.buy(training_id, checkout_id)
    assert shop.buy(training_id, checkout_id) == first
    assert shop.sold(training_id) == (1, 1, 1)
