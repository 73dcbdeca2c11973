"""Every lesson file with its state, in the order of the course."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Literal

from leaderacademy.content.course import Course, Lesson, Problem

State = Literal["online", "planned", "draft", "broken"]


@dataclass(frozen=True, slots=True)
class LessonLine:
    """One lesson file; `slug` is empty when the file has never been readable."""

    title: str
    path: str
    state: State
    number: int = 0
    slug: str = ""
    minutes: int = 0
    publish_at: date | None = None
    errors: int = 0
    warnings: int = 0

    @property
    def file(self) -> str:
        """The name of the file without its folder."""
        return PurePath(self.path).name


def lesson_lines(course: Course, problems: Sequence[Problem], today: date) -> list[LessonLine]:
    """Every lesson file in the order of the course, also what cannot be read."""
    errors = Counter(problem.path for problem in problems if problem.is_error)
    warnings = Counter(problem.path for problem in problems if not problem.is_error)
    lessons = (*course.lessons, *course.drafts)
    lines = [_line(lesson, errors, warnings, today) for lesson in lessons]
    known = {lesson.path for lesson in lessons}
    unread = {problem.path for problem in problems if _is_lesson(problem.path)} - known
    lines += [
        LessonLine(
            title=PurePath(path).name,
            path=path,
            state="broken",
            errors=errors[path],
            warnings=warnings[path],
        )
        for path in unread
    ]
    # The number in the name of a file is its place in the course.
    return sorted(lines, key=lambda line: line.path)


def _line(lesson: Lesson, errors: Counter[str], warnings: Counter[str], today: date) -> LessonLine:
    return LessonLine(
        title=lesson.title,
        path=lesson.path,
        state=_state(lesson, today),
        number=lesson.number,
        slug=lesson.slug,
        minutes=lesson.minutes,
        publish_at=lesson.publish_at,
        errors=errors[lesson.path],
        warnings=warnings[lesson.path],
    )


def _state(lesson: Lesson, today: date) -> State:
    if lesson.status == "draft":
        return "draft"
    return "online" if lesson.is_public(today) else "planned"


def _is_lesson(path: str) -> bool:
    return PurePath(path).parent.name == "lessons"
