"""Answering a question: graded as it was shown, or asked again with the answer kept."""

from datetime import datetime

from flask import Response, make_response, redirect, request, url_for

from leaderacademy.accounts.access import (
    current_learner,
    ensure_learner,
    known_learner_id,
    public,
)
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import BadAnswer, Course, Lesson
from leaderacademy.core import clock
from leaderacademy.core.database import (
    session,
    short_transaction,
    start_reading,
    start_writing,
)
from leaderacademy.learning.forms.question import QuestionForm
from leaderacademy.learning.service.attempts import (
    Graded,
    QuestionChanged,
    ShownAs,
    prepare,
    question_as_shown,
)
from leaderacademy.learning.service.attempts import answer_question as keep_answer
from leaderacademy.learning.service.completion import is_marked, mark_completed
from leaderacademy.learning.service.state import NOTHING, LearnerState, learner_state
from leaderacademy.learning.views.blueprint import blueprint
from leaderacademy.learning.views.lesson import get_lesson
from leaderacademy.learning.views.lesson_page import lesson_page, one_question, page_for
from leaderacademy.learning.views.page_state import Refused

CHANGED = (
    "Diese Frage wurde geändert, während Sie antworteten. Bitte sehen Sie sie noch einmal an; "
    "Ihre Antwort steht noch da, soweit sie zur neuen Fassung passt."
)
GONE = "Diese Frage gibt es nicht mehr. Ihr übriger Fortschritt ist davon nicht berührt."


@blueprint.post("/kurs/<slug>/fragen/<question_id>")
@public
def answer_question(slug: str, question_id: str) -> Response:
    """Keep an attempt and show the verdict at the question."""
    start_reading()
    course = catalogue.course()
    form = QuestionForm.read(request.form)
    try:
        question = question_as_shown(course, question_id, form.digest)
        graded = prepare(course, question, form.answer_to(question))
    except BadAnswer as error:
        return _refuse(course, slug, Refused(question_id, form, str(error)))
    except QuestionChanged:
        return _refuse(course, slug, Refused(question_id, form, CHANGED))
    lesson = _lesson_with(course, slug, question_id)
    state = _keep(course, lesson, graded, form)
    if request.headers.get("X-Fragment") and question_id in lesson.steps:
        page = page_for(course, lesson, state, fresh=question_id)
        return make_response(one_question(page, question_id))
    # An answer to a former version shows its verdict once, although the page has moved on.
    former = graded.question != course.find_question(question_id)
    shown = question_id if former else None
    anchor = f"frage-{question_id}"
    where = url_for("learning.lesson", slug=lesson.slug, beantwortet=shown, _anchor=anchor)
    return _see_other(where)


def _keep(course: Course, lesson: Lesson, graded: Graded, form: QuestionForm) -> LearnerState:
    now = clock.now()
    shown = ShownAs(form.shown, form.client_id, form.after)
    answer = (lesson, graded, shown, now, form.confidence)
    with short_transaction(writes=True) as connection:
        person_id = known_learner_id(now, connection)
        if person_id is not None:
            keep_answer(connection, person_id, *answer)
    if person_id is None:
        start_writing()
        person_id = ensure_learner(now).id
        keep_answer(session.connection(), person_id, *answer)
        session.commit()
        start_reading()
    return _state_after(person_id, course, now)


def _state_after(person_id: int, course: Course, now: datetime) -> LearnerState:
    # Not before the answer is kept, so that nobody waits in the line of writers for it. Of two
    # answers that complete a lesson in the same instant, the later one to look sees both.
    with short_transaction(writes=False) as connection:
        state = learner_state(person_id, connection)
    if is_marked(course, state):
        return state
    start_writing()
    mark_completed(person_id, course, now)
    session.commit()
    start_reading()
    return learner_state(person_id)


def _lesson_with(course: Course, slug: str, question_id: str) -> Lesson:
    """The lesson in which the question stands now; it may have been moved meanwhile."""
    question = course.find_question(question_id)
    return get_lesson(course, question.lesson if question is not None else slug)


def _refuse(course: Course, slug: str, refused: Refused) -> Response:
    lesson = _lesson_with(course, slug, refused.question)
    if course.find_question(refused.question) is None:
        page = page_for(course, lesson, _state())
        return make_response(lesson_page(page, current_learner(), gone=GONE), 404)
    page = page_for(course, lesson, _state(), refused=refused)
    if request.headers.get("X-Fragment"):
        return make_response(one_question(page, refused.question), 422)
    return make_response(lesson_page(page, current_learner()), 422)


def _state() -> LearnerState:
    person = current_learner()
    return learner_state(person.id) if person is not None else NOTHING


def _see_other(where: str) -> Response:
    return make_response(redirect(where, 303))
