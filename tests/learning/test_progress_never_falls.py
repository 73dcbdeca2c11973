"""Whatever is learned and whatever is edited: progress is honest and never taken back."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.progress import (
    CourseProgress,
    LessonPlan,
    StagePlan,
    Step,
    Visit,
    course_progress,
)

NOW = datetime(2027, 2, 8, tzinfo=UTC)
IDS = [f"s{number}" for number in range(30)]


def _course(shape: list[list[str]]) -> tuple[LessonPlan, ...]:
    return tuple(
        LessonPlan(
            slug=f"l{number}",
            number=number,
            title=f"Lektion {number}",
            minutes=5,
            stage="AB"[number % 2],
            steps=tuple(Step(name, "question", "Frage 1") for name in names),
        )
        for number, names in enumerate(shape, 1)
    )


@st.composite
def courses(draw: st.DrawFn) -> tuple[LessonPlan, ...]:
    """A course in which no step stands twice."""
    names = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=20))
    cuts = sorted(draw(st.lists(st.integers(0, len(names)), max_size=5)))
    edges = [0, *cuts, len(names)]
    return _course([names[a:b] for a, b in pairwise(edges)])


def _progress(
    plans: tuple[LessonPlan, ...], done: frozenset[str], visits: dict[str, Visit]
) -> CourseProgress:
    stages = (StagePlan("A", "Richtung"), StagePlan("B", "Führung"))
    return course_progress(stages, plans, done, visits)


def _completed(progress: CourseProgress) -> dict[str, Visit]:
    """What the service writes down when lessons become complete."""
    return {
        lesson.plan.slug: Visit(
            completed_at=NOW, completed_steps=tuple(step.id for step in lesson.plan.steps)
        )
        for lesson in progress.lessons
        if lesson.done and lesson.plan.steps
    }


done_sets = st.frozensets(st.sampled_from(IDS))


@given(courses(), done_sets)
def test_never_more_than_everything_is_done(
    plans: tuple[LessonPlan, ...], done: frozenset[str]
) -> None:
    progress = _progress(plans, done, {})
    assert 0 <= progress.done_steps <= progress.total_steps
    assert progress.done_lessons <= len(progress.lessons)
    assert words.summary(progress)


@given(courses(), done_sets, done_sets)
def test_learning_more_never_lowers_anything(
    plans: tuple[LessonPlan, ...], done: frozenset[str], more: frozenset[str]
) -> None:
    before = _progress(plans, done, {})
    after = _progress(plans, done | more, _completed(before))
    assert after.done_steps >= before.done_steps
    assert after.done_lessons >= before.done_lessons
    assert after.minutes_left <= before.minutes_left


@given(courses(), courses(), done_sets)
def test_a_completed_lesson_survives_every_edit(
    before: tuple[LessonPlan, ...], after: tuple[LessonPlan, ...], done: frozenset[str]
) -> None:
    first = _progress(before, done, {})
    visits = _completed(first)
    second = _progress(after, done, visits)
    survivors = {plan.slug for plan in after}
    for lesson in first.lessons:
        if lesson.done and lesson.plan.steps and lesson.plan.slug in survivors:
            assert second.lesson(lesson.plan.slug).done
    assert 0 <= second.done_steps <= second.total_steps


@given(courses(), courses(), done_sets)
def test_whatever_was_done_and_is_not_counted_is_told(
    before: tuple[LessonPlan, ...], after: tuple[LessonPlan, ...], done: frozenset[str]
) -> None:
    visits = _completed(_progress(before, done, {}))
    progress = _progress(after, done, visits)
    still_there = {step.id for plan in after for step in plan.steps}
    assert bool(words.retired(progress)) == bool(done - still_there)
