"""Who is asked for a check-in: whose round is over, and nobody twice."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from leaderacademy.accounts.models import Person
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer
from leaderacademy.team.service.check_in import due_check_ins
from tests.team.pages import OWN, TWO, fill, linked, steps


def age(person_id: int, **ago: float) -> None:
    """The steps were saved this long ago."""
    session.execute(
        update(Answer)
        .where(Answer.person_id == person_id)
        .values(saved_at=clock.now() - timedelta(**ago))
    )
    session.commit()


def due() -> list[int]:
    found = [one.person_id for one in due_check_ins(clock.now(), 100)]
    session.rollback()
    return found


def test_due_is_who_saved_open_steps_14_days_ago(
    app: Flask, learner: Any, other_learner: Any
) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    fill(other_learner.person_id, steps=steps(("Fertig", "fertig")))
    for who in (learner, other_learner):
        age(who.person_id, days=13)
    assert due() == []
    for who in (learner, other_learner):
        age(who.person_id, days=14)
    (one,) = due_check_ins(clock.now(), 100)
    assert (one.person_id, one.email, one.open) == (learner.person_id, "ada@example.org", 2)


def test_nobody_is_asked_twice_and_silence_ends_it(learner: Any, moved_clock: Any) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    mails = 0
    for _ in range(8):
        moved_clock.forward(days=14, seconds=1)
        mails += len(due())
        if due():
            linked(learner)
        assert due() == [], "asked within 14 days"
    assert mails == 3
    page = learner.visit(OWN)
    learner.submit(page, "check-in-form", **{"stand-0": "unterwegs", "stand-1": "unterwegs"})
    assert due() == []
    moved_clock.forward(days=14, seconds=1)
    assert due() == [learner.person_id], "whoever answers is asked again"


@pytest.mark.parametrize("column", ["confirmed_at", "deletion_due_at"])
def test_not_without_a_confirmed_address_or_before_a_deletion(learner: Any, column: str) -> None:
    fill(learner.person_id, steps=steps(*TWO))
    age(learner.person_id, days=20)
    assert due() == [learner.person_id]
    value = None if column == "confirmed_at" else clock.now()
    session.execute(update(Person).values({column: value}))
    session.commit()
    assert due() == []


def test_people_are_found_page_by_page(app: Flask) -> None:
    now = clock.now()
    people = [
        Person(email=f"p{n}@x.de", email_key=f"p{n}@x.de", confirmed_at=now, created_at=now)
        for n in range(7)
    ]
    session.add_all(people)
    session.flush()
    old, value = now - timedelta(days=20), steps(*TWO)
    for n, person in enumerate(people):
        rows = value if n % 2 == 0 else steps(("Fertig", "fertig"))
        session.add(
            Answer(person_id=person.id, field_key="steps", value=rows, version=1, saved_at=old)
        )
    session.commit()
    found, after = [], 0
    while page := due_check_ins(now, 3, after):
        assert len(page) <= 3
        found += [one.person_id for one in page]
        after = found[-1]
    assert found == [person.id for n, person in enumerate(people) if n % 2 == 0]
