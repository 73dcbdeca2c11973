"""Dates are added, listed, and shown as examples only until there is a real one."""

from datetime import date, timedelta

import pytest

from leaderacademy.booking import service
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.shop import NOW

pytestmark = pytest.mark.usefixtures("app")


def test_three_examples_are_added_once_however_often_the_server_starts() -> None:
    assert [service.seed_demo_trainings(NOW) for _ in range(3)] == [3, 0, 0]
    trainings = service.upcoming_trainings(NOW)
    assert [training.demo for training in trainings] == [True] * 3
    assert {training.format for training in trainings} == {"onsite", "online"}


def test_an_example_that_has_passed_is_followed_by_a_new_one() -> None:
    service.seed_demo_trainings(NOW)
    later = NOW + timedelta(weeks=10)
    assert service.seed_demo_trainings(later) == 1
    assert len(service.upcoming_trainings(later)) == 3


def test_there_are_no_new_examples_beside_a_real_date() -> None:
    shop.open_training()
    assert service.seed_demo_trainings(NOW) == 0


def test_the_list_shows_what_is_to_come_in_order_and_not_what_was_cancelled() -> None:
    later = shop.open_training(day=date(2036, 6, 17), place="Online live", format="online")
    first = shop.open_training()
    gone = shop.open_training(place="Köln")
    gone.state = "cancelled"
    session.commit()
    assert [t.key for t in service.upcoming_trainings(NOW)] == [first.key, later.key]
    assert service.upcoming_trainings(later.starts_at) == []
    assert len(service.all_trainings()) == 3


def test_the_same_day_and_place_cannot_be_added_twice() -> None:
    shop.open_training()
    with pytest.raises(service.TrainingRefused, match="gibt es schon"):
        shop.open_training()


def test_a_date_that_cannot_be_sold_is_not_added() -> None:
    with pytest.raises(service.TrainingRefused, match="Vergangenheit"):
        shop.open_training(day=date(2020, 1, 1))
    assert service.all_trainings() == []
