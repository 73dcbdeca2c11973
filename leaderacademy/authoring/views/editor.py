"""The editor: one text, its problems and its preview, saved while somebody writes."""

from flask import Response, flash, jsonify, make_response, render_template, request

from leaderacademy.accounts.access import keeps_typed, takes_up_to, trainer_only
from leaderacademy.authoring.rules.differences import count_changes
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.inserting import INSERTIONS, inserted
from leaderacademy.authoring.rules.texts import TooLong, cleaned, measured
from leaderacademy.authoring.service import restoring
from leaderacademy.authoring.service.checking import (
    Checked,
    absent_blocks,
    check,
    shown,
    with_fix,
    with_ids,
)
from leaderacademy.authoring.service.documents import file_text
from leaderacademy.authoring.service.drafts import (
    Conflict,
    Saved,
    open_desk,
    save_draft,
)
from leaderacademy.authoring.service.impact_text import affected
from leaderacademy.authoring.service.presence import note_presence, others_present
from leaderacademy.authoring.service.previews import lesson_pages
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import (
    MAX_TEXT,
    PLACE,
    actor,
    address,
    day_on_the_wall,
    document_or_404,
    on_the_wall,
    see_other,
)
from leaderacademy.authoring.views.editor_page import editor_page, problem_list
from leaderacademy.authoring.views.merging import conflict_page
from leaderacademy.authoring.views.text_page import text_page
from leaderacademy.core import clock
from leaderacademy.core.database import session


@blueprint.get(PLACE)
@trainer_only
def editor(area: str, slug: str) -> Response:
    """The text to go on with: the draft, or the file."""
    document = document_or_404(area, slug)
    return make_response(editor_page(open_desk(document), clock.now()))


@blueprint.post(f"{PLACE}/entwurf")
@trainer_only
@keeps_typed("text")
@takes_up_to(MAX_TEXT)
def save(area: str, slug: str) -> Response:
    """Save the draft; a button may have asked for a block, a remedy or another page as well."""
    document, now = document_or_404(area, slug), clock.now()
    text, by_script = request.form.get("text", ""), bool(request.headers.get("X-Fragment"))
    try:
        text = measured(cleaned(text))
        if not by_script or request.form.get("ids"):
            text = _worked_on(check(document, text), text)
        saved = save_draft(document, text, request.form.get("began", ""), actor(), now)
    except TooLong as error:
        return _too_long(str(error), by_script)
    except Conflict as conflict:
        if by_script:
            return make_response(jsonify(conflict=conflict.by), 409)
        return make_response(conflict_page(document, conflict), 409)
    session.commit()
    if by_script:
        return jsonify(_told(document, saved))
    if saved.planned is not None:
        flash("Der Text ist geändert; die Planung ist damit aufgehoben.", "warn")
    if saved.merged_with:
        flash(f"Ihre Fassung und die von {saved.merged_with} sind zusammengeführt.", "good")
    return see_other(_where_to(area, slug))


def _told(document: Document, saved: Saved) -> dict[str, object]:
    """What the script hears; the text only when it is not the one that it has sent."""
    said: dict[str, object] = {"digest": saved.digest, "saved": on_the_wall(clock.now())}
    said["changes"] = count_changes(file_text(document) or "", saved.text)
    if saved.text != request.form.get("text", ""):
        said["text"] = saved.text
    if saved.merged_with:
        said["merged"] = saved.merged_with
    if saved.planned is not None:
        said["unplanned"] = True
    return said


def _worked_on(checked: Checked, text: str) -> str:
    """The text with what the pressed button stands for, and with every id that is missing."""
    number = request.form.get("fix", "")
    if number.isascii() and number.isdigit():
        return with_fix(text, checked, int(number[:4]))
    wanted = request.form.get("insert", "")
    for insertion in INSERTIONS:
        if insertion.key == wanted:
            return inserted(text, insertion)
    return with_ids(text, checked)


def _where_to(area: str, slug: str) -> str:
    document = document_or_404(area, slug)
    pages = {"publish": "publish_page", "look": "look", "compare": "history"}
    wanted = pages.get(request.form.get("then", ""))
    if wanted is not None:
        return address(wanted, document)
    anchor = "probleme" if "fix" in request.form else None
    return address("editor", document, _anchor=anchor)


def _too_long(text: str, by_script: bool) -> Response:
    if by_script:
        return make_response(jsonify(error=text), 422)
    document = document_or_404(*request.path.split("/")[2:4])
    page = editor_page(
        open_desk(document), clock.now(), typed=request.form.get("text", ""), error=text
    )
    return make_response(page, 422)


@blueprint.post(f"{PLACE}/pruefen")
@trainer_only
@takes_up_to(MAX_TEXT)
def look_through(area: str, slug: str) -> Response:
    """The page and the problems of a text as it stands in the editor; nothing is kept."""
    document = document_or_404(area, slug)
    try:
        text = measured(cleaned(request.form.get("text", "")))
    except TooLong as error:
        return make_response(jsonify(error=str(error)), 422)
    checked = check(document, text)
    return jsonify(
        page=_page(document, text, checked),
        parts=_parts(document, text, checked),
        marks=[[p.line, "bad" if p.is_error else "warn"] for p in checked.own],
        anchors=_anchors(checked),
        errors=len(checked.errors),
    )


def _page(document: Document, text: str, checked: Checked) -> str:
    """The page as it would be; empty where there is none."""
    if not document.is_lesson:
        return text_page(document, checked)
    page = shown(checked, day_on_the_wall(clock.now()))
    if page is None or not lesson_pages:
        return ""
    wrong = request.form.get("wrong") == "1"
    return lesson_pages[0](*page, wrong=wrong, absent=absent_blocks(text, checked))


@blueprint.post(f"{PLACE}/da")
@trainer_only
def be_present(area: str, slug: str) -> Response:
    """What the script says while the editor is open; it hears who else is there."""
    document, now = document_or_404(area, slug), clock.now()
    note_presence(document, actor(), now)
    session.commit()
    return jsonify(others=others_present(document, actor(), now))


def _parts(document: Document, text: str, checked: Checked) -> str:
    """What stands below the text: its problems, and whom it concerns."""
    found = problem_list(checked)
    parts = render_template("authoring/problems.html", found=found)
    if document.is_lesson:
        concerned = None if text == file_text(document) else affected(document, text, clock.now())
        parts += render_template("authoring/concerns.html", found=found, affected=concerned)
    return parts


def _anchors(checked: Checked) -> list[list[object]]:
    """Where questions and exercises stand in the text and on the page."""
    lesson = checked.lesson
    if lesson is None:
        return []
    found = [[question.line, f"frage-{question.id}"] for question in lesson.questions]
    found += [[exercise.line, f"uebung-{exercise.id}"] for exercise in lesson.exercises]
    return sorted(found, key=lambda pair: int(str(pair[0])))


@blueprint.post(f"{PLACE}/verwerfen")
@trainer_only
def discard(area: str, slug: str) -> Response:
    """Go back to the published text."""
    document = document_or_404(area, slug)
    is_file = open_desk(document).file is not None
    restoring.discard(document, actor(), clock.now())
    session.commit()
    flash("Der Entwurf ist verworfen.", "good")
    return see_other(address("editor", document) if is_file else "/studio/lektionen")
