"""The own data as a file, and the way out."""

import json

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, forget_here, public, signed_in
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service.team import is_last_trainer
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.privacy import service
from leaderacademy.privacy.forms import DeleteForm
from leaderacademy.privacy.rules import in_words, label, pack
from leaderacademy.privacy.views.blueprint import blueprint

ACCOUNT = "/konto"


@blueprint.route("/konto/daten.zip")
@public
def export() -> AnyResponse:
    """Everything that is kept of who asks: JSON for programs, HTML to read and print."""
    person = current_learner()
    if person is None:
        return redirect(ACCOUNT, 303)
    now = clock.now()
    data = service.collect(person)
    page = render_template(
        "privacy/export.html", data=data, now=now, label=label, in_words=in_words
    )
    files = {
        "leader-academy/daten.html": page.encode(),
        "leader-academy/daten.json": json.dumps(data, ensure_ascii=False, indent=2).encode(),
    }
    response = Response(pack(files, now), mimetype="application/zip")
    response.headers["Content-Disposition"] = "attachment; filename=leader-academy-daten.zip"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.route("/konto/loeschen", methods=["GET", "POST"])
@public
def delete() -> AnyResponse:
    """With an account in seven days, without one at once."""
    person = current_learner()
    if person is None or person.deletion_due_at is not None:
        return redirect(ACCOUNT, 303)
    form = DeleteForm(request.form)
    if request.method != "POST" or not form.sure.data:
        missing = request.method == "POST"
        return _delete_page(person, missing, 422 if missing else 200)
    now = clock.now()
    if person.has_account:
        try:
            service.plan_deletion(person, now)
        except service.LastTrainerError:
            session.rollback()
            return _delete_page(person, False, 409)
        session.commit()
        return redirect(ACCOUNT, 303)
    forget_here()
    service.delete_person(person.id, now)
    session.commit()
    return redirect("/konto/geloescht", 303)


def _delete_page(person: Person, missing: bool, status: int) -> Response:
    page = render_template(
        "privacy/delete.html",
        person=person,
        missing=missing,
        kept=service.retention(person),
        last=is_last_trainer(person),
    )
    return make_response(page, status)


@blueprint.route("/konto/geloescht")
@public
def deleted() -> str:
    """Nothing is left on this device."""
    return render_template("privacy/deleted.html")


@blueprint.route("/konto/behalten", methods=["POST"])
@signed_in
def keep() -> AnyResponse:
    """Think better of it."""
    person = current_learner()
    if person is not None:
        service.keep(person)
        session.commit()
        flash("Schön, dass Sie bleiben. Ihr Konto wird nicht gelöscht.", "good")
    return redirect(ACCOUNT, 303)
