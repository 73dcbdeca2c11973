"""A document as a file: quick ones at once, PDF and pictures by a job while a page waits."""

import hashlib
import json
from datetime import datetime

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_writing
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import learner_state
from leaderacademy.logbook.models.documents import ReadyFile
from leaderacademy.logbook.rules.archive import archive_of
from leaderacademy.logbook.rules.example import SHEETS
from leaderacademy.logbook.service.briefing_docx import briefing_docx, edition_line
from leaderacademy.logbook.service.calendar import calendar_of
from leaderacademy.logbook.service.drawing import drawing_of
from leaderacademy.logbook.service.editions import editions_of, take_out
from leaderacademy.logbook.service.files import ask_for, find_file
from leaderacademy.logbook.service.offers_xlsx import offers_xlsx
from leaderacademy.logbook.service.papers import Paper, paper_of
from leaderacademy.logbook.service.rendering import WHOLE, stamp_of
from leaderacademy.logbook.views.blueprint import blueprint

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MADE_BY_JOB = {f"{key}.pdf" for key in SHEETS} | {"zielbaum.png"}


@blueprint.get("/logbuch.pdf")
@public
def whole_pdf() -> ResponseReturnValue:
    """Cover, contents and all documents."""
    return _made_by_job(WHOLE)


@blueprint.get("/logbuch/<key>.<any(pdf,png):kind>")
@public
def rendered(key: str, kind: str) -> ResponseReturnValue:
    """A document as PDF, or the goal tree as a picture."""
    name = f"{key}.{kind}"
    if name not in MADE_BY_JOB:
        raise NotFound
    return _made_by_job(name)


def _made_by_job(name: str) -> ResponseReturnValue:
    person = current_learner()
    if person is None:
        return redirect(
            f"/logbuch/{'' if name == WHOLE else name.rpartition('.')[0]}".rstrip("/"), 303
        )
    now, person_id = clock.now(), person.id
    stamp = stamp_of(catalogue.course(), name, person_id, person.name, now)
    file = find_file(person_id, name, stamp)
    if file is not None and file.made_at is not None:
        if request.headers.get("X-Fragment"):
            return Response(status=204)  # the page that waits asked how far it is: fetch it
        kind = "image/png" if name.endswith(".png") else "application/pdf"
        return _deliver(file.content or b"", name, kind, inline=True)
    if file is None or file.problem:
        start_writing()
        if file is None or "noch-einmal" in request.args:
            file = ask_for(person_id, name, stamp, now)
        session.commit()
    return _wait(name, file)


def _wait(name: str, file: ReadyFile) -> Response:
    documents = catalogue.course().logbook.documents
    key = name.rpartition(".")[0]
    fragment = request.headers.get("X-Fragment") and not file.problem
    page = make_response(
        render_template(
            "logbook/waiting_step.html" if fragment else "logbook/waiting.html",
            name=name,
            problem=file.problem,
            titles=[one.title for one in documents if name == WHOLE or one.key == key],
            drawn=file.drawn,
        )
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@blueprint.get("/logbuch/zielbaum.ics")
@public
def calendar() -> ResponseReturnValue:
    """Steps and check dates."""
    paper, now = _taken("zielbaum")
    if paper is None:
        return redirect("/logbuch/zielbaum", 303)
    return _deliver(calendar_of(paper.written, now), "zielbaum.ics", "text/calendar")


@blueprint.get("/logbuch/zielbaum.svg")
@public
def drawing() -> ResponseReturnValue:
    """The goal tree as a drawing."""
    paper, _now = _taken("zielbaum")
    if paper is None:
        return redirect("/logbuch/zielbaum", 303)
    svg = render_template("logbook/files/zielbaum.svg", **drawing_of(paper))
    return _deliver(svg.encode(), "zielbaum.svg", "image/svg+xml")


@blueprint.get("/logbuch/briefing.docx")
@public
def word() -> ResponseReturnValue:
    """The briefing for Word and LibreOffice."""
    paper, now = _taken("briefing")
    if paper is None:
        return redirect("/logbuch/briefing", 303)
    return _deliver(briefing_docx(paper, now), "briefing.docx", WORD)


@blueprint.get("/logbuch/angebote.xlsx")
@public
def spreadsheet() -> ResponseReturnValue:
    """The comparison with live formulas."""
    paper, _now = _taken("angebote")
    if paper is None:
        return redirect("/logbuch/angebote", 303)
    return _deliver(offers_xlsx(paper, edition_line(paper)), "angebote.xlsx", SHEET)


@blueprint.get("/logbuch.json")
@public
def backup() -> ResponseReturnValue:
    """Everything that was written, as a file to keep."""
    person = current_learner()
    if person is None:
        return redirect("/logbuch", 303)
    values = learner_state(person.id).values
    tree = archive_of(values, catalogue.course().logbook, clock.now())
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    return _deliver(text.encode("utf-8", "replace"), "logbuch.json", "application/json")


def _taken(key: str) -> tuple[Paper | None, datetime]:
    """The paper that leaves the house now, counted as a version."""
    person, course, now = current_learner(), catalogue.course(), clock.now()
    document = course.logbook.document(key)
    if person is None or document is None:
        return None, now
    return _count(person, key, now), now


def _count(person: Person, key: str, now: datetime) -> Paper:
    course = catalogue.course()
    document = course.logbook.document(key)
    assert document is not None  # noqa: S101 - asked before
    person_id, owner = person.id, person.name
    state, today = learner_state(person_id), today_in_germany(now)
    paper = paper_of(course, document, state, today, owner=owner)
    taken = editions_of(person_id).get(key)
    if taken is not None and taken.stamp == paper.stamp:
        return paper_of(course, document, state, today, taken.number, owner)
    start_writing()
    number = take_out(person_id, key, paper.stamp, now)
    session.commit()
    return paper_of(course, document, state, today, number, owner)


def _deliver(content: bytes, name: str, kind: str, *, inline: bool = False) -> Response:
    response = Response(content, mimetype=kind)
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.set_etag(hashlib.sha256(content).hexdigest()[:20])
    return response
