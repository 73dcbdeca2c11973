"""One document of the Logbuch: designed, editable in place, always current."""

from flask import Response, make_response, redirect, render_template, request, url_for

from leaderacademy.accounts.access import current_reader, ensure_learner, public
from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Document
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading
from leaderacademy.learning.forms.reading import (
    read_answers,
    read_decision,
    rows_after,
    rows_in_query,
)
from leaderacademy.learning.page_cache import cached_page
from leaderacademy.learning.rules import words
from leaderacademy.learning.rules.rows import Rows
from leaderacademy.learning.service.answers import save_answers, today_in_germany
from leaderacademy.learning.service.state import LearnerState, learner_state
from leaderacademy.logbook.rules.example import SHEETS, example_of
from leaderacademy.logbook.service.editions import NOTHING_BESIDE, Beside, beside
from leaderacademy.logbook.service.papers import Paper, paper_of
from leaderacademy.logbook.service.weights import WeightHistory, give_reason, history_of
from leaderacademy.logbook.views.blueprint import blueprint
from leaderacademy.logbook.views.document_page import (
    EXTRAS,
    WAYS,
    Shown,
    context_of,
    current_state,
    example_parts,
    get_document,
    parts_of,
    today_here,
    version_of,
)
from leaderacademy.logbook.views.pages import whole_document

OFFERS = "angebote"


@blueprint.get("/logbuch/<key>")
@public
def document(key: str) -> Response:
    """One document."""
    course, person = catalogue.course(), current_reader()
    found = get_document(course, key)
    state, today = current_state(person), today_here()
    more = beside(person.id, key) if person is not None else NOTHING_BESIDE
    number = version_of(course, found, state, more.taken)
    shown = Shown(rows_in_query(request.args.get("zeilen", "")), request.args.get("offen", "")[:40])

    def page() -> str:
        paper = paper_of(course, found, state, today, number)
        history = _history(more, found, state, course)
        return render_template(
            "logbook/document.html",
            **context_of(paper, parts_of(paper, state, shown, history)),
            documents=course.logbook.documents,
            files=EXTRAS.get(key, ()),
            ways=WAYS.get(key, ()),
            pdf=key in SHEETS,
            example=key in SHEETS,
            words=words,
        )

    stamp = (state.answers_stamp, number, more.fixed if key == OFFERS else None)
    return cached_page(request.path, (course.digest, today), person, stamp, page)


@blueprint.get("/logbuch/<key>/beispiel")
@public
def example(key: str) -> Response:
    """The same document of the invented company, complete."""
    course, person, today = catalogue.course(), current_reader(), today_here()
    found = get_document(course, key)
    if key not in SHEETS:
        return make_response(redirect(url_for("logbook.document", key=key), 303))
    paper = Paper(course, found, example_of(course.logbook, today).values, {}, today)

    def page() -> str:
        return render_template(
            "logbook/example.html",
            **context_of(paper, example_parts(paper)),
            documents=course.logbook.documents,
            company=course.example_company,
            words=words,
        )

    return cached_page(request.path, (course.digest, today), person, "", page)


@blueprint.post("/logbuch/<key>")
@public
def save_document(key: str) -> Response:
    """Save what stands in the form of a section, or of a whole document."""
    course = catalogue.course()
    found = get_document(course, key)
    fields = {field.key: field for field in found.fields}
    now = clock.now()
    person = ensure_learner(now)
    submitted = read_answers(fields, request.form)
    save_answers(person.id, course, submitted, now, read_decision(request.form))
    if "grund" in request.form:
        give_reason(person.id, request.form["grund"], now)
    session.commit()
    start_reading()  # what is shown now must not stand in the line of writers again
    rows, one = rows_after(fields, request.form), request.form.get("seite") == "eines"
    if request.headers.get("X-Fragment"):
        state = learner_state(person.id)
        html = _one_section if one else _whole
        return make_response(html(course, found, state, person, rows))
    return make_response(redirect(_back_to(key, rows, one=one), 303))


def _one_section(
    course: Course, found: Document, state: LearnerState, person: Person, rows: Rows
) -> str:
    today = today_here()
    more = beside(person.id, found.key)
    number = version_of(course, found, state, more.taken)
    paper = paper_of(course, found, state, today, number)
    section = request.form.get("abschnitt", "")[:40]
    history = _history(more, found, state, course)
    return render_template(
        "logbook/saved_part.html",
        **context_of(paper, parts_of(paper, state, Shown(rows, section), history)),
        saved_key=section,
        words=words,
    )


def _whole(
    course: Course, found: Document, state: LearnerState, _person: Person, rows: Rows
) -> str:
    today = today_in_germany(clock.now())
    return render_template(
        "logbook/document_form.html",
        **whole_document(course, found, state, today, rows),
        today=today,
        page_kind="alle",
        words=words,
    )


def _history(
    more: Beside, found: Document, state: LearnerState, course: Course
) -> WeightHistory | None:
    if more.fixed is None or found.key != OFFERS:
        return None
    return history_of(more.fixed, state.values, course)


def _back_to(key: str, rows: Rows, *, one: bool) -> str:
    section = request.form.get("abschnitt", "")[:40]
    more = str(rows) or None
    if not one:
        anchor = f"liste-{rows.field}" if rows.count else key
        return url_for("logbook.logbook", zeilen=more, _anchor=anchor or None)
    opened = section if request.form.get("op") else None
    anchor = f"liste-{rows.field}" if rows.count else section
    return url_for("logbook.document", key=key, zeilen=more, offen=opened, _anchor=anchor or None)
