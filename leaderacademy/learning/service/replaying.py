"""What all learners answered and did, added up by the database for the replay of an edit."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from leaderacademy.content.course import Field
from leaderacademy.content.fields.values import is_filled
from leaderacademy.core.database import session
from leaderacademy.learning.models import (
    Answer,
    AnswerTally,
    Attempt,
    LessonState,
    StatisticsState,
)
from leaderacademy.learning.service.grading import Grader
from leaderacademy.learning.service.statistics import attempts_of

# Attempts that the report looks at one by one; of so many more it asks the sums.
MANY_NEW = 5_000
MANY_ATTEMPTS = 300_000


class LastAnswers(NamedTuple):
    """One answer to one version of a question: the latest word of so many learners."""

    question_id: str
    digest: str
    answer: Any
    learners: int


class Standing(NamedTuple):
    """Learners who answered the same of the questions asked about and filled the same fields."""

    answered: frozenset[str]
    filled: frozenset[str]
    completed: bool


def last_answers(question_ids: Collection[str]) -> list[LastAnswers]:
    """The latest answers of everybody to these questions, equal ones added up.

    Taken from the sums, brought up to date with the few attempts that are not in them yet; from
    all attempts only while the sums are being made.
    """
    state = session.scalars(select(StatisticsState)).one_or_none()
    newest = newest_attempt()
    settled = state is not None and state.counting_to is None and not state.anew
    if state is None or not settled or newest - state.counted_to > MANY_NEW:
        return _from_attempts(question_ids)
    found: Counter[tuple[str, str, str]] = Counter()
    answers: dict[tuple[str, str, str], Any] = {}
    sums = session.scalars(
        select(AnswerTally).where(AnswerTally.question_id.in_(question_ids), AnswerTally.lasts > 0)
    )
    for row in sums:
        key = (row.question_id, row.digest, row.answer_key)
        found[key], answers[key] = row.lasts, row.answer
    grader = Grader(state.flawed)
    for sign, key in _news(question_ids, state.counted_to, newest, grader):
        found[key] += sign
    answers |= {key: answer for key, (answer, _) in grader.answers.items()}
    return [
        LastAnswers(question_id, digest, answers[question_id, digest, key], learners)
        for (question_id, digest, key), learners in found.items()
        if learners
    ]


def newest_attempt() -> int:
    """The highest id; it tells how many attempts there are at most."""
    return session.scalar(select(func.max(Attempt.id))) or 0


def _news(
    question_ids: Collection[str], counted_to: int, newest: int, grader: Grader
) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """What leaves (-1) and what joins (+1) the latest answers by attempts not counted yet."""
    fresh = session.scalars(
        select(Attempt.person_id)
        .where(Attempt.id > counted_to, Attempt.question_id.in_(question_ids))
        .distinct()
    )
    for rows in attempts_of(list(fresh), newest):
        tries = grader.tries(rows)
        for sign, limit in ((-1, counted_to), (+1, newest)):
            last = {
                one.question_id: (one.question_id, one.digest, one.answer_key)
                for one, row in zip(tries, rows, strict=True)
                if row.id <= limit and one.question_id in question_ids
            }
            yield from ((sign, key) for key in last.values())


def _from_attempts(question_ids: Collection[str]) -> list[LastAnswers]:
    if not question_ids:
        return []
    last = (
        select(func.max(Attempt.id).label("id"))
        .where(Attempt.question_id.in_(question_ids))
        .group_by(Attempt.question_id, Attempt.person_id)
        .subquery()
    )
    same = (Attempt.question_id, Attempt.digest, cast(Attempt.answer, Text))
    rows = session.execute(
        select(*same, func.count()).join(last, Attempt.id == last.c.id).group_by(*same)
    )
    return [
        LastAnswers(question_id, digest, json.loads(answer), learners)
        for question_id, digest, answer, learners in rows
    ]


def people_told(question_ids: Collection[str], digests: Collection[str]) -> int | None:
    """How many answered one of these questions last in none of these versions; None where there
    are so many attempts that nobody should wait for it."""
    if newest_attempt() > MANY_ATTEMPTS:
        return None
    last = (
        select(func.max(Attempt.id).label("id"))
        .where(Attempt.question_id.in_(question_ids))
        .group_by(Attempt.question_id, Attempt.person_id)
        .subquery()
    )
    query = select(func.count(Attempt.person_id.distinct())).join(last, Attempt.id == last.c.id)
    return session.scalar(query.where(Attempt.digest.not_in(digests))) or 0


def people_in(lesson: str) -> tuple[int, int]:
    """How many were in this lesson, and how many finished it."""
    row = session.execute(
        select(func.count(), func.count(LessonState.completed_at)).where(
            LessonState.lesson == lesson
        )
    ).one()
    return row[0], row[1]


def standings(
    lesson: str, question_ids: Collection[str], fields: Mapping[str, Field], everybody: bool
) -> Counter[Standing]:
    """How many learners stand where, for whom one of these questions or fields counts.

    Those who completed the lesson are left out, because an edit takes nothing from them, unless
    `everybody` is asked for. Where there are very many attempts, only people who were in the
    lesson are looked at.
    """
    complete = _complete(lesson) if everybody else set()
    answered: dict[int, set[str]] = {}
    for person, question_id in session.execute(_answered(lesson, question_ids, everybody)):
        answered.setdefault(person, set()).add(question_id)
    filled: dict[int, set[str]] = {}
    for person, key, value in session.execute(_filled(lesson, list(fields), everybody)):
        if is_filled(fields[key], value, lesson=True):
            filled.setdefault(person, set()).add(key)
    return Counter(
        Standing(
            frozenset(answered.get(person, ())),
            frozenset(filled.get(person, ())),
            person in complete,
        )
        for person in answered.keys() | filled.keys()
    )


def _complete(lesson: str) -> set[int]:
    query = select(LessonState.person_id).where(
        LessonState.lesson == lesson, LessonState.completed_at.is_not(None)
    )
    return set(session.scalars(query))


def _answered(lesson: str, question_ids: Collection[str], everybody: bool) -> Select[int, str]:
    query = select(Attempt.person_id, Attempt.question_id).distinct()
    query = query.where(Attempt.question_id.in_(question_ids))
    if newest_attempt() > MANY_ATTEMPTS:
        # From the few people in the lesson the index leads to their attempts; nobody reads all.
        open_only = [] if everybody else [LessonState.completed_at.is_(None)]
        here = LessonState.person_id == Attempt.person_id
        return query.join(LessonState, and_(here, LessonState.lesson == lesson, *open_only))
    return query if everybody else query.where(~_completed(lesson, Attempt.person_id))


def _filled(lesson: str, keys: Collection[str], everybody: bool) -> Select[int, str, Any]:
    query = select(Answer.person_id, Answer.field_key, Answer.value)
    query = query.where(Answer.field_key.in_(keys))
    return query if everybody else query.where(~_completed(lesson, Answer.person_id))


def _completed(lesson: str, person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    query = select(LessonState.person_id).where(
        LessonState.person_id == person,
        LessonState.lesson == lesson,
        LessonState.completed_at.is_not(None),
    )
    return query.exists()
