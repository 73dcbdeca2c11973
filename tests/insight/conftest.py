"""A course in which some people learned something."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import ChoiceQuestion
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import LessonState
from leaderacademy.learning.service.attempts import prepare, record_attempt
from leaderacademy.learning.service.statistics import count_step
from leaderacademy.learning.service.sweeping import sweep

SLUG, ASKED = "wer-steuert", "leader-erkennen"


def answers(
    person: int, question_id: str, option: int, sure: bool = False, number: int = 1
) -> None:
    question = catalogue.course().find_question(question_id)
    assert isinstance(question, ChoiceQuestion)
    graded = prepare(catalogue.course(), question, [question.options[option].key])
    client_id = f"client-{question_id}-{number}"
    record_attempt(person, graded, client_id, clock.now(), "sure" if sure else None)


def new_people(count: int) -> list[int]:
    rows = [{"created_at": clock.now(), "role": "learner"} for _ in range(count)]
    ids = session.scalars(insert(Person).returning(Person.id), rows)
    return sorted(ids)


def stands(person: int, lesson: str, position: str | None, done: bool = False) -> None:
    begun = clock.now() - timedelta(days=9)
    session.add(
        LessonState(
            person_id=person,
            lesson=lesson,
            seen_blocks=[],
            completed_steps=[],
            position=position,
            started_at=begun,
            seen_at=begun,
            completed_at=begun + timedelta(minutes=6, seconds=30) if done else None,
        )
    )


@pytest.fixture
def class_of_forty(app: Flask) -> list[int]:
    """Forty people at one question: 22 right, 12 take the first option, 6 the last one; of 30 who
    are sure ten are wrong. Twelve of them stop there, the others finish the lesson."""
    people = new_people(40)
    for place, person in enumerate(people):
        option = 1 if place < 22 else 0 if place < 34 else 3
        answers(person, ASKED, option, sure=place < 32)
        if place >= 34:
            answers(person, ASKED, 1, number=2)
        stands(person, SLUG, f"frage-{ASKED}", done=place < 28)
    session.commit()
    return people


@pytest.fixture
def counted(app: Flask) -> Callable[[], Any]:
    """counted(): bring all sums up to date."""

    def count() -> None:
        while count_step(catalogue.course(), clock.now()):
            session.commit()
        sweep(clock.now())
        session.commit()
        session.remove()

    return count
