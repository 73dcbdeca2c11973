"""Gathers what the studio's first page shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from leaderacademy.authoring.rules import LessonLine, lesson_lines
from leaderacademy.content.course import Course, Problem

BERLIN = ZoneInfo("Europe/Berlin")


class TrainingDate(Protocol):
    """What the studio shows of a date of the live training."""

    key: str
    starts_at: datetime
    place: str
    seats: int
    seats_taken: int
    state: str
    demo: bool


# Booking is a neighbour and is not imported; the application names where the dates come from.
date_sources: list[Callable[[datetime], Sequence[TrainingDate]]] = []


class HealthLine(Protocol):
    """One sentence about how things stand; `kind` is good, warn or bad, `href` may be empty."""

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def href(self) -> str: ...


# Who has something to say about how things stand, each as several lines.
health_sources: list[Callable[[datetime], Sequence[HealthLine]]] = []


@dataclass(frozen=True, slots=True)
class Overview:
    """The studio's first page."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    lessons: tuple[LessonLine, ...]
    dates: tuple[TrainingDate, ...]
    health: tuple[HealthLine, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps a file offline comes first."""
        return self.errors + self.warnings


def overview(course: Course, problems: Sequence[Problem], now: datetime) -> Overview:
    """The state of the course's files and the coming dates."""
    return Overview(
        errors=tuple(problem for problem in problems if problem.is_error),
        warnings=tuple(problem for problem in problems if not problem.is_error),
        lessons=tuple(lesson_lines(course, problems, now.astimezone(BERLIN).date())),
        dates=tuple(date for source in date_sources for date in source(now)),
        health=tuple(line for source in health_sources for line in source(now)),
    )
