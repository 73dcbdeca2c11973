"""Publishing: what changes, whom it concerns, and the button."""

from datetime import date, datetime

from flask import Response, flash, make_response, render_template, request

from leaderacademy.accounts.access import trainer_only
from leaderacademy.authoring.rules.differences import compare
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.head import get_entry
from leaderacademy.authoring.service import repository
from leaderacademy.authoring.service.checking import check, with_ids
from leaderacademy.authoring.service.documents import lessons
from leaderacademy.authoring.service.drafts import Conflict, drafts, open_desk, save_draft
from leaderacademy.authoring.service.files import CannotWrite
from leaderacademy.authoring.service.impact_text import affected
from leaderacademy.authoring.service.planning import lift_plan, plan
from leaderacademy.authoring.service.publishing import (
    ChangedMeanwhile,
    ChangedOnDisk,
    HasProblems,
    Order,
    publish,
    told,
    withdraw,
)
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import (
    BERLIN,
    PLACE,
    actor,
    address,
    day_on_the_wall,
    document_or_404,
    see_other,
    title_of,
)
from leaderacademy.authoring.views.editor_page import problem_list
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session


@blueprint.get(f"{PLACE}/veroeffentlichen")
@trainer_only
def publish_page(area: str, slug: str) -> str:
    """What changes for whom, before it is too late to think."""
    return _publish_page(document_or_404(area, slug))


def _publish_page(document: Document, error: str = "") -> str:
    desk, now = open_desk(document), clock.now()
    checked, today = check(document, desk.text), day_on_the_wall(now)
    slug = checked.lesson.slug if checked.lesson is not None else document.slug
    return render_template(
        "authoring/publish.html",
        desk=desk,
        document=document,
        title=title_of(document, desk.text),
        found=[row for row in problem_list(checked) if row.problem.is_error],
        rows=compare(desk.file or "", desk.text),
        online=document.is_lesson and catalogue.course(today).find_lesson(slug) is not None,
        is_file=desk.file is not None and get_entry(desk.file, "status") != "draft",
        affected=affected(document, desk.text, now),
        others=_other_drafts(document) if document.is_lesson else [],
        ticked=request.form.getlist("together"),
        day=request.form.get("day", ""),
        moment=request.form.get("at", ""),
        said=request.form.get("note", ""),
        error=error,
    )


@blueprint.post(f"{PLACE}/veroeffentlichen")
@trainer_only
def publish_now(area: str, slug: str) -> Response:
    """Publish the draft, now or from a day on."""
    document, now, who = document_or_404(area, slug), clock.now(), actor()
    try:
        if request.form.get("when") in ("at", "cancel"):
            return _plan(document)
        day = _day()
        desk = open_desk(document)
        text = with_ids(desk.text, check(document, desk.text))
        expected = request.form.get("expected", "")
        if text != desk.text and expected == desk.digest:
            expected = save_draft(document, text, desk.digest, who, now).digest
        together = tuple(_ticked(document))
        order = Order(request.form.get("note", ""), day, expected=expected, together=together)
        publish(document, order, who, now)
    except HasProblems:
        return _refused(document, "Es ist noch ein Fehler da. Online bleibt, was online ist.")
    except (ChangedOnDisk, ChangedMeanwhile, Conflict):
        return _refused(
            document,
            "Inzwischen hat jemand anders gespeichert. Sehen Sie sich die Änderungen an und "
            "veröffentlichen Sie dann noch einmal.",
        )
    except (CannotWrite, BadDay) as error:
        return _refused(document, str(error), 503 if isinstance(error, CannotWrite) else 422)
    session.commit()
    told()
    names = [document.name, *(one.name for one in together)]
    if not repository.commit(names, request.form.get("note", ""), who):
        flash("Veröffentlicht, aber git hat den Stand nicht aufgenommen.", "warn")
    flash("Veröffentlicht." if day is None or day <= day_on_the_wall(now) else "Geplant.", "good")
    return see_other(address("editor", document))


def _other_drafts(document: Document) -> list[tuple[Document, str]]:
    """Other lessons with a draft, and what they are called."""
    waiting = drafts()
    others = [one for one in lessons() if one.key in waiting and one != document]
    return [(one, title_of(one, open_desk(one).text)) for one in others]


def _ticked(document: Document) -> list[Document]:
    ticked = request.form.getlist("together")
    return [one for one, _title in _other_drafts(document) if one.slug in ticked]


def _plan(document: Document) -> Response:
    """At a moment, or not any more; as the clock on the wall shows it."""
    now, typed = clock.now(), request.form.get("at", "").strip()
    if request.form["when"] == "cancel":
        lift_plan(document)
        said = "Die Planung ist aufgehoben. Der Text bleibt ein Entwurf."
    else:
        try:
            moment = datetime.fromisoformat(typed).replace(tzinfo=BERLIN)
        except ValueError:
            raise BadDay("Geben Sie an, wann die Änderung online gehen soll.") from None
        if moment <= now:
            raise BadDay("Dieser Zeitpunkt liegt in der Vergangenheit.")
        plan(document, moment, request.form.get("note", "")[:500], actor(), now)
        said = "Geplant. Ändert vorher jemand den Text, hebt das die Planung auf."
    session.commit()
    flash(said, "good")
    return see_other(address("editor", document))


class BadDay(Exception):  # noqa: N818 - named for what happened
    """What stands in the field is no day."""


def _day() -> date | None:
    typed = request.form.get("day", "").strip()
    if request.form.get("when") != "later":
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadDay("Geben Sie den Tag an, an dem die Lektion erscheinen soll.") from None


def _refused(document: Document, text: str, status: int = 409) -> Response:
    session.rollback()
    return make_response(_publish_page(document, text), status)


@blueprint.post("/studio/<any(lektionen):area>/<slug>/zurueckziehen")
@trainer_only
def take_back(area: str, slug: str) -> Response:
    """Take the lesson off the course."""
    document = document_or_404(area, slug)
    try:
        withdraw(document, actor(), clock.now())
    except HasProblems as refused:
        return _refused(document, f"Das geht so nicht: {refused.problems[0].text}")
    except CannotWrite as error:
        return _refused(document, str(error), 503)
    session.commit()
    told()
    repository.commit([document.name], f"Zurückgezogen: {document.slug}", actor())
    flash("Die Lektion ist nicht mehr online. Was Lernende erledigt haben, bleibt.", "good")
    return see_other(address("editor", document))
