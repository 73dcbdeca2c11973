"""Becoming an account, and confirming the address."""

from flask import Response, make_response, render_template, request, url_for

from leaderacademy.accounts import links, service
from leaderacademy.accounts.access import (
    current_learner,
    ensure_learner,
    public,
    sign_in_here,
    signed_in,
)
from leaderacademy.accounts.entrance import let_in
from leaderacademy.accounts.forms import ConfirmForm, RegisterForm
from leaderacademy.accounts.models import MailLink, Person
from leaderacademy.accounts.passwords import fits, hash_password
from leaderacademy.accounts.rules import (
    MAILS_PER_MAIL_ADDRESS,
    MAILS_PER_NETWORK_ADDRESS,
    SIGN_IN_PER_ACCOUNT,
    Purpose,
    email_key,
)
from leaderacademy.accounts.views.pages import (
    ask_for_patience,
    bad_link,
    blueprint,
    network_address,
    seconds_to_wait,
    see,
)
from leaderacademy.core import clock
from leaderacademy.core.database import session


@blueprint.route("/registrieren", methods=["GET", "POST"])
@public
def register() -> Response:
    """Name, mail, perhaps a password; what was done before stays with the person."""
    person = current_learner()
    if person is not None and person.has_account:
        return see(url_for("accounts.account"))
    form = RegisterForm(request.form)
    if request.method != "POST" or not form.validate():
        code = 422 if request.method == "POST" else 200
        return make_response(render_template("accounts/register.html", form=form), code)
    now = clock.now()
    wait = seconds_to_wait(
        now,
        (MAILS_PER_MAIL_ADDRESS, "mail", email_key(form.text("email"))),
        (MAILS_PER_NETWORK_ADDRESS, "mail from", network_address()),
    )
    if wait:
        return ask_for_patience("accounts/register.html", wait, form=form)
    password_hash = hash_password(form.text("password")) if form.text("password") else None
    person = ensure_learner(now)
    course_mails = bool(form.course_mails.data)
    service.register(
        person, form.text("name"), form.text("email"), password_hash, now, course_mails
    )
    sign_in_here(person, now)
    session.commit()
    return see(url_for("accounts.registered"))


@blueprint.route("/registrieren/fertig")
@signed_in
def registered() -> str:
    """The same words whether or not the address was known."""
    return render_template("accounts/registered.html", person=current_learner())


@blueprint.route("/bestaetigen/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Response:
    """A button that confirms; mail scanners only open pages, they press nothing."""
    now = clock.now()
    try:
        link = links.get_link(Purpose.CONFIRM, token, now)
        person = service.get_person(link.person_id or 0)
        if request.method != "POST":  # HEAD is a page too
            return _confirm_page(person, ConfirmForm())
        return _confirm(link, person)
    except links.BadLinkError:
        return bad_link()


def _confirm(link: MailLink, person: Person) -> Response:
    now = clock.now()
    trusted = _is_here(person)
    form = ConfirmForm(request.form)
    if not trusted and request.form.get("how") != "takeover" and person.password_hash:
        wait = seconds_to_wait(now, (SIGN_IN_PER_ACCOUNT, "confirm", str(person.id)))
        if wait:
            return ask_for_patience("accounts/confirm.html", wait, form=form, **_shown(person))
        trusted = fits(person.password_hash, form.text("password"))
        if not trusted:
            form.complain("password", "Das ist nicht das Passwort, das beim Registrieren galt.")
            return _confirm_page(person, form, 422)
    person = service.confirm(link, trusted, now)
    target = let_in(person, now, url_for("accounts.confirmed"))
    session.commit()
    return see(target)


def _is_here(person: Person) -> bool:
    here = current_learner()
    return here is not None and here.id == person.id


def _confirm_page(person: Person, form: ConfirmForm, code: int = 200) -> Response:
    page = render_template("accounts/confirm.html", form=form, **_shown(person))
    return make_response(page, code)


def _shown(person: Person) -> dict[str, object]:
    ask = not _is_here(person)
    return {"person": person, "elsewhere": ask, "ask_password": ask and bool(person.password_hash)}


@blueprint.route("/bestaetigt")
@signed_in
def confirmed() -> str:
    """The address is confirmed; on with the course."""
    return render_template("accounts/confirmed.html", person=current_learner())
