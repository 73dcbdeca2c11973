"""Setting up the app that shows codes, and removing it."""

from flask import Response, current_app, render_template, request, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import sets_up_factor, trainer_only
from leaderacademy.accounts.forms import CodeForm
from leaderacademy.accounts.rules import SECOND_FACTOR_PER_ACCOUNT
from leaderacademy.accounts.rules.factors import app_address, in_groups
from leaderacademy.accounts.service.factors import standing_of
from leaderacademy.accounts.service.factors.code_app import (
    begin_app,
    confirm_app,
    remove_app,
    waiting_secret,
)
from leaderacademy.accounts.views.factors.own import (
    OWN,
    added,
    after_password,
    here,
    refuse_last,
    removed,
    unkept,
)
from leaderacademy.accounts.views.pages import blueprint, seconds_to_wait, see
from leaderacademy.core import clock
from leaderacademy.core.database import session


@blueprint.post(f"{OWN}/app/neu")
@trainer_only
@sets_up_factor
@after_password
def begin_code_app() -> Response:
    """A new secret; it counts only when a code of it was typed."""
    begun = begin_app(here().person.id, clock.now())
    session.commit()
    return see(url_for("accounts.code_app") if begun else OWN)


@blueprint.route(f"{OWN}/app", methods=["GET", "POST"])
@trainer_only
@sets_up_factor
def code_app() -> Response:
    """The QR code and the first code."""
    person, now, form = here().person, clock.now(), CodeForm(request.form)
    secret = waiting_secret(person.id, _house_key(), now)
    if secret is None:
        return see(OWN)
    if request.method != "POST":
        return _page(secret, form)
    if not form.validate():
        return _page(secret, form, 422)
    wait = seconds_to_wait(now, (SECOND_FACTOR_PER_ACCOUNT, "second factor", str(person.id)))
    if wait:
        return _page(secret, form, 429, wait)
    if not confirm_app(person.id, form.text("code"), _house_key(), now):
        form.complain(
            "code",
            "Dieser Code passt nicht. Nehmen Sie den, den die App gerade zeigt, und prüfen Sie die "
            "Uhrzeit Ihres Telefons.",
        )
        return _page(secret, form, 422)
    return added("Ihre Code-App ist eingerichtet.")


def _house_key() -> str:
    return str(current_app.config["SETTINGS"].secret_key)


def _page(secret: str, form: CodeForm, status: int = 200, wait: int = 0) -> Response:
    import segno  # late, see core/pdf.py

    settings = current_app.config["SETTINGS"]
    address = app_address(secret, str(here().person.email), settings.site_name)
    page = render_template(
        "accounts/factors/code_app.html",
        form=form,
        secret=in_groups(secret),
        address=address,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        wait_minutes=-(-wait // 60),
    )
    response = unkept(page, status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@blueprint.post(f"{OWN}/app/entfernen")
@trainer_only
@sets_up_factor
@after_password
def remove_code_app() -> Response:
    """Codes of the app count no more."""
    person = here().person
    refused = refuse_last(standing_of(person.id))
    if refused is not None:
        return refused
    if not remove_app(person.id):
        raise NotFound
    return removed("Ihre Code-App ist entfernt.")
