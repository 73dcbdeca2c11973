"""The course as progress sees it: its legs, its lessons and their steps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from leaderacademy.content.course import Course, Exercise, Lesson, Logbook, Question
from leaderacademy.learning.rules.progress import LessonPlan, StagePlan, Step


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """All that is needed to tell progress, made once per version of the course."""

    digest: str
    stages: tuple[StagePlan, ...]
    lessons: tuple[LessonPlan, ...]
    exercises: Mapping[str, tuple[str, ...]]  # exercise id -> keys of its core fields


def plan_of(course: Course) -> CoursePlan:
    """The plan of the published lessons."""
    known = {stage.key for stage in course.stages}
    stages = [StagePlan(stage.key, stage.title) for stage in course.stages]
    for lesson in course.lessons:
        # A lesson whose leg is unknown must not vanish from the overview.
        if lesson.stage not in known:
            known.add(lesson.stage)
            stages.append(StagePlan(lesson.stage, ""))
    exercises = core_fields(course.lessons, course.logbook)
    return CoursePlan(
        digest=course.digest,
        stages=tuple(stages),
        lessons=tuple(lesson_plan(lesson, exercises) for lesson in course.lessons),
        exercises=exercises,
    )


def core_fields(lessons: Iterable[Lesson], logbook: Logbook) -> dict[str, tuple[str, ...]]:
    """Exercises that can be done: those with a core field that the Logbuch still knows."""
    known = {field.key for field in logbook.fields if field.type != "computed"}
    core = {
        exercise.id: tuple(key for key in exercise.fields if key in known)
        for lesson in lessons
        for exercise in lesson.exercises
    }
    return {exercise: keys for exercise, keys in core.items() if keys}


def lesson_plan(lesson: Lesson, doable: Mapping[str, tuple[str, ...]]) -> LessonPlan:
    """One lesson; `doable` is what `core_fields` says of its exercises."""
    steps = []
    questions = 0
    several = len(lesson.exercises) > 1
    exercises = 0
    for block in lesson.blocks:
        if isinstance(block, Question):
            questions += 1
            steps.append(Step(block.id, "question", f"Frage {questions}"))
        elif isinstance(block, Exercise) and block.id in doable:
            exercises += 1
            label = f"Übung {exercises}" if several else "Übung"
            steps.append(Step(block.id, "exercise", label))
    return LessonPlan(
        slug=lesson.slug,
        number=lesson.number,
        title=lesson.title,
        minutes=lesson.minutes,
        stage=lesson.stage,
        steps=tuple(steps),
    )


def done_exercises(plan: CoursePlan, has_first_version: Callable[[str], bool]) -> frozenset[str]:
    """Exercises whose every core field has a first version."""
    return frozenset(
        exercise
        for exercise, keys in plan.exercises.items()
        if all(has_first_version(key) for key in keys)
    )
