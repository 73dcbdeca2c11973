"""The list of lessons: their states, their order, new ones, and those that are to go."""

from flask import Response, flash, make_response, render_template, request

from leaderacademy.accounts.access import trainer_only
from leaderacademy.authoring.rules.documents import LESSONS, Document
from leaderacademy.authoring.service import repository
from leaderacademy.authoring.service.checking import check
from leaderacademy.authoring.service.documents import texts
from leaderacademy.authoring.service.drafts import drafts, open_desk
from leaderacademy.authoring.service.files import CannotWrite
from leaderacademy.authoring.service.history import deleted_lessons
from leaderacademy.authoring.service.impact_text import affected
from leaderacademy.authoring.service.listing import listed
from leaderacademy.authoring.service.ordering import (
    BadTitle,
    move_lesson,
    new_lesson,
    order_lessons,
)
from leaderacademy.authoring.service.publishing import HasProblems, delete_lesson, told
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import (
    actor,
    address,
    day_on_the_wall,
    document_or_404,
    see_other,
    title_of,
)
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session


@blueprint.get("/studio/lektionen")
@trainer_only
def lessons() -> str:
    """Every lesson with its state, in the order of the course."""
    return _list_page()


def _list_page(title: str = "", error: str = "") -> str:
    rows = listed(day_on_the_wall(clock.now()))
    return render_template(
        "authoring/lessons.html",
        rows=rows,
        stage_options=[(s.key, f"{s.key}\u00a0– {s.title}") for s in catalogue.course().stages],
        deleted=deleted_lessons({row.document.key for row in rows}),
        title=title,
        error=error,
    )


@blueprint.post("/studio/lektionen")
@trainer_only
def order() -> Response:
    """Put the lessons into the order that was dragged, or move one by a button."""
    now, form = clock.now(), request.form
    try:
        if form.get("order"):
            order_lessons(form["order"][:20_000].split(","), actor(), now)
        else:
            up, down = form.get("up", ""), form.get("down", "")
            move_lesson(up or down, -1 if up else 1, actor(), now)
    except CannotWrite as error:
        flash(str(error), "bad")
        return see_other("/studio/lektionen")
    finally:
        told()
    session.commit()
    repository.commit(["lessons"], "Lektionen neu geordnet", actor())
    if request.headers.get("X-Fragment"):
        return make_response("", 204)
    moved = form.get("up") or form.get("down") or ""
    return see_other(f"/studio/lektionen#lektion-{moved}" if moved else "/studio/lektionen")


@blueprint.post("/studio/lektionen/neu")
@trainer_only
def create() -> Response:
    """Begin a new lesson; it is a draft until it is published."""
    title = request.form.get("title", "")
    stages = [stage.key for stage in catalogue.course().stages]
    stage = request.form.get("stage", "")
    if stage not in stages:
        stage = stages[-1] if stages else "A"
    try:
        document = new_lesson(title, stage, actor(), clock.now())
    except BadTitle as error:
        return make_response(_list_page(title, str(error)), 422)
    session.commit()
    return see_other(address("editor", document))


@blueprint.get("/studio/<any(lektionen):area>/<slug>/loeschen")
@trainer_only
def delete_page(area: str, slug: str) -> str:
    """What would go with the lesson, and what stands against it."""
    return _delete_page(document_or_404(area, slug))


def _delete_page(document: Document, error: str = "") -> str:
    desk = open_desk(document)
    caused = check(document, None).caused if desk.file is not None else ()
    return render_template(
        "authoring/delete.html",
        document=document,
        title=title_of(document, desk.text),
        caused=caused,
        affected=affected(document, None, clock.now()),
        error=error,
    )


@blueprint.post("/studio/<any(lektionen):area>/<slug>/loeschen")
@trainer_only
def delete(area: str, slug: str) -> Response:
    """Delete the lesson; it can be restored from its history."""
    document = document_or_404(area, slug)
    try:
        delete_lesson(document, actor(), clock.now())
    except HasProblems:
        session.rollback()
        return make_response(_delete_page(document), 409)
    except CannotWrite as error:
        session.rollback()
        return make_response(_delete_page(document, str(error)), 503)
    session.commit()
    told()
    repository.commit([document.name], f"Gelöscht: {document.slug}", actor())
    flash("Die Lektion ist gelöscht. Ihre letzte Fassung lässt sich wiederherstellen.", "good")
    return see_other("/studio/lektionen")


@blueprint.get("/studio/texte")
@trainer_only
def other_texts() -> str:
    """The files beside the lessons."""
    documents = [(document, title_of(document, open_desk(document).text)) for document in texts()]
    found: dict[str, list[bool]] = {}
    for problem in catalogue.problems():
        found.setdefault(problem.path.partition("/")[2], []).append(problem.is_error)
    return render_template(
        "authoring/texts.html", documents=documents, drafts=drafts(), found=found, area=LESSONS
    )
