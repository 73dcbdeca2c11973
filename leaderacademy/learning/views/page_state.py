"""What the parts of one lesson page have in common."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from markupsafe import Markup

from leaderacademy.content.course import Course, Lesson
from leaderacademy.learning.forms.question import QuestionForm
from leaderacademy.learning.rules.progress import CourseProgress, LessonProgress
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.state import LearnerState, progress_of
from leaderacademy.learning.views.rendering import csrf_html


@dataclass(frozen=True)
class Refused:
    """An answer that could not be taken: what was typed and what to say."""

    question: str
    form: QuestionForm
    text: str


@dataclass(frozen=True)
class Absent:
    """In a preview: a block that cannot be shown yet, where it stands, and why."""

    kind: str
    line: int
    text: str


@dataclass(frozen=True)
class PageState:
    """What the parts of one page have in common."""

    course: Course
    lesson: Lesson
    state: LearnerState
    changed: frozenset[str]
    today: date
    again: str = ""
    fresh: str = ""
    refused: Refused | None = None
    rows: Rows = NO_ROWS
    absent: tuple[Absent, ...] = ()

    @cached_property
    def csrf(self) -> Markup:
        return csrf_html()

    @cached_property
    def progress(self) -> CourseProgress:
        return progress_of(self.course, self.state)

    @cached_property
    def mine(self) -> LessonProgress:
        return self.progress.lesson(self.lesson.slug)
