"""Everything known of one learner, read in one query."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Connection, Select, Text, bindparam, cast, func, select

from leaderacademy.content.course import Course, Field
from leaderacademy.content.fields.values import is_filled
from leaderacademy.core.database import Base, moment_in_json, once_per_dialect, session
from leaderacademy.core.kept import Kept
from leaderacademy.learning.models import WHOLE_COURSE, Answer, Attempt, LessonState
from leaderacademy.learning.rules.plan import CoursePlan, done_exercises, plan_of
from leaderacademy.learning.rules.progress import CourseProgress, Visit, course_progress


class LastAttempt(NamedTuple):
    """The latest answer to one question."""

    id: int
    question_id: str
    digest: str
    answer: Any
    right: bool
    confidence: str | None
    tries: int


class StoredAnswer(NamedTuple):
    """One Logbuch field as it is stored."""

    value: Any
    version: int
    saved_at: datetime
    others: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class LearnerState:
    """What one person did so far; empty for somebody new (person 0).

    The three parts are kept as the database wrote them. They are read only when somebody looks
    into them: to find a ready page it is enough to know that nothing has changed.
    """

    person_id: int = 0
    attempts_json: str = "[]"
    answers_json: str = "[]"
    visits_json: str = "[]"
    # Not taken along by dataclasses.replace: another state has another progress.
    _progress: dict[str, CourseProgress] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @cached_property
    def attempts(self) -> Mapping[str, LastAttempt]:
        """The latest attempt at every question."""
        return {row[1]: _attempt(*row) for row in json.loads(self.attempts_json)}

    @cached_property
    def answers(self) -> Mapping[str, StoredAnswer]:
        """The fields of the Logbuch that were saved."""
        return {row[0]: _answer(*row[1:]) for row in json.loads(self.answers_json)}

    @cached_property
    def visits(self) -> Mapping[str, Visit]:
        """The state of every lesson somebody was in, and of the course as a whole."""
        return {row[0]: _visit(*row[1:]) for row in json.loads(self.visits_json)}

    @cached_property
    def stamp(self) -> tuple[int, bytes, bytes, bytes]:
        """Equal for equal states of one person."""
        return (
            self.person_id,
            _digest(self.attempts_json),
            self.answers_stamp,
            _digest(self.visits_json),
        )

    @cached_property
    def answers_stamp(self) -> bytes:
        """Equal for equal answers of one person."""
        return _digest(self.answers_json)

    @property
    def values(self) -> dict[str, Any]:
        """The stored value of every field."""
        return {key: answer.value for key, answer in self.answers.items()}


NOTHING = LearnerState()


def learner_state(person_id: int, connection: Connection | None = None) -> LearnerState:
    """One query with three indexed parts, whatever the number of lessons.

    The database writes each part as one JSON text: a hundred small rows would cost more on
    their way through the driver than everything else that a lesson page does.
    """
    connection = connection or session.connection()
    row = connection.execute(_everything(), {"person": person_id}).one()
    return LearnerState(person_id, *row)


@once_per_dialect
def _everything() -> Select[Any]:
    columns = Base.metadata.tables[Attempt.__tablename__].c
    latest = (
        select(func.max(columns.id).label("id"), func.count().label("count"))
        .where(columns.person_id == bindparam("person"))
        .group_by(columns.question_id)
        .subquery()
    )
    attempts = _as_json(
        columns.id,
        columns.question_id,
        columns.digest,
        columns.answer,
        columns.right,
        columns.confidence,
        latest.c.count,
    ).join_from(columns.id.table, latest, columns.id == latest.c.id)
    columns = Base.metadata.tables[Answer.__tablename__].c
    answers = _as_json(
        columns.field_key, columns.value, columns.version, columns.saved_at, columns.others
    ).where(columns.person_id == bindparam("person"))
    return select(*(part.scalar_subquery() for part in (attempts, answers, _visits())))


@once_per_dialect
def _visits() -> Select[Any]:
    columns = Base.metadata.tables[LessonState.__tablename__].c
    return _as_json(
        columns.lesson,
        columns.seen_at,
        columns.seen_digest,
        columns.seen_blocks,
        columns.shown_digest,
        columns.shown_at,
        columns.position,
        columns.completed_at,
        columns.completed_steps,
    ).where(columns.person_id == bindparam("person"))


def _as_json(*columns: ColumnElement[Any]) -> Select[Any]:
    """All rows as one JSON text: a list of lists, by the first column, which names each of them.

    In an order, because equal states are known by equal texts: PostgreSQL finds the rows in another
    one as soon as it changes its plan, and each connection has its own. SQLite has one plan.
    """
    if session.get_bind().dialect.name == "sqlite":
        parts = [func.json(c) if isinstance(c.type, JSON) else c for c in columns]
        return select(func.json_group_array(func.json_array(*parts), type_=Text))
    rows = func.json_agg(func.json_build_array(*columns)).aggregate_order_by(columns[0])
    return select(func.coalesce(cast(rows, Text), "[]"))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _attempt(
    number: int,
    question_id: str,
    digest: str,
    answer: Any,
    right: bool,
    confidence: str | None,
    tries: int,
) -> LastAttempt:
    # SQLite knows no truth values, only 0 and 1.
    return LastAttempt(number, question_id, digest, answer, bool(right), confidence, tries)


def _answer(value: Any, version: int, saved_at: str, others: list[dict[str, Any]]) -> StoredAnswer:
    return StoredAnswer(value, version, moment_in_json(saved_at), others)


def _visit(
    seen_at: str | None,
    seen_digest: str | None,
    seen_blocks: list[str],
    shown_digest: str | None,
    shown_at: str | None,
    position: str | None,
    completed_at: str | None,
    completed_steps: list[str],
) -> Visit:
    return Visit(
        seen_at=moment_in_json(seen_at) if seen_at else None,
        seen_digest=seen_digest,
        seen_blocks=tuple(seen_blocks),
        shown_digest=shown_digest,
        shown_at=moment_in_json(shown_at) if shown_at else None,
        position=position,
        completed_at=moment_in_json(completed_at) if completed_at else None,
        completed_steps=tuple(completed_steps),
    )


def progress_of(course: Course, state: LearnerState) -> CourseProgress:
    """How far this learner is in today's course; worked out once for each version of it."""
    found = state._progress.get(course.digest)
    if found is None:
        found = state._progress[course.digest] = _work_out(course, state)
    return found


def _work_out(course: Course, state: LearnerState) -> CourseProgress:
    plan = course_plan(course)
    filled = filled_fields(course, state)
    visits = {slug: visit for slug, visit in state.visits.items() if slug != WHOLE_COURSE}
    return course_progress(
        plan.stages,
        plan.lessons,
        frozenset(state.attempts) | done_exercises(plan, filled.__contains__),
        visits,
        state.visits.get(WHOLE_COURSE),
    )


def filled_fields(course: Course, state: LearnerState) -> frozenset[str]:
    """The fields of the Logbuch that have a first version; questions change nothing in it."""

    def look() -> frozenset[str]:
        fields = known_fields(course)
        return frozenset(
            key
            for key, answer in state.answers.items()
            if key in fields and is_filled(fields[key], answer.value, lesson=True)
        )

    return _filled.get((course.digest, state.answers_stamp), look)


_filled = Kept[frozenset[str]](512)


def undecided_fields(course: Course, state: LearnerState) -> tuple[Field, ...]:
    """The fields of which another version waits for the learner's decision."""
    fields = known_fields(course)
    waiting = (key for key, answer in state.answers.items() if answer.others)
    return tuple(fields[key] for key in waiting if key in fields)


def course_plan(course: Course) -> CoursePlan:
    """The plan of this version of the course, made once."""
    return _plan(_Version(course.digest, course))


def known_fields(course: Course) -> Mapping[str, Field]:
    """The fields of the Logbuch by key."""
    return _fields(_Version(course.digest, course))


class _Version:
    """A course that is told apart by its digest, so that a cache need not hash all its texts."""

    __slots__ = ("course", "digest")

    def __init__(self, digest: str, course: Course) -> None:
        self.digest = digest
        self.course = course

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Version) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=4)
def _plan(version: _Version) -> CoursePlan:
    return plan_of(version.course)


@lru_cache(maxsize=4)
def _fields(version: _Version) -> Mapping[str, Field]:
    return {field.key: field for field in version.course.logbook.fields}
