"""Where a group of learners stands in the course, and what it is stuck on; for who may know it."""

from collections.abc import Sequence
from dataclasses import dataclass

from leaderacademy.content.course import Course
from leaderacademy.learning.rules.progress import CourseProgress, LessonPlan, LessonProgress, Step
from leaderacademy.learning.service.state import LearnerState, learner_state, progress_of


@dataclass(frozen=True, slots=True)
class Hurdle:
    """One question or exercise: how many of the group are stuck on it, out of how many there."""

    lesson: LessonPlan
    step: Step
    text: str
    stuck: int
    tried: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One learner's progress in whole steps."""

    person_id: int
    done: int
    total: int
    next_lesson: str


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """The learners of a group, and their hurdles, the highest first."""

    learners: tuple[Standing, ...]
    hurdles: tuple[Hurdle, ...]


def group_standing(course: Course, person_ids: Sequence[int]) -> GroupStanding:
    """The state of these learners; one query each. The caller answers for their consent.

    Stuck on a question is whose latest answer is wrong; on an exercise, who began its lesson and
    left the exercise unwritten.
    """
    states = [learner_state(person_id) for person_id in person_ids]
    progress = [progress_of(course, state) for state in states]
    learners = tuple(
        _standing(state.person_id, one) for state, one in zip(states, progress, strict=True)
    )
    hurdles = [
        hurdle
        for place, lesson in enumerate(progress[0].lessons if progress else ())
        for step in lesson.plan.steps
        if (hurdle := _hurdle(course, step, [one.lessons[place] for one in progress], states)).stuck
    ]
    hurdles.sort(key=lambda one: (-one.stuck, -one.stuck / one.tried, one.lesson.number))
    return GroupStanding(learners, tuple(hurdles))


def _standing(person_id: int, progress: CourseProgress) -> Standing:
    missing = next((lesson for lesson in progress.lessons if not lesson.done), None)
    return Standing(
        person_id,
        sum(lesson.done_steps for lesson in progress.lessons),
        sum(lesson.total_steps for lesson in progress.lessons),
        missing.plan.title if missing is not None else "",
    )


def _hurdle(
    course: Course, step: Step, there: Sequence[LessonProgress], states: Sequence[LearnerState]
) -> Hurdle:
    lesson = there[0].plan
    if step.kind == "question":
        question = course.find_question(step.id)
        latest = [state.attempts[step.id] for state in states if step.id in state.attempts]
        stuck = sum(not attempt.right for attempt in latest)
        return Hurdle(
            lesson, step, question.prompt.striptags() if question else "", stuck, len(latest)
        )
    exercise = course.find_exercise(step.id)
    begun = [one for one in there if one.started]
    stuck = sum(not one.is_done(step) for one in begun)
    return Hurdle(lesson, step, exercise.title if exercise else "", stuck, len(begun))
