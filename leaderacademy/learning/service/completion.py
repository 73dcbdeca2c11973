"""Marking lessons, and the course, as complete in the transaction that completes them."""

from collections.abc import Callable
from datetime import datetime

from leaderacademy.content.course import Course
from leaderacademy.core.database import Base, session, upsert
from leaderacademy.learning.models import WHOLE_COURSE, LessonState
from leaderacademy.learning.rules.progress import CourseProgress, LessonProgress
from leaderacademy.learning.service.state import LearnerState, learner_state, progress_of

# Called as (person_id, now) in the transaction in which somebody finishes the whole course.
# Filled by the application.
on_finished: list[Callable[[int, datetime], None]] = []

_states = Base.metadata.tables[LessonState.__tablename__]


def is_marked(course: Course, state: LearnerState) -> bool:
    """Whether everything that is complete by now is remembered as such."""
    progress = progress_of(course, state)
    return not _unmarked(progress) and not _newly_finished(progress)


def _unmarked(progress: CourseProgress) -> list[LessonProgress]:
    return [
        lesson
        for lesson in progress.lessons
        if lesson.visit.completed_at is None and lesson.plan.steps and lesson.done
    ]


def _newly_finished(progress: CourseProgress) -> bool:
    return progress.complete and progress.whole.completed_at is None


def mark_completed(person_id: int, course: Course, now: datetime) -> None:
    """Remember what is complete from now on, so that later edits take nothing back."""
    session.flush()
    progress = progress_of(course, learner_state(person_id))
    for lesson in _unmarked(progress):
        steps = [step.id for step in lesson.plan.steps]
        _complete(person_id, lesson.plan.slug, steps, now)
    if _newly_finished(progress):
        slugs = [lesson.plan.slug for lesson in progress.lessons]
        _complete(person_id, WHOLE_COURSE, slugs, now)
        for tell in on_finished:
            tell(person_id, now)


def _complete(person_id: int, lesson: str, steps: list[str], now: datetime) -> None:
    done = {"completed_at": now, "completed_steps": steps}
    session.execute(
        upsert(_states)
        .values(person_id=person_id, lesson=lesson, seen_blocks=[], started_at=now, **done)
        .on_conflict_do_update(
            index_elements=["person_id", "lesson"],
            set_=done,
            # Two requests may complete a lesson at the same time; the earlier one stands.
            where=_states.c.completed_at.is_(None),
        )
    )
