"""Places in line follow a person: into another account, the export, and away with the deletion."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from leaderacademy.accounts.models import Person
from leaderacademy.booking import service
from leaderacademy.booking.models import WaitingEntry
from leaderacademy.core.database import session
from leaderacademy.privacy import service as privacy
from tests.booking import line, shop
from tests.booking.shop import NOW


def _count() -> int:
    found = session.scalar(select(func.count()).select_from(WaitingEntry)) or 0
    session.commit()
    return found


def test_the_export_holds_the_place_in_line_and_nothing_of_others(
    learner: Any, other_learner: Any
) -> None:
    training, _ = line.sold_out()
    line.wait(training, person_id=learner.person_id)
    line.wait(training, "ada@example.org")
    line.wait(training, "else@example.org")
    person = session.get_one(Person, learner.person_id)
    mine = privacy.collect(person)["booking"]["waiting_list"]
    assert [one["email"] for one in mine] == ["w@example.org", "ada@example.org"]
    assert mine[0]["typed_checkout"] == {"people": "1"}
    theirs = service.export_person(other_learner.person_id, None)
    assert theirs["waiting_list"] == []
    session.commit()


def test_of_two_that_are_one_the_places_go_together(learner: Any, other_learner: Any) -> None:
    training, _ = line.sold_out()
    entry = line.wait(training, person_id=learner.person_id)
    service.move_person(learner.person_id, other_learner.person_id, NOW)
    session.commit()
    session.refresh(entry)
    assert entry.person_id == other_learner.person_id
    session.commit()


def test_with_the_account_its_places_go_and_a_seat_held_for_it_goes_on(learner: Any) -> None:
    training, bookings = line.sold_out(1)
    line.wait(training, "ada@example.org")
    other = line.wait(training, "b@x.de")
    service.cancel_booking(bookings[0].id, NOW)
    session.commit()
    privacy.delete_person(learner.person_id, NOW)
    session.commit()
    assert _count() == 1
    assert line.state(other) == "offered"
    assert line.counted(training.id) == (1, 1)


def test_what_was_said_of_food_and_access_is_forgotten_thirty_days_after_the_date(
    app: object,
) -> None:
    training = shop.open_training()
    booking = line.book(training)
    booking.notes = "Eine Person isst kein Gluten."
    session.commit()
    assert service.forget_notes(training.ends_at + timedelta(days=29)) == 0
    assert service.forget_notes(training.ends_at + timedelta(days=31)) == 1
    session.commit()
    session.refresh(booking)
    assert (booking.notes, booking.company) == ("", shop.DETAILS.company)


def test_places_are_forgotten_thirty_days_after_the_date_or_after_they_were_given_up(
    app: object,
) -> None:
    training, _ = line.sold_out()
    left, stays = line.wait(training, "a@x.de"), line.wait(training, "b@x.de")
    service.leave_line(left, NOW)
    assert service.forget_waiting(NOW + timedelta(days=29)) == 0
    assert service.forget_waiting(NOW + timedelta(days=31)) == 1
    session.commit()
    assert line.state(stays) == "waiting"
    assert service.forget_waiting(training.ends_at + timedelta(days=31)) == 1
    session.commit()
    assert _count() == 0
