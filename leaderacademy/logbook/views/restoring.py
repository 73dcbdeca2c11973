"""Reading a saved Logbuch back: upload, look at every difference, take what is wanted."""

import json

from flask import Response, current_app, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, ensure_learner, public, takes_up_to
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.fields.typed import typed
from leaderacademy.core import clock
from leaderacademy.core.database import session, start_reading
from leaderacademy.learning.rules.answers import base_of, read_base
from leaderacademy.learning.service.answers import Saved, Submitted, save_answers
from leaderacademy.logbook.rules.archive import LARGEST, BadFile, read_archive
from leaderacademy.logbook.rules.restoring import restoring_of, value_from
from leaderacademy.logbook.rules.schema import schema_of
from leaderacademy.logbook.views.blueprint import blueprint
from leaderacademy.logbook.views.document_page import current_state

# Twice the largest file: what lies between is told at the field, and what comes back from the
# page of differences is the file once more, in pieces.
MOST = 2 * LARGEST
NO_FILE = "Bitte wählen Sie zuerst die Datei „logbuch.json“, die Sie gesichert haben."


@blueprint.get("/logbuch/einlesen")
@public
def restore() -> Response:
    """Choose a file."""
    return make_response(render_template("logbook/restore.html", problem=""))


@blueprint.post("/logbuch/einlesen")
@takes_up_to(MOST)
@public
def compare() -> Response:
    """Show what the file would change; nothing is written here."""
    start_reading()
    file, course = request.files.get("datei"), catalogue.course()
    content = file.read(LARGEST + 1) if file is not None else b""
    if file is None or (not file.filename and not content):
        return make_response(render_template("logbook/restore.html", problem=NO_FILE), 422)
    try:
        archive = read_archive(content, course.logbook)
    except BadFile as error:
        return make_response(render_template("logbook/restore.html", problem=str(error)), 422)
    state = current_state(current_learner())
    page = render_template(
        "logbook/restore_choose.html",
        archive=archive,
        restoring=restoring_of(archive, state.values, course.logbook),
        bases={key: base_of(a.version, a.value) for key, a in state.answers.items()},
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/logbuch/einlesen/uebernehmen")
@takes_up_to(MOST)
@public
def take_over() -> AnyResponse:
    """Write the fields that were ticked; what changed meanwhile is not overwritten."""
    course, now = catalogue.course(), clock.now()
    submitted = {}
    for key in request.form.getlist("nehmen"):
        value = value_from(request.form.get(f"wert.{key}", ""), key, course.logbook)
        field = course.find_field(key)
        if field is not None and value is not None:
            base = read_base(request.form.get(f"base.{key}", ""))
            submitted[key] = Submitted(typed(field, value), base)
    if not submitted:
        flash("Es war kein Feld angekreuzt. Ihr Logbuch ist unverändert.", "info")
        return redirect("/logbuch", 303)
    saved = save_answers(ensure_learner(now).id, course, submitted, now)
    session.commit()
    _tell(saved)
    return redirect("/logbuch", 303)


def _tell(saved: Saved) -> None:
    count = len(saved.keys)
    flash(f"{'Ein Feld' if count == 1 else f'{count} Felder'} aus der Datei übernommen.", "good")
    if saved.conflicts:
        flash(
            "Manches wurde inzwischen in einem anderen Fenster geändert. Dort stehen jetzt beide "
            "Fassungen, und Sie wählen.",
            "warn",
        )


@blueprint.get("/logbuch.schema.json")
@public
def schema() -> Response:
    """What the file looks like, for programs."""
    address = f"{current_app.config['SETTINGS'].base_url}/logbuch.schema.json"
    tree = schema_of(catalogue.course().logbook, address)
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    return Response(text, mimetype="application/schema+json")
