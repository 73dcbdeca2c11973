"""What is done, what is missing and where to go on; nothing that was done is ever taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do in a lesson: a question or an exercise."""

    id: str
    kind: str  # "question" or "exercise"
    label: str  # "Frage 3", "Übung"


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """A published lesson as progress sees it."""

    slug: str
    number: int
    title: str
    minutes: int
    stage: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A leg of the course."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What is remembered of somebody in one lesson."""

    seen_at: datetime | None = None
    seen_digest: str | None = None
    seen_blocks: tuple[str, ...] = ()
    shown_digest: str | None = None
    shown_at: datetime | None = None
    position: str | None = None
    completed_at: datetime | None = None
    completed_steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class LessonProgress:
    """How far somebody is in one lesson."""

    plan: LessonPlan
    done_ids: frozenset[str]
    visit: Visit

    @cached_property
    def new(self) -> tuple[Step, ...]:
        """Steps that came after the lesson was completed; they take nothing back."""
        if self.visit.completed_at is None:
            return ()
        known = set(self.visit.completed_steps)
        return tuple(s for s in self.plan.steps if s.id not in known and s.id not in self.done_ids)

    @cached_property
    def missing(self) -> tuple[Step, ...]:
        """Steps that stand between the learner and a done lesson."""
        if self.visit.completed_at is not None:
            return ()
        return tuple(s for s in self.plan.steps if s.id not in self.done_ids)

    @cached_property
    def done(self) -> bool:
        if self.visit.completed_at is not None:
            return True
        if not self.plan.steps:  # nothing to do there: reading it is all
            return self.visit.seen_at is not None
        return not self.missing

    @property
    def total_steps(self) -> int:
        return len(self.plan.steps) - len(self.new)

    @property
    def done_steps(self) -> int:
        return self.total_steps - len(self.missing)

    @property
    def started(self) -> bool:
        return self.done or self.done_steps > 0

    def is_done(self, step: Step) -> bool:
        """Whether this very step was done (also in a lesson that is complete anyway)."""
        return step.id in self.done_ids


@dataclass(frozen=True)
class StageProgress:
    """How far somebody is in one leg."""

    plan: StagePlan
    lessons: tuple[LessonProgress, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.plan.minutes for lesson in self.lessons)

    @property
    def missing(self) -> tuple[LessonProgress, ...]:
        return tuple(lesson for lesson in self.lessons if not lesson.done)

    @property
    def done(self) -> bool:
        return bool(self.lessons) and not self.missing

    @property
    def started(self) -> bool:
        return any(lesson.started for lesson in self.lessons)


@dataclass(frozen=True)
class CourseProgress:
    """How far somebody is in the whole course."""

    stages: tuple[StageProgress, ...]
    whole: Visit = field(default_factory=Visit)
    done_ids: frozenset[str] = frozenset()
    visits: Mapping[str, Visit] = field(default_factory=dict)

    @cached_property
    def retired(self) -> int:
        """How many steps somebody did that are no longer part of the course."""
        ever_done = set(self.done_ids)
        for visit in self.visits.values():
            ever_done.update(visit.completed_steps)
        return len(ever_done - {step.id for lesson in self.lessons for step in lesson.plan.steps})

    @cached_property
    def lessons(self) -> tuple[LessonProgress, ...]:
        found = [lesson for stage in self.stages for lesson in stage.lessons]
        return tuple(sorted(found, key=lambda lesson: lesson.plan.number))

    @cached_property
    def done_lessons(self) -> int:
        return sum(lesson.done for lesson in self.lessons)

    @cached_property
    def missing(self) -> tuple[LessonProgress, ...]:
        return tuple(lesson for lesson in self.lessons if not lesson.done)

    @property
    def done_steps(self) -> int:
        return sum(lesson.done_steps for lesson in self.lessons)

    @property
    def total_steps(self) -> int:
        return sum(lesson.total_steps for lesson in self.lessons)

    @property
    def minutes_left(self) -> int:
        return sum(lesson.plan.minutes for lesson in self.missing)

    @property
    def started(self) -> bool:
        return any(lesson.started for lesson in self.lessons)

    @property
    def complete(self) -> bool:
        """Every lesson of today's course is done."""
        return bool(self.lessons) and not self.missing

    @property
    def finished(self) -> bool:
        """The course is complete, or was once; lessons added later take nothing back."""
        return self.complete or self.whole.completed_at is not None

    @property
    def new_lessons(self) -> tuple[LessonProgress, ...]:
        """Lessons that are open although the course was finished once."""
        return self.missing if self.whole.completed_at is not None else ()

    @cached_property
    def next(self) -> LessonProgress | None:
        """Where to go on: the open lesson visited last, else the first open one."""
        visited = [
            (lesson.visit.seen_at, -lesson.plan.number, lesson)
            for lesson in self.missing
            if lesson.visit.seen_at is not None
        ]
        if visited:
            return max(visited)[2]
        return self.missing[0] if self.missing else None

    def lesson(self, slug: str) -> LessonProgress:
        """The progress in a lesson of the course; KeyError when it is none."""
        for lesson in self.lessons:
            if lesson.plan.slug == slug:
                return lesson
        raise KeyError(slug)


def course_progress(
    stages: Iterable[StagePlan],
    lessons: Iterable[LessonPlan],
    done: frozenset[str],
    visits: Mapping[str, Visit],
    whole: Visit | None = None,
) -> CourseProgress:
    """Progress from the ids of done steps (attempted questions, exercises with a first version)."""
    plans = tuple(lessons)
    nothing = Visit()
    return CourseProgress(
        stages=tuple(
            StageProgress(
                stage,
                tuple(
                    LessonProgress(plan, done, visits.get(plan.slug, nothing))
                    for plan in plans
                    if plan.stage == stage.key
                ),
            )
            for stage in stages
        ),
        whole=whole or nothing,
        done_ids=done,
        visits=visits,
    )
