"""Two versions that touch the same lines: both are shown, and a person decides."""

from flask import Response, flash, make_response, render_template, request

from leaderacademy.accounts.access import keeps_typed, takes_up_to, trainer_only
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.merging import BOTH, MINE, THEIRS, joined, merge
from leaderacademy.authoring.rules.texts import TooLong, cleaned, digest_of
from leaderacademy.authoring.service.drafts import Conflict, save_draft, take_in_file
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import (
    MAX_TEXT,
    PLACE,
    actor,
    address,
    document_or_404,
    see_other,
    title_of,
)
from leaderacademy.core import clock
from leaderacademy.core.database import session


def conflict_page(document: Document, conflict: Conflict, with_file: bool = False) -> str:
    """Both versions of every place that two people changed."""
    return render_template(
        "authoring/conflict.html",
        document=document,
        title=title_of(document, conflict.theirs),
        conflict=conflict,
        count=sum(region.conflict for region in conflict.regions),
        with_file=with_file,
    )


@blueprint.post(f"{PLACE}/zusammenfuehren")
@trainer_only
@keeps_typed("mine")
@takes_up_to(MAX_TEXT)
def merge_versions(area: str, slug: str) -> Response:
    """Take a changed file into the draft, or save what somebody decided about a conflict."""
    document, now = document_or_404(area, slug), clock.now()
    decided = _decided()
    try:
        if "mine" not in request.form:
            take_in_file(document, None, actor(), now)
        elif request.form.get("with_file"):
            take_in_file(document, decided, actor(), now)
        else:
            began = digest_of(cleaned(request.form.get("theirs", "")))
            save_draft(document, decided, began, actor(), now)
    except Conflict as conflict:
        # Somebody saved once more, or it is the file's first time: nothing is lost either way.
        page = conflict_page(document, conflict, with_file="mine" not in request.form)
        return make_response(page, 409)
    except TooLong as error:
        flash(str(error), "bad")
        return see_other(address("editor", document))
    session.commit()
    flash("Beide Fassungen sind zusammengeführt und als Entwurf gespeichert.", "good")
    return see_other(address("editor", document))


def _decided() -> str:
    """The text after the choices on the page; what nobody decided keeps both versions."""
    texts = [cleaned(request.form.get(name, "")) for name in ("base", "theirs", "mine")]
    choices = {}
    for name, value in request.form.items():
        number = name.removeprefix("choice-")
        if name != number and number.isdigit() and value in (MINE, THEIRS, BOTH):
            choices[int(number[:4])] = value
    return joined(merge(*texts), choices)
