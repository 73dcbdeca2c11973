"""Files that take a second: rendered here, so that no request waits for another one's PDF."""

import io
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from typing import Any

from flask import current_app

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.direction import isolated
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Payload, handler
from leaderacademy.core.pdf import Drawn, PdfUnavailable, Press, render_pdf
from leaderacademy.logbook.rules.tipping import sentences_of
from leaderacademy.logbook.service.briefing_docx import edition_line
from leaderacademy.logbook.service.drawing import drawing_of
from leaderacademy.logbook.service.editions import beside
from leaderacademy.logbook.service.files import (
    MAKE_FILE,
    get_request,
    keep_file,
    keep_problem,
    say_how_far,
)
from leaderacademy.logbook.service.papers import Paper
from leaderacademy.logbook.service.rendering import (
    WHOLE,
    count_versions,
    papers_of,
    stamp_of_papers,
)
from leaderacademy.logbook.service.weights import WeightHistory, history_of

Context = dict[str, Any]

HOPELESS = 9_000  # letters that no size brings onto one page: twice what all fields may hold
LONG = 60  # letters of a word that is surely wider than its place
FRONT = 2  # pages before the first document: the cover is as high as a page
SIZES = ("side", "side fit-1", "fit-2")  # a strategy is set smaller until it fits, down to 8 points


@handler(MAKE_FILE)
def make_file(payload: Payload, now: datetime) -> None:
    """Bears being run twice: what is made already is left alone."""
    file = get_request(payload["file"])
    person = session.get(Person, file.person_id) if file is not None else None
    if file is None or person is None or file.made_at is not None:
        return
    course = catalogue.course()
    papers = papers_of(course, file.name, person.id, person.name, now)
    fixed = beside(person.id, papers[0].document.key).fixed
    history = history_of(fixed, papers[0].values, course) if fixed is not None else None
    # Seconds of drawing: nobody who saves an answer shall stand in line behind them.
    _tell(file.id, 0)
    try:
        content = render_file(file.name, papers, person.name, history, partial(_tell, file.id))
    except PdfUnavailable as error:
        keep_problem(file, str(error))
        return
    count_versions(person.id, papers, now)
    keep_file(file, stamp_of_papers(course, papers, person.name), content, now)


def _tell(file_id: int, drawn: int) -> None:
    say_how_far(file_id, drawn)
    session.commit()


def render_file(
    name: str,
    papers: tuple[Paper, ...],
    owner: str,
    history: WeightHistory | None = None,
    tell: Callable[[int], None] = lambda _drawn: None,
) -> bytes:
    """The bytes of one file; `tell` hears how many documents are drawn. Raises PdfUnavailable."""
    if name.endswith(".png"):
        return _picture(papers[0])
    press, context = Press("documents.css"), _context(name, papers, owner, history)
    if name == WHOLE:
        return _whole(press, papers, context, tell)
    drawn = _drawn(press, papers[0], context)
    tell(1)
    return press.bind([drawn])


def _whole(
    press: Press, papers: tuple[Paper, ...], context: Context, tell: Callable[[int], None]
) -> bytes:
    """Cover, contents, documents: one by one, so that it can be said which one is being drawn."""
    page, starts, drawn = FRONT + 1, [], []
    for paper in papers:
        drawn.append(_drawn(press, paper, context, page))
        starts.append(page)
        page += drawn[-1].pages
        tell(len(drawn))
    return press.bind([_front(press, papers, context, starts), *drawn])


def _front(press: Press, papers: tuple[Paper, ...], context: Context, starts: list[int]) -> Drawn:
    template = current_app.jinja_env.get_template("logbook/pdf/front.html")
    return press.draw(template.render(context, papers=papers, starts=starts), 1)


def page_count(made: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # late, see core/pdf.py

    document = pypdfium2.PdfDocument(made)
    try:
        return len(document)
    finally:
        document.close()


def _drawn(press: Press, paper: Paper, context: Context, first_page: int = 0) -> Drawn:
    """The pages of one document; the strategy as large as one page allows."""
    if paper.document.key != "strategie":
        return _unbroken(press, paper, context, first_page)
    for size in SIZES[_first_size(paper) :]:
        drawn = _unbroken(press, paper, {**context, "size": size}, first_page)
        if drawn.pages == 1:
            return drawn
    # Too long for one page: readable on several, it says which fields; nothing is cut.
    return _unbroken(press, paper, {**context, "overlong": paper.longest}, first_page)


def _first_size(strategy: Paper) -> int:
    """Where to begin: trying what cannot fit costs a third of a second each time."""
    letters = sum(map(len, _texts(strategy)))
    return (letters > 2_600) + (letters > 4_000) + (letters > HOPELESS)


def _texts(paper: Paper) -> Iterator[str]:
    return (paper.written.text(field.key) for field in paper.document.fields)


def _unbroken(press: Press, paper: Paper, context: Context, first_page: int) -> Drawn:
    """Words stay whole; where one is too wide for its table, all may break at any letter."""
    template = current_app.jinja_env.get_template("logbook/pdf/document.html")
    broken = {**context, "size": f"{context['size']} anywhere"}
    if any(len(word) > LONG for text in _texts(paper) for word in text.split()):
        return press.draw(template.render(broken, paper=paper), first_page)
    drawn = press.draw(template.render(context, paper=paper), first_page)
    if drawn.sticks_out:
        drawn = press.draw(template.render(broken, paper=paper), first_page)
    return drawn


def _context(
    name: str, papers: tuple[Paper, ...], owner: str, history: WeightHistory | None
) -> Context:
    return {
        "size": "",
        "overlong": (),
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
