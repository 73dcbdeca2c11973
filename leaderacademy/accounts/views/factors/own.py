"""/konto/zweiter-faktor: what a trainer has, and the way to more, to less and to new codes."""

from collections.abc import Callable
from functools import wraps

from flask import Response, current_app, flash, make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import Visitor, current_visitor, sets_up_factor, trainer_only
from leaderacademy.accounts.forms import ConfirmForm
from leaderacademy.accounts.passwords import fits
from leaderacademy.accounts.rules import SIGN_IN_PER_ACCOUNT
from leaderacademy.accounts.rules.factors import in_groups, passkey_home
from leaderacademy.accounts.service.factors import (
    Standing,
    forget_factors,
    standing_of,
    tell_change,
)
from leaderacademy.accounts.service.factors.recovery import make_codes
from leaderacademy.accounts.views.pages import blueprint, seconds_to_wait, see
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session

OWN = "/konto/zweiter-faktor"


def here() -> Visitor:
    """The trainer who asks."""
    visitor = current_visitor()
    if visitor is None:  # cannot be: these views are for trainers
        raise NotFound
    return visitor


def unkept(page: str, status: int = 200) -> Response:
    """A page that may hold secrets: nobody on the way keeps it."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get(OWN)
@trainer_only
@sets_up_factor
def factors() -> Response:
    """What there is."""
    return _page()


def _page(form: ConfirmForm | None = None, wait: int = 0) -> Response:
    person, settings = here().person, current_app.config["SETTINGS"]
    standing = standing_of(person.id)
    page = render_template(
        "accounts/factors/own.html",
        person=person,
        standing=standing,
        required=settings.require_second_factor,
        possible=passkey_home(settings.base_url) is not None,
        form=form or ConfirmForm(),
        problems=form.problems if form is not None else [],
        wait_minutes=-(-wait // 60),
    )
    response = unkept(page, 429 if wait else 422 if form is not None else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def refuse_password() -> Response | None:
    """The page again unless the password shows that nobody else sits at this device."""
    person = here().person
    if not person.password_hash:
        return None
    wait = seconds_to_wait(clock.now(), (SIGN_IN_PER_ACCOUNT, "own password", str(person.id)))
    if wait:
        return _page(wait=wait)
    form = ConfirmForm(request.form)
    form.validate()
    if fits(person.password_hash, form.text("password")):
        return None
    form.complain("password", "Das ist nicht Ihr Passwort.")
    return _page(form)


def after_password(view: Callable[..., Response]) -> Callable[..., Response]:
    """This view acts only once the password has shown who sits there; below the access rule."""

    @wraps(view)
    def asking(**values: int) -> Response:
        return refuse_password() or view(**values)

    return asking


def added(text: str) -> Response:
    """Note a new factor; with the first one come the codes on paper, shown this once."""
    person, now = here().person, clock.now()
    tell_change(person, text, "second-factor-added", Actor(person.id, person.name), now)
    codes = [] if standing_of(person.id).codes_left else make_codes(person.id)
    session.commit()
    flash(text, "good")
    return _codes_page(codes) if codes else see(OWN)


def _codes_page(codes: list[str]) -> Response:
    shown = [in_groups(code) for code in codes]
    return unkept(render_template("accounts/factors/codes.html", codes=shown))


@blueprint.post(f"{OWN}/notfallcodes")
@trainer_only
@sets_up_factor
@after_password
def new_codes() -> Response:
    """Ten new codes; the old ones are void."""
    person, now = here().person, clock.now()
    if not standing_of(person.id).counts:
        return see(OWN)
    codes = make_codes(person.id)
    text = "Neue Notfallcodes angelegt; die alten gelten nicht mehr."
    tell_change(person, text, "recovery-codes-made", Actor(person.id, person.name), now)
    session.commit()
    return _codes_page(codes)


def refuse_last(standing: Standing) -> Response | None:
    """The last factor stays where the operator asks for one."""
    if standing.count > 1 or not current_app.config["SETTINGS"].require_second_factor:
        return None
    flash(
        "Der Betrieb verlangt einen zweiten Faktor. Richten Sie erst einen anderen ein, dann lässt "
        "sich dieser entfernen.",
        "warn",
    )
    return see(OWN)


def removed(text: str) -> Response:
    """Note that a factor is gone; with the last one go the codes on paper."""
    person, now = here().person, clock.now()
    if not standing_of(person.id).counts:
        forget_factors(person.id)
    tell_change(person, text, "second-factor-removed", Actor(person.id, person.name), now)
    session.commit()
    flash(text, "good")
    return see(url_for("accounts.factors"))
