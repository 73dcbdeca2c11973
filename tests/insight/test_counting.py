"""New answers are counted in the background, each once, also those that were late to appear."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, run_due
from leaderacademy.insight.service import plan_counting
from leaderacademy.insight.service.visits import Visits
from leaderacademy.learning.models import (
    AnswerTally,
    Attempt,
    DayTally,
    LessonState,
    QuestionTally,
    StatisticsState,
)
from leaderacademy.learning.service import statistics
from leaderacademy.learning.service.merging import merge_learner
from leaderacademy.privacy.service import delete_person
from tests.insight.conftest import ASKED, SLUG, answers, new_people, stands


def tallied() -> int:
    return session.scalar(select(func.coalesce(func.sum(QuestionTally.attempts), 0))) or 0


def test_the_job_counts_and_comes_again(class_of_forty: list[int]) -> None:
    now = clock.now()
    plan_counting(now, now)
    plan_counting(now, now)
    session.commit()
    assert run_due(now) == 1
    assert tallied() == 46
    (job,) = session.scalars(select(Job).where(Job.done_at.is_(None)))
    assert job.run_at == now + timedelta(minutes=5)
    run_due(now + timedelta(minutes=6))
    assert tallied() == 46
    assert session.scalar(select(func.count()).select_from(Job)) == 2


def test_an_answer_that_appears_late_is_not_skipped(app: Flask) -> None:
    """PostgreSQL shows the second row before the first one, whose transaction is still open."""
    first, second = new_people(2)
    session.commit()
    if app.extensions["engine"].dialect.name == "sqlite":
        answers(first, ASKED, 1)
        session.commit()
        assert statistics.settled_attempt(0) == 1  # one writer at a time: nothing can be late
        return
    answers(second, ASKED, 1)
    session.commit()
    columns = [c for c in Attempt.__table__.c if c.name not in ("id", "client_id")]
    row = session.execute(select(*columns)).one()._asdict()
    session.rollback()
    with app.extensions["engine"].connect() as slow:
        slow.execute(Attempt.__table__.insert().values(**row, client_id="client-slow"))
        answers(first, ASKED, 0)
        session.commit()
        assert statistics.count_step(catalogue.course(), clock.now(), patience=0.05)
        session.commit()
        assert tallied() == 0, "nothing may be counted past the row that is not there yet"
        slow.commit()
    while statistics.count_step(catalogue.course(), clock.now()):
        session.commit()
    session.commit()
    assert tallied() == 3


def test_counting_from_the_beginning_when_the_sums_are_lost(class_of_forty: list[int]) -> None:
    assert not statistics.count_step(catalogue.course(), clock.now())
    session.commit()
    state = session.scalars(select(StatisticsState)).one()
    assert state.counted_to == 46
    assert tallied() == 46


def test_what_somebody_typed_goes_with_them(app: Flask) -> None:
    """The sums hold answers in words; one that only this person gave must not stay."""
    person, other = new_people(2)
    answers(person, ASKED, 0)
    answers(other, ASKED, 1)
    statistics.count_step(catalogue.course(), clock.now())
    session.commit()
    assert len(session.scalars(select(AnswerTally)).all()) == 2
    delete_person(person, clock.now())
    session.commit()
    (left,) = session.scalars(select(AnswerTally))
    assert left.right
    assert (left.firsts, left.lasts, left.attempts) == (1, 1, 1)


def test_the_beginning_of_a_lesson_is_the_earlier_one_after_a_merge(app: Flask) -> None:
    one, other = new_people(2)
    stands(one, SLUG, None)
    stands(other, SLUG, None)
    session.flush()
    early = session.get_one(LessonState, (one, SLUG))
    assert early.started_at
    begun = early.started_at = early.started_at - timedelta(days=2)
    session.commit()
    merge_learner(one, other, clock.now())
    session.commit()
    session.remove()
    assert session.get_one(LessonState, (other, SLUG)).started_at == begun


def test_visits_are_a_number_per_day(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Visits()
    browser = "Mozilla/5.0 (X11; Linux) Firefox/140.0"
    assert not seen.count(browser, clock.now())
    assert not seen.count("Googlebot/2.1", clock.now())
    assert not seen.count("", clock.now())
    monkeypatch.setattr("leaderacademy.insight.service.visits.WAIT", 0.0)
    assert seen.count(browser, clock.now())
    for _ in range(2):
        seen.write()
        session.commit()
        seen.count(browser, clock.now())
    assert session.scalars(select(DayTally.count)).all() == [3]


def test_the_front_page_is_counted(app: Flask, client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("leaderacademy.insight.service.visits.WAIT", 0.0)
    monkeypatch.setattr("leaderacademy.landing.views.visits", Visits())
    for _ in range(2):
        client.get("/", headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
    client.get("/", headers={"User-Agent": "bingbot"})
    assert session.scalars(select(DayTally.count)).all() == [2]
