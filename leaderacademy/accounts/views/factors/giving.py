"""The second step of signing in: nothing else opens before it."""

from datetime import datetime

from flask import Response, current_app, make_response, render_template, request, url_for

from leaderacademy.accounts.access import public
from leaderacademy.accounts.entrance import half_signed_in, let_through
from leaderacademy.accounts.forms import SecondStepForm
from leaderacademy.accounts.models import HalfSignIn, Person
from leaderacademy.accounts.rules import SECOND_FACTOR_PER_ACCOUNT, SIGN_IN_PER_NETWORK_ADDRESS
from leaderacademy.accounts.rules.factors import passkey_home
from leaderacademy.accounts.service.factors import standing_of, tell_change
from leaderacademy.accounts.service.factors.code_app import accept_code
from leaderacademy.accounts.service.factors.passkeys import accept_passkey, request_options
from leaderacademy.accounts.service.factors.recovery import accept_recovery
from leaderacademy.accounts.views.pages import blueprint, network_address, seconds_to_wait, see
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session


@blueprint.route("/anmelden/zweiter-faktor", methods=["GET", "POST"])
@public
def second_step() -> Response:
    """A code of the app, a passkey, or a code on paper."""
    now = clock.now()
    found = half_signed_in(now)
    if found is None:  # ten minutes are over, or nobody has shown a first factor here
        return see(url_for("accounts.sign_in"))
    half, person = found
    form = SecondStepForm(request.form)
    if request.method != "POST":  # HEAD is a page too
        return _page(half, form)
    if not form.text("credential") and not form.validate():
        return _page(half, form, 422)
    wait = seconds_to_wait(
        now,
        (SECOND_FACTOR_PER_ACCOUNT, "second factor", str(person.id)),
        (SIGN_IN_PER_NETWORK_ADDRESS, "second factor from", network_address()),
    )
    if wait:
        return _page(half, form, 429, wait)
    return _try(half, person, form, now)


def _try(half: HalfSignIn, person: Person, form: SecondStepForm, now: datetime) -> Response:
    by_key = bool(form.text("credential"))
    accepted = _by_passkey(half, form, now) if by_key else _by_code(person, form, now)
    if accepted:
        target = let_through(half, person, now)
        session.commit()
        return see(target or url_for("accounts.sign_in"))
    session.commit()  # what a passkey was to sign is spent
    form.complain(
        "code",
        "Dieser Passkey gehört nicht zu Ihrem Konto oder hat nicht geantwortet."
        if by_key
        else "Dieser Code gilt nicht. Jeder Code gilt nur einmal; warten Sie auf den nächsten.",
    )
    return _page(half, form, 422)


def _by_passkey(half: HalfSignIn, form: SecondStepForm, now: datetime) -> bool:
    home = passkey_home(current_app.config["SETTINGS"].base_url)
    return home is not None and accept_passkey(half, form.text("credential"), home, now)


def _by_code(person: Person, form: SecondStepForm, now: datetime) -> bool:
    typed = form.text("code")
    if accept_code(person.id, typed, current_app.config["SETTINGS"].secret_key, now):
        return True
    if not accept_recovery(person.id, typed, now):
        return False
    left = standing_of(person.id).codes_left
    text = f"Mit einem Notfallcode angemeldet; es bleiben {left}."
    tell_change(person, text, "recovery-code-used", Actor(person.id, person.name), now)
    return True


def _page(half: HalfSignIn, form: SecondStepForm, status: int = 200, wait: int = 0) -> Response:
    home = passkey_home(current_app.config["SETTINGS"].base_url)
    page = render_template(
        "accounts/factors/second_step.html",
        form=form,
        options=request_options(half, home) if home is not None else "",
        has_app=standing_of(half.person_id).app_since is not None,
        wait_minutes=-(-wait // 60),
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
