"""Files that take a second: rendered here, so that no request waits for another one's PDF."""

import io
from datetime import datetime

from flask import current_app

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Payload, handler
from leaderacademy.core.pdf import PdfUnavailable, render_pdf
from leaderacademy.logbook.rules.tipping import sentences_of
from leaderacademy.logbook.rules.tree import STRIP, WIDTH, tree_of
from leaderacademy.logbook.service.briefing_docx import edition_line
from leaderacademy.logbook.service.files import MAKE_FILE, get_request, keep_file, keep_problem
from leaderacademy.logbook.service.papers import Paper
from leaderacademy.logbook.service.rendering import (
    WHOLE,
    count_versions,
    papers_of,
    stamp_of_papers,
)
from leaderacademy.logbook.service.weights import WeightHistory, history_of

SIZES = ("", "fit-2", "fit-4")  # a strategy is set smaller until it fits


@handler(MAKE_FILE)
def make_file(payload: Payload, now: datetime) -> None:
    """Bears being run twice: what is made already is left alone."""
    file = get_request(payload["file"])
    person = session.get(Person, file.person_id) if file is not None else None
    if file is None or person is None or file.made_at is not None:
        return
    course = catalogue.course()
    papers = papers_of(course, file.name, person.id, person.name, now)
    history = history_of(person.id, papers[0].values, course)
    try:
        content = render_file(file.name, papers, person.name, history)
    except PdfUnavailable as error:
        keep_problem(file, str(error))
        return
    count_versions(person.id, papers, now)
    keep_file(file, stamp_of_papers(course, papers, person.name), content, now)


def render_file(
    name: str, papers: tuple[Paper, ...], owner: str, history: WeightHistory | None = None
) -> bytes:
    """The bytes of one file. Raises PdfUnavailable."""
    if name.endswith(".png"):
        return _picture(papers[0])
    for size in SIZES:
        html = _html(name, papers, owner, history, size)
        made = render_pdf(html, "documents.css")
        if name != "strategie.pdf" or page_count(made) == 1:
            return made
    return made  # too long for one page: it says which field, and nothing is cut


def page_count(made: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # late, see core/pdf.py

    document = pypdfium2.PdfDocument(made)
    try:
        return len(document)
    finally:
        document.close()


def _html(
    name: str, papers: tuple[Paper, ...], owner: str, history: WeightHistory | None, size: str
) -> str:
    template = current_app.jinja_env.get_template("logbook/pdf/document.html")
    return template.render(
        papers=papers,
        whole=name == WHOLE,
        owner=owner,
        history=history,
        size=size,
        editions={paper.document.key: edition_line(paper) for paper in papers},
        firmness={p.document.key: sentences_of(p.comparison) for p in papers},
    )


def _picture(paper: Paper) -> bytes:
    import pypdfium2  # late, see core/pdf.py

    template = current_app.jinja_env.get_template("logbook/pdf/picture.html")
    drawing = current_app.jinja_env.get_template("logbook/files/zielbaum.svg")
    tree = tree_of(paper.written)
    context = {"tree": tree, "edition": edition_line(paper), "width": WIDTH, "strip": STRIP}
    made = render_pdf(template.render(svg=drawing.render(context), **context), "picture.css")
    document = pypdfium2.PdfDocument(made)
    try:
        picture = io.BytesIO()
        rest = (20_000 - tree.height - 90) * 0.75  # points below the drawing
        document[0].render(scale=2, crop=(0, rest, 0, 0)).to_pil().save(picture, "PNG")
    finally:
        document.close()
    return picture.getvalue()
