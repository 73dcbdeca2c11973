"""The HTML of an exercise: a page of the logbook, made again only when an answer changed."""

from datetime import date

from markupsafe import Markup

from leaderacademy.content.course import Course, Exercise
from leaderacademy.core.kept import Kept
from leaderacademy.learning.forms.sheet import sheet_of
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.state import LearnerState
from leaderacademy.learning.views.question_page import CSRF_PLACE
from leaderacademy.learning.views.rendering import filled, render


def exercise_html(
    course: Course,
    exercise: Exercise,
    state: LearnerState,
    today: date,
    csrf: Markup,
    rows: Rows = NO_ROWS,
) -> Markup:
    """The exercise with this learner's answers; made again only when one of them changed."""

    def make() -> Markup:
        sheet = sheet_of(course, exercise.fields, exercise.extra, state, today, rows, exercise=True)
        lesson = course.find_lesson(exercise.lesson)
        return render(
            "learning/exercise.html",
            exercise=exercise,
            lesson_digest=lesson.digest if lesson is not None else "",
            sheet=sheet,
            today=today,
            csrf=CSRF_PLACE,
        )

    # Its checks and sentences look at other fields too, so it depends on all answers.
    key = (course.digest, exercise.id, today, rows, state.person_id, state.answers_stamp)
    return filled(_exercises.get(key, make), {CSRF_PLACE: csrf})


_exercises = Kept[Markup](256)
