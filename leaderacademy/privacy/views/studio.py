"""Deleting an account because its owner has asked the team to: the same seven days."""

from collections.abc import Callable
from functools import partial

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, trainer_only
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service.listing import find_account
from leaderacademy.accounts.service.managing import CannotChangeError
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.privacy import service
from leaderacademy.privacy.forms import DeleteForm
from leaderacademy.privacy.views.blueprint import blueprint

ACCOUNT = "/studio/konten/<int(max=2147483647):number>"


def _chosen(number: int) -> tuple[Person, Actor]:
    found, by = find_account(number), current_learner()
    if found is None or by is None:
        raise NotFound
    return found[0], Actor(by.id, by.name or by.email or "Trainer")


@blueprint.route(f"{ACCOUNT}/loeschen", methods=["GET", "POST"])
@trainer_only
def studio_delete(number: int) -> AnyResponse:
    """Only on the person's request; they read of it and may change their mind."""
    person, by = _chosen(number)
    form = DeleteForm(request.form)
    if person.is_trainer or person.deletion_due_at is not None:
        return _back(number)
    if request.method != "POST" or not form.sure.data:
        return _page(person, missing=request.method == "POST")
    said = "Das Konto wird in sieben Tagen gelöscht."
    return _done(number, partial(service.plan_deletion_for, person, clock.now(), by), said)


def _page(person: Person, missing: bool) -> Response:
    page = render_template(
        "privacy/studio_delete.html", person=person, missing=missing, kept=service.retention(person)
    )
    response = make_response(page, 422 if missing else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post(f"{ACCOUNT}/behalten")
@trainer_only
def studio_keep(number: int) -> AnyResponse:
    """The person has thought better of it."""
    person, by = _chosen(number)
    return _done(number, partial(service.keep_for, person, clock.now(), by), "Das Konto bleibt.")


def _done(number: int, act: Callable[[], None], said: str) -> AnyResponse:
    """Do it, or say why it cannot be done; back to the account."""
    try:
        act()
    except CannotChangeError as error:
        session.rollback()
        flash(str(error), "warn")
    else:
        session.commit()
        flash(said, "good")
    return _back(number)


def _back(number: int) -> AnyResponse:
    return redirect(url_for("accounts.studio_account", number=number), 303)
