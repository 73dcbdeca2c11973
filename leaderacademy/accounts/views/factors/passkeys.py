"""Making passkeys, several per person and each with a name, and removing them."""

from flask import Response, current_app, flash, render_template, request, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import sets_up_factor, trainer_only
from leaderacademy.accounts.forms import PasskeyForm
from leaderacademy.accounts.rules import device_label
from leaderacademy.accounts.rules.factors import MOST_PASSKEYS, Home, passkey_home
from leaderacademy.accounts.service.factors import passkeys, standing_of
from leaderacademy.accounts.views.factors.own import (
    OWN,
    added,
    after_password,
    here,
    refuse_last,
    removed,
    unkept,
)
from leaderacademy.accounts.views.pages import blueprint, see
from leaderacademy.core import clock
from leaderacademy.core.database import session


def _find_home() -> Home | None:
    return passkey_home(current_app.config["SETTINGS"].base_url)


@blueprint.post(f"{OWN}/passkey/neu")
@trainer_only
@sets_up_factor
@after_password
def begin_passkey() -> Response:
    """Say what the browser is to sign, then open the page that asks it to."""
    if _find_home() is None:
        return see(OWN)  # the page says why it has no such button
    if len(standing_of(here().person.id).passkeys) >= MOST_PASSKEYS:
        flash(f"Mehr als {MOST_PASSKEYS}\u00a0Passkeys gehen nicht. Entfernen Sie einen.", "warn")
        return see(OWN)
    passkeys.begin_passkey(here().device, clock.now())
    session.commit()
    return see(url_for("accounts.passkey"))


@blueprint.route(f"{OWN}/passkey", methods=["GET", "POST"])
@trainer_only
@sets_up_factor
def passkey() -> Response:
    """The name of the new key; the button asks the browser, and the form brings its answer."""
    visitor, now, form = here(), clock.now(), PasskeyForm(request.form)
    home, house = _find_home(), current_app.config["SETTINGS"].site_name
    if home is None:
        return see(OWN)
    if request.method == "POST":
        return _add(form, home)
    options = passkeys.creation_options(visitor.person, visitor.device, home, house, now)
    if not options:
        return see(OWN)
    form.name.data = device_label(request.user_agent.string)
    return unkept(render_template("accounts/factors/passkey.html", form=form, options=options))


def _add(form: PasskeyForm, home: Home) -> Response:
    visitor, now = here(), clock.now()
    form.validate()
    name = form.text("name") or device_label(request.user_agent.string)
    try:
        passkeys.add_passkey(
            visitor.person, visitor.device, form.text("credential"), name, home, now
        )
    except passkeys.RefusedPasskeyError:
        session.commit()  # what was to be signed is spent
        flash("Dieser Passkey kam nicht richtig an. Bitte versuchen Sie es noch einmal.", "warn")
        return see(OWN)
    return added("Ihr Passkey ist eingerichtet.")


@blueprint.post(f"{OWN}/passkey/<int(max=2147483647):number>/entfernen")
@trainer_only
@sets_up_factor
@after_password
def remove_passkey(number: int) -> Response:
    """One of the own keys; another person's does not exist here."""
    person = here().person
    standing = standing_of(person.id)
    if number not in [key.id for key in standing.passkeys]:
        raise NotFound
    refused = refuse_last(standing)
    if refused is not None:
        return refused
    if not passkeys.remove_passkey(person.id, number):
        raise NotFound
    return removed("Der Passkey ist entfernt.")
