"""Whatever people do, in whatever order it is counted: the sums are those of all attempts.

The recomputation below shares nothing with the product but the grading of one answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from leaderacademy.accounts.models import Person
from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import ChoiceQuestion, Course
from leaderacademy.content.parser import parse_lesson
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import (
    AnswerTally,
    Attempt,
    DayTally,
    QuestionDay,
    QuestionTally,
    StatisticsState,
)
from leaderacademy.learning.service import merging, statistics
from leaderacademy.learning.service.attempts import prepare, questions_as_asked, record_attempt
from leaderacademy.learning.service.grading import BERLIN
from leaderacademy.learning.service.merging import merge_learner
from leaderacademy.learning.service.replaying import last_answers
from leaderacademy.privacy import service as privacy
from tests.learning.conftest import new_person

START = clock.now()
QUESTIONS = (
    "leader-erkennen",
    "bleibt-bei-ihnen",
    "chefsache-texte",
    "weihnachtsfeier",
    "kurs-test",
)
PEOPLE = 4


def flawed_course(course: Course) -> Course:
    """The same with an option of the first question found flawed."""
    text = (ROOT / "content" / "lessons" / "010-wer-steuert.md").read_text()
    lesson = parse_lesson(
        text.replace("- ( ) Wer die meisten", "- (~) Wer die meisten"), "010-wer-steuert.md"
    ).lesson
    assert lesson is not None
    return replace(course, lessons=(lesson, *course.lessons[1:]), digest="flawed")


class World:
    """Some people, the course as it is now, and what may happen."""

    def __init__(self) -> None:
        for model in (Attempt, AnswerTally, DayTally, QuestionDay, QuestionTally, StatisticsState):
            session.execute(delete(model))
        session.execute(delete(Person))
        session.commit()
        self.sound = catalogue.course()
        self.flawed = flawed_course(self.sound)
        self.course = self.sound
        self.people = [new_person() for _ in range(PEOPLE)]
        self.now = START

    def answer(self, who: int, what: int, choice: int, sure: bool, click: int) -> None:
        """`click` repeats: the same client id again keeps nothing new."""
        question = self.course.find_question(QUESTIONS[what])
        assert isinstance(question, ChoiceQuestion)
        keys = [option.key for option in question.options]
        given = [key for place, key in enumerate(keys) if choice >> place & 1][:4] or keys[:1]
        given = given if question.kind == "multi" else given[:1]
        self.now += timedelta(hours=5)
        graded = prepare(self.course, question, given)
        person = self.people[who % len(self.people)]
        record_attempt(person, graded, f"client-{click:03}", self.now, "sure" if sure else None)
        session.commit()

    def count(self, *_: int) -> None:
        statistics.count_step(self.course, self.now)
        session.commit()

    def merge(self, one: int, other: int, *_: int) -> None:
        first, second = (self.people[n % len(self.people)] for n in (one, other))
        if first != second:
            merge_learner(first, second, self.now)
            session.execute(delete(Person).where(Person.id == first))
            session.commit()
            self.people.remove(first)

    def remove(self, who: int, *_: int) -> None:
        privacy.delete_person(self.people.pop(who % len(self.people)), self.now)
        session.commit()
        self.people.append(new_person())

    def edit(self, *_: int) -> None:
        self.course = self.flawed if self.course is self.sound else self.sound

    def finish_counting(self) -> None:
        while statistics.count_step(self.course, self.now):
            session.commit()
        session.commit()


def recomputed(course: Course) -> dict[str, Counter[Any]]:
    """Everything from all attempts, person by person and question by question."""
    found: dict[str, Counter[Any]] = defaultdict(Counter)
    rows = session.scalars(select(Attempt).order_by(Attempt.id)).all()
    asked = questions_as_asked({row.digest for row in rows})
    verdicts = {}
    for row in rows:
        current, version = course.find_question(row.question_id), asked[row.digest]
        assert isinstance(current, ChoiceQuestion)
        assert isinstance(version, ChoiceQuestion)
        verdicts[row.id] = version.grade(row.answer, flawed=current.flawed_keys)
        found["attempts of an answer"][row.digest, tuple(sorted(row.answer))] += 1
    for person in {row.person_id for row in rows}:
        mine = [row for row in rows if row.person_id == person]
        found["first answers"][mine[0].created_at.astimezone(BERLIN).date()] += 1
        firsts = {}
        for row in mine:
            firsts.setdefault(row.question_id, row)
        counted = {n: verdicts[r.id].right for n, r in firsts.items() if verdicts[r.id].counts}
        for name, first in firsts.items():
            place, verdict = (name, first.digest), verdicts[first.id]
            day = first.created_at.astimezone(BERLIN).date()
            tries = [verdicts[row.id] for row in mine if row.question_id == name]
            found["answered"][place] += 1
            found["answered on"][*place, day] += 1
            found["attempts"][place] += len(tries)
            found["first choice"][first.digest, tuple(sorted(first.answer))] += 1
            last = [row for row in mine if row.question_id == name][-1]
            found["last choice"][last.digest, tuple(sorted(last.answer))] += 1
            until = [v.right for v in tries if v.counts]
            if until:
                after = until.index(True) + 1 if True in until else 0
                found["never" if not after else f"after_{after}"][place] += 1
            if not verdict.counts:
                continue
            found["counted"][place] += 1
            found["right"][place] += verdict.right
            found["right on"][*place, day] += verdict.right
            found["sure"][place] += first.confidence == "sure"
            found["sure_wrong"][place] += first.confidence == "sure" and not verdict.right
            if len(counted) > 4:
                rest = sum(r for n, r in counted.items() if n != name)
                score = round(1000 * rest / (len(counted) - 1))
                found["pair_n"][place] += 1
                found["pair_x"][place] += verdict.right
                found["pair_r"][place] += score
                found["pair_rr"][place] += score**2
                found["pair_xr"][place] += verdict.right * score
    return {name: +counts for name, counts in found.items() if +counts}


def stored() -> dict[str, Counter[Any]]:
    """The same from the tables."""
    found: dict[str, Counter[Any]] = defaultdict(Counter)
    columns = ["answered", "attempts", "never", "counted", "right", "sure", "sure_wrong"]
    columns += ["after_1", "after_2", "after_3", "after_more"]
    columns += ["pair_n", "pair_x", "pair_r", "pair_rr", "pair_xr"]
    for row in session.scalars(select(QuestionTally)):
        for column in columns:
            count = getattr(row, column)
            assert count >= 0
            found[column][row.question_id, row.digest] += count
    for answer in session.scalars(select(AnswerTally)):
        key = (answer.digest, tuple(sorted(answer.answer)))
        found["attempts of an answer"][key] += answer.attempts
        found["first choice"][key] += answer.firsts
        found["last choice"][key] += answer.lasts
    for day in session.scalars(select(QuestionDay)):
        found["answered on"][day.question_id, day.digest, day.day] += day.answered
        found["right on"][day.question_id, day.digest, day.day] += day.right
    for date in session.scalars(select(DayTally).where(DayTally.kind == "first-answer")):
        found["first answers"][date.day] += date.count
    return {name: +counts for name, counts in found.items() if +counts}


def latest() -> Counter[Any]:
    """The latest answers as the impact report asks for them."""
    found: Counter[Any] = Counter()
    for row in last_answers(QUESTIONS):
        found[row.digest, tuple(sorted(row.answer))] += row.learners
    return found


def same(one: dict[str, Counter[Any]], other: dict[str, Counter[Any]]) -> bool:
    for found in (one, other):  # four tries and more are one group in the tables
        for late in [name for name in found if name.startswith("after_") and name[6:] not in "123"]:
            counts = found.pop(late)
            found["after_more"] = found.get("after_more", Counter()) + counts
    return one == other


answers = st.tuples(
    st.just("answer"),
    st.integers(0, 3),
    st.integers(0, 4),
    st.integers(0, 15),
    st.booleans(),
    st.integers(0, 60),
)
pairs = st.tuples(
    st.sampled_from(["count", "count", "merge", "remove", "edit"]),
    st.integers(0, 3),
    st.integers(0, 3),
)
stories = st.lists(st.one_of(answers, answers, answers, answers, pairs), min_size=12, max_size=40)


@pytest.fixture
def small_steps(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One person at a time, so that much happens in the middle of a round."""
    monkeypatch.setattr(statistics, "STEP", 1)
    monkeypatch.setattr(statistics, "MANY", 12)
    yield
    session.remove()


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(stories)
def test_the_sums_are_those_of_all_attempts(small_steps: None, story: list[Any]) -> None:
    world = World()
    for verb, *rest in story:
        getattr(world, verb)(*rest)
    expected = recomputed(world.course).get("last choice", Counter())
    assert latest() == expected, "also while the sums are being made"
    world.finish_counting()
    assert latest() == expected
    assert same(stored(), recomputed(world.course))


def two_with_answers() -> World:
    world = World()
    world.answer(0, 0, 1, True, 1)
    world.answer(1, 0, 2, False, 2)
    world.finish_counting()
    return world


def test_a_merge_that_takes_nothing_back_would_be_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = two_with_answers()
    monkeypatch.setattr(merging, "counted_anew", lambda *_: nullcontext())
    world.merge(0, 1)
    world.finish_counting()
    assert not same(stored(), recomputed(world.course))


def test_a_deletion_that_takes_nothing_back_would_be_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = two_with_answers()
    monkeypatch.setattr(privacy, "on_delete", [])
    world.remove(0)
    world.finish_counting()
    assert not same(stored(), recomputed(world.course))
