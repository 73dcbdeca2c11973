"""What all learners answered and did, added up by the database for the replay of an edit."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, func, select

from leaderacademy.content.course import Field
from leaderacademy.content.fields.values import is_filled
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer, Attempt, LessonState


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
    """The latest answers of everybody to these questions, equal ones added up."""
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


def people_told(question_ids: Collection[str], digests: Collection[str]) -> int:
    """How many answered one of these questions last in none of these versions."""
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
    `everybody` is asked for.
    """
    complete = set(
        session.scalars(
            select(LessonState.person_id).where(
                LessonState.lesson == lesson, LessonState.completed_at.is_not(None)
            )
        )
    )
    answered: dict[int, set[str]] = {}
    for person, question_id in _answered(question_ids):
        answered.setdefault(person, set()).add(question_id)
    filled: dict[int, set[str]] = {}
    for person, key, value in _filled(list(fields)):
        if is_filled(fields[key], value, lesson=True):
            filled.setdefault(person, set()).add(key)
    people = answered.keys() | filled.keys()
    return Counter(
        Standing(
            frozenset(answered.get(person, ())),
            frozenset(filled.get(person, ())),
            person in complete,
        )
        for person in (people if everybody else people - complete)
    )


def _answered(question_ids: Collection[str]) -> Iterator[tuple[int, str]]:
    if question_ids:
        query = select(Attempt.person_id, Attempt.question_id)
        query = query.where(Attempt.question_id.in_(question_ids)).distinct()
        yield from ((person, question) for person, question in session.execute(query))


def _filled(keys: Collection[str]) -> Iterator[tuple[int, str, Any]]:
    if keys:
        query = select(Answer.person_id, Answer.field_key, Answer.value)
        rows = session.execute(query.where(Answer.field_key.in_(keys)))
        yield from ((person, key, value) for person, key, value in rows)
