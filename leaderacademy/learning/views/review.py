"""Three questions again, on the own device or by a link from a mail without signing in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Response, make_response, redirect, render_template, request, url_for

from leaderacademy.accounts.access import current_learner, ensure_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import BadAnswer, Course, Question
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.forms.question import QuestionForm
from leaderacademy.learning.models import ReviewLink
from leaderacademy.learning.rules.own_words import ask_back
from leaderacademy.learning.rules.review import AT_ONCE, Asked, due_at, next_due, pick
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.attempts import (
    QuestionChanged,
    prepare,
    question_as_shown,
    record_attempt,
    usable_client_id,
)
from leaderacademy.learning.service.review import (
    answered_by,
    asked_questions,
    client_id,
    find_review_link,
    use_up,
)
from leaderacademy.learning.service.state import LastAttempt, LearnerState, learner_state
from leaderacademy.learning.views.blueprint import blueprint
from leaderacademy.learning.views.question_page import ShownQuestion, shown_question

CHANGED = "Diese Frage wurde inzwischen geändert. Bitte sehen Sie sie noch einmal an."
GONE = "Diese Frage gibt es nicht mehr."


@blueprint.get("/wiederholen")
@public
def review() -> Response:
    """What is due now, or when something will be."""
    wanted = [one for one in request.args.get("runde", "")[:400].split(",") if one]
    return _own_page(wanted)


@blueprint.post("/wiederholen/fragen/<question_id>")
@public
def answer_review(question_id: str) -> Response:
    """An ordinary attempt, and back to the same three questions."""
    course, form, now = catalogue.course(), QuestionForm.read(request.form), clock.now()
    wanted = [one for one in request.form.get("runde", "")[:400].split(",") if one]
    try:
        question = question_as_shown(course, question_id, form.digest)
        graded = prepare(course, question, form.answer_to(question))
    except (BadAnswer, QuestionChanged) as error:
        return _own_page(wanted, _Refused(question_id, form, _sentence(error)))
    person = ensure_learner(now)
    kept_as = usable_client_id("", person.id, question_id, graded.answer, form.after)
    record_attempt(person.id, graded, kept_as, now, form.confidence)
    session.commit()
    back = url_for("learning.review", runde=",".join(wanted), _anchor=f"frage-{question_id}")
    return make_response(redirect(back, 303))


@blueprint.get("/wiederholen/link/<token>")
@public
def review_by_link(token: str) -> Response:
    """The questions of a mail; a click on an option in it only chooses, the button answers."""
    link = find_review_link(token, clock.now())
    if link is None:
        return _bad_link()
    chosen = request.args.get("antwort", "")[:300]
    form = QuestionForm(chosen=(chosen,)) if chosen else QuestionForm()
    offered = _Refused(request.args.get("frage", "")[:120], form, "")
    return _link_page(token, link, offered if chosen else None)


@blueprint.post("/wiederholen/link/<token>/<question_id>")
@public
def answer_by_link(token: str, question_id: str) -> Response:
    """Keep the answer of who holds the link; a second one to the same question keeps nothing."""
    course, form, now = catalogue.course(), QuestionForm.read(request.form), clock.now()
    link = find_review_link(token, now)
    if link is None or question_id not in link.questions:
        return _bad_link()
    try:
        question = question_as_shown(course, question_id, form.digest)
        graded = prepare(course, question, form.answer_to(question))
    except (BadAnswer, QuestionChanged) as error:
        return _link_page(token, link, _Refused(question_id, form, _sentence(error)))
    kept_as = client_id(link, question_id)
    record_attempt(link.person_id, graded, kept_as, now, form.confidence)
    session.flush()
    open_ones = {one for one in link.questions if course.find_question(one) is not None}
    if open_ones <= set(answered_by(link)):
        use_up(link, now)
    session.commit()
    anchor = f"frage-{question_id}"
    back = url_for("learning.review_by_link", token=token, _anchor=anchor)
    return make_response(redirect(back, 303))


class _Refused:
    """An answer to show again: what could not be taken, or what a link in a mail chose."""

    def __init__(self, question: str, form: QuestionForm, text: str) -> None:
        self.question, self.form, self.text = question, form, text


def _sentence(error: Exception) -> str:
    return CHANGED if isinstance(error, QuestionChanged) else str(error)


def _own_page(wanted: Sequence[str], refused: _Refused | None = None) -> Response:
    course, now, person = catalogue.course(), clock.now(), current_learner()
    asked = asked_questions(person.id, course) if person is not None else []
    state = learner_state(person.id) if person is not None else LearnerState()
    known = {one.question_id: one for one in asked}
    ids = [one for one in wanted if one in known][:AT_ONCE]
    ids = ids or [one.question_id for one in pick(asked, now)]
    answered = {one: state.attempts[one] for one in ids if not _is_due(known[one], now)}
    page = render_template(
        "learning/review.html",
        questions=[_shown(course, one, answered.get(one), refused) for one in ids],
        after={one: state.attempts[one].id for one in ids},
        action="/wiederholen/fragen/",
        round=",".join(ids),
        done=bool(ids) and len(answered) == len(ids),
        next_due=next_due(asked),
        asked_back=ask_back(state.values, today_in_germany(now)),
        by_link=False,
    )
    return make_response(page, 422 if refused is not None else 200)


def _is_due(asked: Asked, now: datetime) -> bool:
    moment = due_at(asked)
    return moment is not None and moment <= now


def _link_page(token: str, link: ReviewLink, refused: _Refused | None = None) -> Response:
    course, now = catalogue.course(), clock.now()
    state = learner_state(link.person_id)
    kept = answered_by(link)
    answered: Mapping[str, LastAttempt] = {
        one: LastAttempt(row.id, one, row.digest, row.answer, row.right, row.confidence, 1)
        for one, row in kept.items()
    }
    ids = [one for one in link.questions if course.find_question(one) is not None]
    page = render_template(
        "learning/review.html",
        questions=[_shown(course, one, answered.get(one), refused) for one in ids],
        after=dict.fromkeys(ids, 0),
        action=f"/wiederholen/link/{token}/",
        round="",
        done=link.used_at is not None or not ids,
        next_due=None,
        asked_back=ask_back(state.values, today_in_germany(now)),
        by_link=True,
    )
    response = make_response(page, 422 if refused is not None and refused.text else 200)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _bad_link() -> Response:
    return make_response(render_template("learning/review_bad_link.html"), 410)


def _shown(
    course: Course, question_id: str, attempt: LastAttempt | None, refused: _Refused | None
) -> ShownQuestion:
    question = course.find_question(question_id)
    lesson = course.find_lesson(question.lesson) if isinstance(question, Question) else None
    if question is None or lesson is None:
        raise LookupError(question_id)
    mine = refused if refused is not None and refused.question == question_id else None
    if attempt is not None:
        mine = None
    return shown_question(
        course,
        lesson,
        question,
        attempt,
        again=False,
        earlier=None,
        form=mine.form if mine else None,
        error=mine.text if mine else "",
        update=False,
    )
