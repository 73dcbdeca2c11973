"""What an answer shows is read after it was kept: nobody waits for it, no completion is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLongError
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session, short_transaction
from leaderacademy.learning.models import Answer
from leaderacademy.learning.service.attempts import prepare, record_attempt
from leaderacademy.learning.service.completion import is_marked
from leaderacademy.learning.service.state import learner_state
from leaderacademy.learning.views import questions
from tests.learning.conftest import answer_question, new_person
from tests.pages import Visitor

LESSON = "wer-steuert"
ENOUGH = 3.0  # seconds for a small write; who stands in the line of writers waits 15


def _all_but_two(person_id: int) -> tuple[str, str]:
    """Do the exercise and all questions of the lesson but the last two."""
    now, course = clock.now(), catalogue.course()
    lesson = course.find_lesson(LESSON)
    assert lesson is not None
    for key in (key for exercise in lesson.exercises for key in exercise.fields):
        values = {"person_id": person_id, "field_key": key, "value": "Inga Lotsen steuert selbst."}
        session.add(Answer(**values, version=1, saved_at=now))
    *others, one, other = lesson.questions
    for question in others:
        answer = prepare(course, question, _right(question.id))
        record_attempt(person_id, answer, f"client-{question.id}"[:64], now)
    session.commit()
    session.remove()
    return one.id, other.id


def _right(question_id: str) -> Any:
    question: Any = catalogue.course().find_question(question_id)
    if question.kind == "number":
        return str(question.low)
    return [option.key for option in question.options if option.right]


def _twin(app: Flask, visitor: Visitor) -> Visitor:
    """A second tab of the same browser."""
    twin, name = Visitor(app), app.config["SESSION_COOKIE_NAME"]
    cookie = visitor.http.get_cookie(name)
    assert cookie is not None
    twin.http.set_cookie(name, cookie.value)
    return twin


def _completed(person_id: int) -> bool:
    session.remove()
    return learner_state(person_id).visits[LESSON].completed_at is not None


def _write_beside() -> None:
    try:
        new_person()
    finally:
        session.remove()


def test_others_write_while_the_answer_is_being_shown(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_question(client, LESSON, "leader-erkennen")
    written: list[bool] = []

    def read(*asked: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_write_beside).result(timeout=ENOUGH)
        written.append(True)
        return learner_state(*asked)

    monkeypatch.setattr(questions, "learner_state", read)
    answer_question(client, LESSON, "bleibt-bei-ihnen")
    assert written


def test_whoever_writes_meanwhile_holds_them_up_on_sqlite(app: Flask) -> None:
    """The control: what the test above would meet if the state were read before the commit."""
    if app.extensions["engine"].dialect.name != "sqlite":
        return  # writers of PostgreSQL do not wait for each other
    with ThreadPoolExecutor(1) as pool:
        with short_transaction(writes=True):
            beside = pool.submit(_write_beside)
            with pytest.raises(TookTooLongError):
                beside.result(timeout=0.3)
        beside.result(timeout=ENOUGH)


def test_of_two_answers_that_complete_a_lesson_at_once_one_sees_both(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_question(client, LESSON, "leader-erkennen")
    person_id = session.scalar(select(func.max(Person.id))) or 0
    session.remove()
    one, other = _all_but_two(person_id)
    tabs = (client, _twin(app, client))
    kept, mine = threading.Barrier(2), threading.local()

    def read(*asked: Any) -> Any:
        if not getattr(mine, "read", False):
            mine.read = True
            kept.wait(timeout=20)  # both answers are kept, neither has looked yet
        return learner_state(*asked)

    monkeypatch.setattr(questions, "learner_state", read)
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(answer_question, tab, LESSON, question)
            for tab, question in zip(tabs, (one, other), strict=True)
        ]
        for job in jobs:
            job.result()
    assert _completed(person_id)


def test_who_reads_before_the_commit_would_miss_it_on_postgresql(app: Flask, person: int) -> None:
    """The control: two who look while neither has committed."""
    if app.extensions["engine"].dialect.name != "postgresql":
        return  # SQLite lets one in at a time
    course, together = catalogue.course(), threading.Barrier(2)
    last_two = _all_but_two(person)

    def answer(question_id: str) -> bool:
        question: Any = course.find_question(question_id)
        graded = prepare(course, question, _right(question_id))
        with short_transaction(writes=True) as connection:
            record_attempt(person, graded, f"client-{question_id}", clock.now(), None, connection)
            together.wait(timeout=20)
            done = not is_marked(course, learner_state(person, connection))
            together.wait(timeout=20)
        return done

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(answer, last_two)) == [False, False]
    assert not is_marked(course, learner_state(person))
