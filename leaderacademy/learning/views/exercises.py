"""Saving an exercise: every field that was touched, and both versions where two met."""

from flask import Response, make_response, redirect, request, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import ensure_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Exercise, Lesson
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading
from leaderacademy.learning.forms.reading import read_answers, read_decision, rows_after
from leaderacademy.learning.rules.rows import Rows
from leaderacademy.learning.service.answers import save_answers
from leaderacademy.learning.service.state import known_fields, learner_state, progress_of
from leaderacademy.learning.service.visits import record_visit
from leaderacademy.learning.views.blueprint import blueprint
from leaderacademy.learning.views.lesson import get_lesson
from leaderacademy.learning.views.lesson_page import one_exercise, page_for


@blueprint.post("/kurs/<slug>/uebungen/<exercise_id>")
@public
def save_exercise(slug: str, exercise_id: str) -> Response:
    """Save what stands in the form; a button for rows or for a conflict is obeyed as well."""
    course = catalogue.course()
    lesson, exercise = _find(course, slug, exercise_id)
    known = known_fields(course)
    fields = {key: known[key] for key in (*exercise.fields, *exercise.extra) if key in known}
    now = clock.now()
    person = ensure_learner(now)
    submitted = read_answers(fields, request.form)
    save_answers(person.id, course, submitted, now, read_decision(request.form))
    shown = request.form.get("shown", "")[:64]
    record_visit(session.connection(), person.id, lesson, shown, f"uebung-{exercise.id}", now)
    session.commit()
    start_reading()  # what is shown now must not stand in the line of writers again
    state = learner_state(person.id)
    rows = rows_after(fields, request.form)
    if request.headers.get("X-Fragment"):
        return make_response(one_exercise(page_for(course, lesson, state, rows=rows), exercise))
    finished_at = progress_of(course, state).whole.completed_at
    if finished_at == now:
        return _see_other(url_for("learning.overview", _anchor="geschafft"))
    return _see_other(_back_to(lesson, exercise, rows))


def _find(course: Course, slug: str, exercise_id: str) -> tuple[Lesson, Exercise]:
    """The exercise and the lesson in which it stands now; it may have been moved meanwhile."""
    exercise = course.find_exercise(exercise_id)
    if exercise is None:
        raise NotFound
    return get_lesson(course, exercise.lesson or slug), exercise


def _back_to(lesson: Lesson, exercise: Exercise, rows: Rows) -> str:
    anchor = f"liste-{rows.field}" if rows.count else f"uebung-{exercise.id}"
    return url_for("learning.lesson", slug=lesson.slug, zeilen=str(rows) or None, _anchor=anchor)


def _see_other(where: str) -> Response:
    return make_response(redirect(where, 303))
