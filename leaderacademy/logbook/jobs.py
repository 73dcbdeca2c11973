"""Files that take a second: rendered here, so that no request waits for another one's PDF."""

import io
from base64 import b64encode
from datetime import datetime
from functools import cache
from typing import Any

from flask import current_app

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.direction import isolated
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Payload, handler
from leaderacademy.core.pdf import PdfUnavailable, render_pdf
from leaderacademy.logbook.rules.tipping import sentences_of
from leaderacademy.logbook.service.briefing_docx import edition_line
from leaderacademy.logbook.service.drawing import drawing_of
from leaderacademy.logbook.service.editions import beside
from leaderacademy.logbook.service.files import MAKE_FILE, get_request, keep_file, keep_problem
from leaderacademy.logbook.service.papers import Paper
from leaderacademy.logbook.service.rendering import (
    WHOLE,
    count_versions,
    papers_of,
    stamp_of_papers,
)
from leaderacademy.logbook.service.weights import WeightHistory, history_of

SIZES = ("side", "side fit-1", "fit-2")  # a strategy is set smaller until it fits, down to 8 points


@handler(MAKE_FILE)
def make_file(payload: Payload, now: datetime) -> None:
    """Bears being run twice: what is made already is left alone."""
    file = get_request(payload["file"])
    person = session.get(Person, file.person_id) if file is not None else None
    if file is None or person is None or file.made_at is not None:
        return
    course = catalogue.course()
    papers = papers_of(course, file.name, person.id, person.company, now)
    fixed = beside(person.id, papers[0].document.key).fixed
    history = history_of(fixed, papers[0].values, course) if fixed is not None else None
    # Seconds of drawing: nobody who saves an answer shall stand in line behind them.
    session.commit()
    try:
        content = render_file(file.name, papers, person.company, history)
    except PdfUnavailable as error:
        keep_problem(file, str(error))
        return
    count_versions(person.id, papers, now)
    keep_file(file, stamp_of_papers(course, papers, person.company), content, now)


def render_file(
    name: str, papers: tuple[Paper, ...], owner: str, history: WeightHistory | None = None
) -> bytes:
    """The bytes of one file. Raises PdfUnavailable."""
    if name.endswith(".png"):
        return _picture(papers[0])
    context = _context(name, papers, owner, history)
    if name != "strategie.pdf":
        return _document(context)
    for size in SIZES[_first_size(papers[0]) :]:
        made = _document(context, size=size)
        if page_count(made) == 1:
            return made
    # Too long for one page: readable on several, it says which fields; nothing is cut.
    return _document(context, overlong=papers[0].longest)


def page_count(made: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # late, see core/pdf.py

    document = pypdfium2.PdfDocument(made)
    try:
        return len(document)
    finally:
        document.close()


def _first_size(strategy: Paper) -> int:
    """Where to begin: trying what cannot fit costs half a second each time."""
    letters = sum(len(strategy.written.text(field.key)) for field in strategy.document.fields)
    return (letters > 2_600) + (letters > 4_000)


def _document(context: dict[str, Any], *, size: str = "", overlong: tuple[str, ...] = ()) -> bytes:
    template = current_app.jinja_env.get_template("logbook/pdf/document.html")
    return render_pdf(template.render(context, size=size, overlong=overlong), "documents.css")


def _context(
    name: str, papers: tuple[Paper, ...], owner: str, history: WeightHistory | None
) -> dict[str, Any]:
    return {
        "papers": papers,
        "whole": name == WHOLE,
        "owner": isolated(owner),
        "history": history,
        "editions": {paper.document.key: edition_line(paper) for paper in papers},
        "firmness": {p.document.key: sentences_of(p.comparison) for p in papers},
        "strip": strip_picture,
    }


@cache
def strip_picture(kind: str, key: str, here: bool) -> str:
    """A piece of the strip beside the goal tree as an address; there are a few dozen."""
    template = current_app.jinja_env.get_template("logbook/pdf/strip.svg")
    drawn = template.render(kind=kind, key=key, here=here)
    return "data:image/svg+xml;base64," + b64encode(drawn.encode()).decode()


def _picture(paper: Paper) -> bytes:
    import pypdfium2  # late, see core/pdf.py

    template = current_app.jinja_env.get_template("logbook/pdf/picture.html")
    drawing = current_app.jinja_env.get_template("logbook/files/zielbaum.svg")
    context = drawing_of(paper)
    made = render_pdf(template.render(svg=drawing.render(context), **context), "picture.css")
    document = pypdfium2.PdfDocument(made)
    try:
        picture = io.BytesIO()
        rest = (20_000 - context["tree"].height - 90) * 0.75  # points below the drawing
        document[0].render(scale=2, crop=(0, rest, 0, 0)).to_pil().save(picture, "PNG")
    finally:
        document.close()
    return picture.getvalue()
