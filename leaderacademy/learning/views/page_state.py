"""What the parts of one lesson page have in common."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from leaderacademy.content.course import Course, Lesson
from leaderacademy.learning.forms.question import QuestionForm
from leaderacademy.learning.rules.progress import CourseProgress, LessonProgress
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.state import LearnerState


@dataclass(frozen=True)
class Refused:
    """An answer that could not be taken: what was typed and what to say."""

    question: str
    form: QuestionForm
    text: str


@dataclass(frozen=True)
class PageState:
    """What the parts of one page have in common."""

    course: Course
    lesson: Lesson
    state: LearnerState
    progress: CourseProgress
    changed: frozenset[str]
    today: date
    csrf: Markup
    again: str = ""
    fresh: str = ""
    refused: Refused | None = None
    rows: Rows = NO_ROWS

    @property
    def mine(self) -> LessonProgress:
        return self.progress.lesson(self.lesson.slug)
