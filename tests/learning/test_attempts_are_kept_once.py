"""Recording attempts on both databases: graded as shown, once per click, never changed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import BadAnswer
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Attempt, AttemptIsFinal, LessonState, QuestionVersion
from leaderacademy.learning.service.attempts import (
    QuestionChanged,
    attempts_at,
    prepare,
    question_as_shown,
    record_attempt,
    usable_client_id,
)

QUESTION = "leader-erkennen"


def right_answer(question_id: str = QUESTION) -> list[str]:
    question: Any = catalogue.course().find_question(question_id)
    return [option.key for option in question.options if option.right]


def record(person: int, client_id: str, answer: Any = None) -> Attempt:
    course = catalogue.course()
    question = course.find_question(QUESTION)
    assert question is not None
    graded = prepare(course, question, answer or right_answer())
    number = record_attempt(person, graded, client_id, clock.now())
    return session.get_one(Attempt, number)


def count(model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_an_attempt_keeps_the_answer_and_the_question_as_it_was_asked(person: int) -> None:
    attempt = record(person, "client-0001")
    session.commit()
    assert attempt.right
    assert attempt.answer == right_answer()
    version = session.get(QuestionVersion, attempt.digest)
    assert version is not None
    assert "Wer ist in einem Unternehmen der Marketing-Leader?" in version.source


def test_the_same_client_id_is_one_attempt(person: int) -> None:
    first = record(person, "client-0001").id
    session.commit()
    assert record(person, "client-0001").id == first
    session.commit()
    assert count(Attempt) == 1
    assert count(QuestionVersion) == 1


def test_two_people_may_have_the_same_client_id(person: int, other_person: int) -> None:
    record(person, "client-0001")
    record(other_person, "client-0001")
    session.commit()
    assert count(Attempt) == 2


def test_ten_clicks_at_the_same_instant_are_one_attempt(app: Flask, person: int) -> None:
    def click(_number: int) -> int:
        try:
            attempt = record(person, "client-race")
            number = attempt.id
            session.commit()
            return number
        finally:
            session.remove()

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(click, range(10)))
    assert len(ids) == 1
    assert count(Attempt) == 1


def test_ten_different_answers_at_the_same_instant_are_ten_attempts(
    app: Flask, person: int
) -> None:
    def click(number: int) -> None:
        try:
            record(person, f"client-race-{number}")
            session.commit()
        finally:
            session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(click, range(10)))
    assert count(Attempt) == 10
    assert count(QuestionVersion) == 1


def test_an_attempt_cannot_be_changed(person: int) -> None:
    record(person, "client-0001")
    session.commit()
    attempt = attempts_at(person, QUESTION)[0]
    attempt.right = False
    with pytest.raises(AttemptIsFinal):
        session.flush()
    session.rollback()


def test_an_attempt_cannot_be_deleted(person: int) -> None:
    record(person, "client-0001")
    session.commit()
    session.delete(attempts_at(person, QUESTION)[0])
    with pytest.raises(AttemptIsFinal):
        session.flush()
    session.rollback()


def test_attempts_go_with_their_person(person: int) -> None:
    record(person, "client-0001")
    session.commit()
    session.execute(delete(Person).where(Person.id == person))
    session.commit()
    assert count(Attempt) == 0
    assert count(LessonState) == 0
    assert count(QuestionVersion) == 1


def test_an_unknown_version_is_asked_again(app: Flask) -> None:
    with pytest.raises(QuestionChanged):
        question_as_shown(catalogue.course(), QUESTION, "0123456789abcdef")


def test_the_version_of_another_question_is_not_taken(person: int) -> None:
    attempt = record(person, "client-0001")
    session.commit()
    with pytest.raises(QuestionChanged):
        question_as_shown(catalogue.course(), "chefsache-texte", attempt.digest)


def test_an_answer_that_cannot_be_graded_keeps_nothing(person: int) -> None:
    with pytest.raises(BadAnswer):
        record(person, "client-0001", ["no-such-option"])
    assert count(Attempt) == 0
    assert count(QuestionVersion) == 0


@pytest.fixture
def ids() -> Any:
    return lambda offered="", after="0", answer=("a",), person=1: usable_client_id(
        offered, person, QUESTION, list(answer), after
    )


def test_a_client_id_of_the_page_is_used(ids: Any) -> None:
    assert ids(offered="0f8fad5b-d9cb-469f-a165-70867728950e").startswith("0f8fad5b")


def test_without_one_the_same_click_has_the_same_id(ids: Any) -> None:
    assert ids() == ids()
    assert ids() != ids(after="7"), "after the verdict it is a new attempt"
    assert ids() != ids(answer=("b",)), "another answer is another attempt"
    assert ids() != ids(person=2)
    assert ids(offered="<script>") == ids()
    assert len(ids()) <= 64


def test_a_database_put_back_to_an_earlier_day_keeps_the_next_answer(
    app: Flask, person: int, other_person: int
) -> None:
    record(person, "client-0001")
    session.commit()
    record(other_person, "client-0001")  # now the version is known to be there for good
    session.commit()
    session.execute(delete(Attempt))
    session.execute(delete(QuestionVersion))
    session.commit()
    with pytest.raises(IntegrityError):
        record(person, "client-0002")
    session.rollback()
    record(person, "client-0002")
    session.commit()
    assert count(QuestionVersion) == 1
