"""Marking lessons, and the course, as complete in the transaction that completes them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from leaderacademy.content.course import Course
from leaderacademy.core.database import Base, session, upsert
from leaderacademy.learning.models import WHOLE_COURSE, LessonState
from leaderacademy.learning.rules.progress import Visit
from leaderacademy.learning.service.state import LearnerState, learner_state, progress_of

# Called as (person_id, now) in the transaction in which somebody finishes the whole course.
# Filled by the application.
on_finished: list[Callable[[int, datetime], None]] = []

_states = Base.metadata.tables[LessonState.__tablename__]


def mark_completed(person_id: int, course: Course, now: datetime) -> LearnerState:
    """Remember what is complete from now on, so that later edits take nothing back.

    Gives back what the person has done, as it stands in this transaction.
    """
    session.flush()
    state = learner_state(person_id)
    progress = progress_of(course, state)
    completed: dict[str, Visit] = {}
    for lesson in progress.lessons:
        if lesson.visit.completed_at is None and lesson.plan.steps and lesson.done:
            steps = [step.id for step in lesson.plan.steps]
            completed[lesson.plan.slug] = _complete(person_id, lesson.plan.slug, steps, state, now)
    if progress.complete and progress.whole.completed_at is None:
        slugs = [lesson.plan.slug for lesson in progress.lessons]
        completed[WHOLE_COURSE] = _complete(person_id, WHOLE_COURSE, slugs, state, now)
        for tell in on_finished:
            tell(person_id, now)
    return state.with_visits(completed)


def _complete(
    person_id: int, lesson: str, steps: list[str], state: LearnerState, now: datetime
) -> Visit:
    done = {"completed_at": now, "completed_steps": steps}
    session.execute(
        upsert(_states)
        .values(person_id=person_id, lesson=lesson, seen_blocks=[], **done)
        .on_conflict_do_update(
            index_elements=["person_id", "lesson"],
            set_=done,
            # Two requests may complete a lesson at the same time; the earlier one stands.
            where=_states.c.completed_at.is_(None),
        )
    )
    visit = state.visits.get(lesson, Visit())
    return replace(visit, completed_at=now, completed_steps=tuple(steps))
