"""The pictures of the course: adding, finding their place in the texts, removing."""

from flask import Response, flash, jsonify, make_response, render_template, request
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import takes_up_to, trainer_only
from leaderacademy.authoring.rules.pictures import LARGEST, BadPicture
from leaderacademy.authoring.service import repository
from leaderacademy.authoring.service.files import CannotWrite
from leaderacademy.authoring.service.pictures import (
    StillUsed,
    add_picture,
    pictures,
    remove_picture,
)
from leaderacademy.authoring.service.publishing import told
from leaderacademy.authoring.views.blueprint import blueprint
from leaderacademy.authoring.views.desk import actor, see_other
from leaderacademy.core import clock
from leaderacademy.core.audit import note_action
from leaderacademy.core.database import session, start_reading, start_writing

_MOST = 2 * LARGEST  # what is a little too large is refused in words


@blueprint.get("/studio/bilder")
@trainer_only
def picture_list() -> str:
    """Every picture and where it is used."""
    return _page()


def _page(error: str = "", alternative: str = "") -> str:
    return render_template(
        "authoring/pictures.html", pictures=pictures(), error=error, alternative=alternative
    )


@blueprint.post("/studio/bilder")
@trainer_only
@takes_up_to(_MOST)
def upload() -> Response:
    """Take in a picture; the answer is the line that shows it in a text."""
    alternative = request.form.get("alternative", "")
    by_script = bool(request.headers.get("X-Fragment"))
    session.commit()
    start_reading()  # to encode takes seconds, and nobody who writes shall wait for that
    try:
        name = add_picture(*_sent(), alternative)
    except (BadPicture, CannotWrite) as error:
        status = 503 if isinstance(error, CannotWrite) else 422
        if by_script:
            return make_response(jsonify(error=str(error)), status)
        return make_response(_page(str(error), alternative), status)
    start_writing()
    told()
    note_action("picture-added", f"picture:{name}"[:80], f"Bild {name}", actor(), clock.now())
    session.commit()
    repository.commit(["media"], f"Bild: {name}", actor())
    line = _line_for(name, alternative)
    if by_script:
        return jsonify(name=name, text=line)
    flash(f"Das Bild ist da. So zeigen Sie es in einer Lektion: {line.strip()}", "good")
    return see_other("/studio/bilder")


def _sent() -> tuple[bytes, str]:
    """The bytes and the name of the file; empty when none was chosen."""
    file = request.files.get("picture")
    if file is None:
        return b"", ""
    with file.stream as stream:
        return stream.read(), file.filename or ""


def _line_for(name: str, alternative: str) -> str:
    """Drawings are figures, photos stand in the text."""
    words = " ".join(alternative.split()).replace("]", ")").replace("[", "(")
    if name.endswith(".svg"):
        return f"::: figure {name.removesuffix('.svg')}\n{words}\n:::\n"
    return f"![{words}]({name})\n"


@blueprint.post("/studio/bilder/<name>/loeschen")
@trainer_only
def remove(name: str) -> Response:
    """Delete a picture that no text uses."""
    try:
        remove_picture(name)
    except LookupError:
        raise NotFound from None
    except (StillUsed, CannotWrite) as error:
        flash(str(error), "bad")
        return see_other("/studio/bilder")
    told()
    note_action("picture-removed", f"picture:{name}"[:80], f"Bild {name}", actor(), clock.now())
    session.commit()
    repository.commit(["media"], f"Bild gelöscht: {name}", actor())
    flash("Das Bild ist gelöscht.", "good")
    return see_other("/studio/bilder")
