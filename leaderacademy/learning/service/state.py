"""Everything known of one learner, read in three indexed queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from leaderacademy.content.course import Course, Field
from leaderacademy.content.fields.values import is_filled
from leaderacademy.core.database import session
from leaderacademy.learning.models import WHOLE_COURSE, Answer, Attempt, LessonState
from leaderacademy.learning.rules.plan import CoursePlan, done_exercises, plan_of
from leaderacademy.learning.rules.progress import CourseProgress, Visit, course_progress


@dataclass(frozen=True, slots=True)
class LastAttempt:
    """The latest answer to one question."""

    id: int
    question_id: str
    digest: str
    answer: Any
    right: bool
    confidence: str | None
    created_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One Logbuch field as it is stored."""

    value: Any
    version: int
    saved_at: datetime
    others: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class LearnerState:
    """What one person did so far; empty for somebody new (person 0)."""

    person_id: int = 0
    attempts: Mapping[str, LastAttempt] = field(default_factory=dict)
    answers: Mapping[str, StoredAnswer] = field(default_factory=dict)
    visits: Mapping[str, Visit] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """The stored value of every field."""
        return {key: answer.value for key, answer in self.answers.items()}


NOTHING = LearnerState()

# Statements are built once: on the lesson page their making would cost more than their running.
_latest = (
    select(func.max(Attempt.id).label("id"), func.count().label("count"))
    .where(Attempt.person_id == bindparam("person"))
    .group_by(Attempt.question_id)
    .subquery()
)
_ATTEMPTS = select(
    Attempt.id,
    Attempt.question_id,
    Attempt.digest,
    Attempt.answer,
    Attempt.right,
    Attempt.confidence,
    Attempt.created_at,
    _latest.c.count,
).join(_latest, Attempt.id == _latest.c.id)
_ANSWERS = select(
    Answer.field_key, Answer.value, Answer.version, Answer.saved_at, Answer.others
).where(Answer.person_id == bindparam("person"))
_VISITS = select(
    LessonState.lesson,
    LessonState.seen_at,
    LessonState.seen_digest,
    LessonState.seen_blocks,
    LessonState.shown_digest,
    LessonState.shown_at,
    LessonState.position,
    LessonState.completed_at,
    LessonState.completed_steps,
).where(LessonState.person_id == bindparam("person"))


def learner_state(person_id: int) -> LearnerState:
    """Three queries, whatever the number of lessons."""
    person = {"person": person_id}
    return LearnerState(
        person_id=person_id,
        attempts={row[1]: LastAttempt(*row) for row in session.execute(_ATTEMPTS, person)},
        answers={
            key: StoredAnswer(value, version, saved_at, tuple(others))
            for key, value, version, saved_at, others in session.execute(_ANSWERS, person)
        },
        visits=visits_of(person_id),
    )


def visits_of(person_id: int) -> dict[str, Visit]:
    """The state of every lesson somebody was in, and of the course as a whole."""
    return {
        lesson: Visit(
            seen_at=seen_at,
            seen_digest=seen_digest,
            seen_blocks=tuple(seen_blocks),
            shown_digest=shown_digest,
            shown_at=shown_at,
            position=position,
            completed_at=completed_at,
            completed_steps=tuple(completed_steps),
        )
        for (
            lesson,
            seen_at,
            seen_digest,
            seen_blocks,
            shown_digest,
            shown_at,
            position,
            completed_at,
            completed_steps,
        ) in session.execute(_VISITS, {"person": person_id})
    }


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
