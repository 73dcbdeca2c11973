"""The draft as a page: for the trainer, and by link for others."""

from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import public, trainer_only
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.service.checking import absent_blocks, check, shown
from leaderacademy.authoring.service.documents import NoSuchDocument, get_document
from leaderacademy.authoring.service.drafts import open_desk
from leaderacademy.authoring.service.previews import (
    find_shared,
    lesson_pages,
    share,
    stop_sharing,
)
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import (
    PLACE,
    actor,
    address,
    day_on_the_wall,
    document_or_404,
    see_other,
)
from leaderacademy.authoring.views.text_page import has_page, text_page
from leaderacademy.core import clock
from leaderacademy.core.database import session

LESSON = "/studio/<any(lektionen):area>/<slug>"


@blueprint.get(f"{PLACE}/ansicht")
@trainer_only
def look(area: str, slug: str) -> Response:
    """The draft as learners will see it; a lesson with `?falsch=1` after wrong answers."""
    document = document_or_404(area, slug)
    if not document.is_lesson:
        return _text_page(document)
    said = "So sehen Lernende den Entwurf. Antworten werden hier nicht gespeichert."
    return _page(document, said, wrong=request.args.get("falsch") == "1")


def _text_page(document: Document) -> Response:
    """The whole page of a text that is no lesson, with the way back to it."""
    if not has_page(document):
        raise NotFound
    above = render_template("authoring/preview_head.html", document=document)
    html = text_page(document, check(document, open_desk(document).text), above)
    if not html:
        return make_response(render_template("authoring/no_preview.html", document=document), 409)
    return make_response(html)


def _page(document: Document, said: str, **how: Any) -> Response:
    text = open_desk(document).text
    checked = check(document, text)
    page = shown(checked, day_on_the_wall(clock.now()))
    if page is None or not lesson_pages:
        return make_response(render_template("authoring/no_preview.html", document=document), 409)
    html = lesson_pages[0](*page, absent=absent_blocks(text, checked), shared=said, **how)
    return make_response(html)


@blueprint.post(f"{LESSON}/teilen")
@trainer_only
def share_preview(area: str, slug: str) -> Response:
    """Make a link by which others read the draft for a week, or make all of them useless."""
    document = document_or_404(area, slug)
    if request.form.get("stop"):
        stop_sharing(document)
        session.commit()
        flash("Die Links zur Vorschau gelten nicht mehr.", "good")
        return see_other(address("editor", document))
    token = share(document, actor(), clock.now())
    session.commit()
    link = url_for("authoring.shared_preview", token=token, _external=True)
    flash(f"Wer diesen Link hat, liest sieben Tage lang den Entwurf: {link}", "good")
    return see_other(address("editor", document))


@blueprint.get("/vorschau/<token>")
@public
def shared_preview(token: str) -> Response:
    """The draft of a lesson, for whoever was sent the link."""
    link = find_shared(token[:80], clock.now())
    if link is None:
        return make_response(render_template("authoring/bad_preview.html"), 410)
    area, _, slug = link.document.partition("/")
    try:
        document = get_document(area, slug)
    except NoSuchDocument:
        raise NotFound from None
    said = "Dieser Text ist noch nicht veröffentlicht. Antworten werden nicht gespeichert."
    response = _page(document, said)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
