"""The HTML of an exercise: a page of the logbook, made again only when an answer changed."""

from datetime import date
from functools import lru_cache

from flask import render_template
from markupsafe import Markup

from leaderacademy.content.course import Course, Exercise
from leaderacademy.learning.forms.sheet import sheet_of
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.state import LearnerState
from leaderacademy.learning.views.question_page import CSRF_PLACE
from leaderacademy.learning.views.rendering import filled


def exercise_html(
    course: Course,
    exercise: Exercise,
    state: LearnerState,
    today: date,
    csrf: Markup,
    rows: Rows = NO_ROWS,
) -> Markup:
    """The exercise with this learner's answers; made again only when one of them changed."""
    html = _cached(_ExerciseState(course, exercise, state, today, rows))
    return filled(html, {CSRF_PLACE: csrf})


class _ExerciseState:
    """What an exercise depends on: checks and sentences look at other fields too."""

    __slots__ = ("course", "exercise", "key", "rows", "state", "today")

    def __init__(
        self,
        course: Course,
        exercise: Exercise,
        state: LearnerState,
        today: date,
        rows: Rows,
    ) -> None:
        self.course, self.exercise, self.state = course, exercise, state
        self.today, self.rows = today, rows
        self.key = (course.digest, exercise.id, today, rows, state.person_id, state.answers_stamp)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ExerciseState) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=512)
def _cached(known: _ExerciseState) -> str:
    exercise = known.exercise
    sheet = sheet_of(
        known.course, exercise.fields, exercise.extra, known.state, known.today, known.rows
    )
    lesson = known.course.find_lesson(exercise.lesson)
    return render_template(
        "learning/exercise.html",
        exercise=exercise,
        lesson_digest=lesson.digest if lesson is not None else "",
        sheet=sheet,
        today=known.today,
        csrf=CSRF_PLACE,
    )
