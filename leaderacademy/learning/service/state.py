"""Everything known of one learner, read in three indexed queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from leaderacademy.content.course import Course, Field
from leaderacademy.content.fields.values import is_filled
from leaderacademy.core.database import Base, session
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


@dataclass(frozen=True, slots=True)
class LearnerState:
    """What one person did so far; empty for somebody new (person 0)."""

    person_id: int = 0
    attempts: Mapping[str, LastAttempt] = field(default_factory=dict)
    answers: Mapping[str, StoredAnswer] = field(default_factory=dict)
    visits: Mapping[str, Visit] = field(default_factory=dict)

    @property
    def stamp(self) -> tuple[Any, ...]:
        """Equal for equal states of one person, without looking into the texts."""
        return (
            self.person_id,
            tuple(attempt.id for attempt in self.attempts.values()),
            self.answers_stamp,
            tuple(self.visits.items()),
        )

    @property
    def answers_stamp(self) -> tuple[Any, ...]:
        """Equal for equal answers of one person."""
        return tuple(
            (key, answer.version, answer.saved_at, _stamps(answer.others))
            for key, answer in self.answers.items()
        )

    @property
    def values(self) -> dict[str, Any]:
        """The stored value of every field."""
        return {key: answer.value for key, answer in self.answers.items()}


NOTHING = LearnerState()


def _stamps(others: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((other["id"], other["saved_at"]) for other in others)


# Statements are built once, over tables instead of classes: on the lesson page their making and
# the unpacking of objects would cost more than the database does.
_attempt = Base.metadata.tables[Attempt.__tablename__].c
_answer = Base.metadata.tables[Answer.__tablename__].c
_lesson = Base.metadata.tables[LessonState.__tablename__].c
_latest = (
    select(func.max(_attempt.id).label("id"), func.count().label("count"))
    .where(_attempt.person_id == bindparam("person"))
    .group_by(_attempt.question_id)
    .subquery()
)
_ATTEMPTS = select(
    _attempt.id,
    _attempt.question_id,
    _attempt.digest,
    _attempt.answer,
    _attempt.right,
    _attempt.confidence,
    _latest.c.count,
).join(_latest, _attempt.id == _latest.c.id)
_ANSWERS = select(
    _answer.field_key, _answer.value, _answer.version, _answer.saved_at, _answer.others
).where(_answer.person_id == bindparam("person"))
_VISITS = select(
    _lesson.lesson,
    _lesson.seen_at,
    _lesson.seen_digest,
    _lesson.seen_blocks,
    _lesson.shown_digest,
    _lesson.shown_at,
    _lesson.position,
    _lesson.completed_at,
    _lesson.completed_steps,
).where(_lesson.person_id == bindparam("person"))


def learner_state(person_id: int) -> LearnerState:
    """Three queries, whatever the number of lessons."""
    person = {"person": person_id}
    connection = session.connection()
    return LearnerState(
        person_id=person_id,
        attempts={row[1]: LastAttempt(*row) for row in connection.execute(_ATTEMPTS, person).all()},
        answers={
            row[0]: StoredAnswer(*row[1:]) for row in connection.execute(_ANSWERS, person).all()
        },
        visits=visits_of(person_id),
    )


def visits_of(person_id: int) -> dict[str, Visit]:
    """The state of every lesson somebody was in, and of the course as a whole."""
    rows = session.connection().execute(_VISITS, {"person": person_id})
    return {row[0]: _visit(*row[1:]) for row in rows.all()}


def _visit(
    seen_at: datetime | None,
    seen_digest: str | None,
    seen_blocks: list[str],
    shown_digest: str | None,
    shown_at: datetime | None,
    position: str | None,
    completed_at: datetime | None,
    completed_steps: list[str],
) -> Visit:
    return Visit(
        seen_at=seen_at,
        seen_digest=seen_digest,
        seen_blocks=tuple(seen_blocks),
        shown_digest=shown_digest,
        shown_at=shown_at,
        position=position,
        completed_at=completed_at,
        completed_steps=tuple(completed_steps),
    )


def progress_of(course: Course, state: LearnerState) -> CourseProgress:
    """How far this learner is in today's course."""
    plan = course_plan(course)
    fields = known_fields(course)
    values = {key: answer.value for key, answer in state.answers.items()}

    def has_first_version(key: str) -> bool:
        return is_filled(fields[key], values.get(key), lesson=True)

    visits = {slug: visit for slug, visit in state.visits.items() if slug != WHOLE_COURSE}
    return course_progress(
        plan.stages,
        plan.lessons,
        frozenset(state.attempts) | done_exercises(plan, has_first_version),
        visits,
        state.visits.get(WHOLE_COURSE),
    )


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
