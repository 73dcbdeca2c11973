"""The whole course as a ZIP: fetched, looked through, and taken over whole or not at all."""

from flask import Response, flash, make_response, render_template, request

from leaderacademy.accounts.access import takes_up_to, trainer_only
from leaderacademy.authoring.rules.exchange.archive import LARGEST_ZIP, Archive, read_archive
from leaderacademy.authoring.rules.exchange.carried import BadFile
from leaderacademy.authoring.service import archive as service
from leaderacademy.authoring.service import repository
from leaderacademy.authoring.service.archive import EQUAL, REFUSED, Change, TooOld
from leaderacademy.authoring.service.files import CannotWrite
from leaderacademy.authoring.service.impact_text import affected
from leaderacademy.authoring.service.publishing import ChangedMeanwhile, HasProblems, told
from leaderacademy.authoring.service.taking_over import Conflicts, as_drafts, published
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import actor, see_other
from leaderacademy.authoring.views.exchange import as_file, exchange_page
from leaderacademy.core import clock
from leaderacademy.core.database import session


@blueprint.get("/studio/austausch/kurs.zip")
@trainer_only
def course_file() -> Response:
    """Every file of the course as it stands on the server."""
    response = make_response(service.course_archive())
    return as_file(response, f"kurs-{clock.now():%Y-%m-%d}.zip", "application/zip")


@blueprint.post("/studio/austausch/kurs")
@trainer_only
@takes_up_to(LARGEST_ZIP + 1_000_000, upload=True)
def read_course() -> Response:
    """What a ZIP would change; nothing of the course is touched."""
    file = request.files.get("zip")
    if file is None or not file.filename:
        return make_response(exchange_page(zip="Wählen Sie eine ZIP-Datei aus."), 422)
    try:
        with file.stream as stream:
            archive = read_archive(stream)
    except BadFile as error:
        return make_response(exchange_page(zip=str(error)), 422)
    changes = service.changes_by(archive, exact=bool(request.form.get("exact")))
    parcel = service.keep_parcel(changes, clock.now())
    session.commit()
    return make_response(_page(changes, parcel, file.filename[-80:], _remarks(archive)))


def _remarks(archive: Archive) -> list[str]:
    """What there is to say of the ZIP as a whole."""
    found = []
    if not archive.is_ours:
        found.append("Ein Inhaltsverzeichnis fehlt: Die ZIP-Datei ist nicht aus diesem Programm.")
    if archive.missing:
        names = ", ".join(archive.missing[:5])
        found.append(f"Laut Inhaltsverzeichnis fehlt in der ZIP-Datei: {names}.")
    if archive.skipped:
        names = ", ".join(archive.skipped[:8])
        more = len(archive.skipped) - 8
        rest = f" und {more} weitere" if more > 0 else ""
        found.append(f"Gehört nicht zum Kurs und wird übergangen: {names}{rest}.")
    return found


def _page(changes: list[Change], parcel: str, name: str, remarks: list[str], **more: object) -> str:
    now = clock.now()
    usable = [one for one in changes if one.status not in (EQUAL, REFUSED)]
    return render_template(
        "authoring/exchange/course.html",
        rows=service.shown(one for one in changes if one.status != EQUAL),
        equal=sum(one.status == EQUAL for one in changes),
        usable=usable,
        problems=service.would_be_problems(usable) if usable else (),
        impacts=[
            (one.document, affected(one.document, one.text, now))
            for one in usable
            if one.document is not None and one.document.is_lesson and one.status != service.NEW
        ],
        parcel=parcel,
        name=name,
        remarks=remarks,
        **{"error": "", "said": "", "ticked": [one.name for one in usable], **more},
    )


@blueprint.post("/studio/austausch/kurs/uebernehmen")
@trainer_only
def take_course() -> Response:
    """Take the ticked files over: as drafts, or online at once."""
    parcel, names = request.form.get("parcel", ""), request.form.getlist("file")
    try:
        changes = service.open_parcel(parcel, names)
        every = service.open_parcel(parcel, service.names_in(parcel))
    except TooOld:
        said = "Was Sie angesehen haben, ist nicht mehr da. Lesen Sie die ZIP-Datei noch einmal."
        return make_response(exchange_page(zip=said), 410)
    if not changes:
        flash("Es war keine Datei angekreuzt. Es wurde nichts übernommen.", "warn")
        return see_other("/studio/austausch")
    if request.form.get("how") == "publish":
        return _publish(changes, every, parcel)
    return _save(changes, every, parcel)


def _save(changes: list[Change], every: list[Change], parcel: str) -> Response:
    try:
        saved = as_drafts(changes, actor(), clock.now())
    except Conflicts as error:
        who = "; ".join(f"{document.name} (Entwurf von {by})" for document, by in error.places)
        return _refused(
            f"In offenen Entwürfen sind dieselben Zeilen geändert: {who}. Nehmen Sie diese Dateien "
            "aus, oder veröffentlichen Sie zuerst die Entwürfe.",
            every,
            parcel,
        )
    except CannotWrite as error:
        return _refused(str(error), every, parcel, 503)
    session.commit()
    told()
    many = "1 Text liegt" if len(saved) == 1 else f"{len(saved)} Texte liegen"
    flash(f"{many} jetzt als Entwurf bereit. Online hat sich nichts geändert.", "good")
    return see_other("/studio/lektionen")


def _publish(changes: list[Change], every: list[Change], parcel: str) -> Response:
    note = request.form.get("note", "").strip()[:400] or "Aus einer ZIP-Datei"
    try:
        names = published(changes, note, actor(), clock.now())
    except HasProblems as error:
        first = error.problems[0]
        return _refused(
            f"So hätte der Kurs Fehler, es wurde nichts geändert. {first.path}, "
            f"Zeile\u00a0{first.line}: {first.text}",
            every,
            parcel,
        )
    except ChangedMeanwhile:
        return _refused("Inzwischen hat sich der Kurs geändert. Sehen Sie nach.", every, parcel)
    except CannotWrite as error:
        return _refused(str(error), every, parcel, 503)
    session.commit()
    told()
    if not repository.commit(names, note, actor()):
        flash("Veröffentlicht, aber git hat den Stand nicht aufgenommen.", "warn")
    many = "1 Datei ist" if len(changes) == 1 else f"{len(changes)} Dateien sind"
    flash(f"{many} jetzt online. Die Fassungen davor stehen im Verlauf jedes Textes.", "good")
    return see_other("/studio/lektionen")


def _refused(text: str, every: list[Change], parcel: str, status: int = 409) -> Response:
    """Nothing happened; what was ticked and typed is still there."""
    session.rollback()
    form = request.form
    more = {"error": text, "said": form.get("note", ""), "ticked": form.getlist("file")}
    return make_response(_page(every, parcel, "ZIP-Datei", [], **more), status)
