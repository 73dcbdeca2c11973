"""The Logbuch as pages: all fields by document, editable in place."""

from datetime import date

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner, ensure_learner, public
from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Document
from leaderacademy.content.fields.values import fill_level
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.forms.reading import (
    read_answers,
    read_decision,
    rows_after,
    rows_in_query,
)
from leaderacademy.learning.forms.sheet import sheet_of
from leaderacademy.learning.page_cache import cached_page
from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.answers import save_answers, today_in_germany
from leaderacademy.learning.service.state import NOTHING, LearnerState, learner_state

blueprint = Blueprint("logbook", __name__)


@blueprint.get("/logbuch")
@public
def logbook() -> Response:
    """All documents, one below the other."""
    course, person = catalogue.course(), current_learner()
    state, today, rows = _state(person), _today(), _wanted_rows()

    def page() -> str:
        return render_template(
            "logbook/logbook.html",
            course_title=course.title,
            documents=[_shown(course, d, state, today, rows) for d in course.logbook.documents],
            today=today,
            page_kind="alle",
            words=words,
        )

    return cached_page(request.path, (course.digest, today), person, state.answers_stamp, page)


@blueprint.get("/logbuch/<key>")
@public
def document(key: str) -> Response:
    """One document."""
    course, person = catalogue.course(), current_learner()
    found = _document(course, key)
    state, today, rows = _state(person), _today(), _wanted_rows()

    def page() -> str:
        return render_template(
            "logbook/document.html",
            **_shown(course, found, state, today, rows),
            today=today,
            page_kind="eines",
            words=words,
        )

    return cached_page(request.path, (course.digest, today), person, state.answers_stamp, page)


@blueprint.post("/logbuch/<key>")
@public
def save_document(key: str) -> Response:
    """Save what stands in the form of one document."""
    course = catalogue.course()
    found = _document(course, key)
    fields = {field.key: field for field in found.fields}
    now = clock.now()
    person = ensure_learner(now)
    submitted = read_answers(fields, request.form)
    save_answers(person.id, course, submitted, now, read_decision(request.form))
    session.commit()
    rows = rows_after(fields, request.form)
    page_kind = "eines" if request.form.get("seite") == "eines" else "alle"
    if request.headers.get("X-Fragment"):
        state, today = learner_state(person.id), today_in_germany(now)
        html = render_template(
            "logbook/document_form.html",
            **_shown(course, found, state, today, rows),
            today=today,
            page_kind=page_kind,
            words=words,
        )
        return make_response(html)
    return make_response(redirect(_back_to(key, page_kind, rows), 303))


def _back_to(key: str, page_kind: str, rows: Rows) -> str:
    anchor = f"liste-{rows.field}" if rows.count else key
    more = str(rows) or None
    if page_kind == "eines":
        return url_for("logbook.document", key=key, zeilen=more, _anchor=anchor)
    return url_for("logbook.logbook", zeilen=more, _anchor=anchor)


def _document(course: Course, key: str) -> Document:
    for found in course.logbook.documents:
        if found.key == key:
            return found
    raise NotFound


def _wanted_rows() -> Rows:
    return rows_in_query(request.args.get("zeilen", ""))


def _state(person: Person | None) -> LearnerState:
    return learner_state(person.id) if person is not None else NOTHING


def _today() -> date:
    return today_in_germany(clock.now())


def _shown(
    course: Course, document: Document, state: LearnerState, today: date, rows: Rows = NO_ROWS
) -> dict[str, object]:
    fields = document.fields
    numbers = {lesson.slug: lesson.number for lesson in course.lessons}
    return {
        "document": document,
        "sheet": sheet_of(course, (field.key for field in fields), (), state, today, rows),
        "fill": fill_level(document, state.values),
        "begins": min((numbers[f.lesson] for f in fields if f.lesson in numbers), default=0),
    }
