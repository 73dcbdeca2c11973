"""Signing in by password or by mail, a forgotten password, and signing out."""

from datetime import datetime

from flask import Response, make_response, render_template, request, url_for

from leaderacademy.accounts import links, service
from leaderacademy.accounts.access import current_learner, forget_here, public
from leaderacademy.accounts.entrance import let_in
from leaderacademy.accounts.forms import MailForm, NewPasswordForm, SignInForm
from leaderacademy.accounts.passwords import first_fitting, hash_password
from leaderacademy.accounts.rules import (
    MAILS_PER_MAIL_ADDRESS,
    MAILS_PER_NETWORK_ADDRESS,
    SIGN_IN_PER_ACCOUNT,
    SIGN_IN_PER_NETWORK_ADDRESS,
    Purpose,
    email_key,
    safe_path,
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

SIGN_IN_PAGE = "accounts/sign_in.html"


@blueprint.route("/anmelden", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """One page, two ways: password, or a link by mail."""
    person = current_learner()
    target = safe_path(request.values.get("weiter"))
    if request.method != "POST":  # HEAD is a page too
        if person is not None and person.confirmed_at is not None:
            return see(target)
        return make_response(render_template(SIGN_IN_PAGE, form=SignInForm(weiter=target)))
    form = SignInForm(request.form)
    form.weiter.data = target
    if request.form.get("how") == "link":
        return _send_link(form)
    if not form.validate():
        return make_response(render_template(SIGN_IN_PAGE, form=form), 422)
    return _try_password(form, target)


def _try_password(form: SignInForm, target: str) -> Response:
    now = clock.now()
    wait = seconds_to_wait(
        now,
        (SIGN_IN_PER_ACCOUNT, "password", email_key(form.text("email"))),
        (SIGN_IN_PER_NETWORK_ADDRESS, "password from", network_address()),
    )
    if wait:
        return ask_for_patience(SIGN_IN_PAGE, wait, form=form)
    candidates = service.sign_in_candidates(form.text("email"))
    session.commit()  # no lock is held while the password is hashed
    person_id = first_fitting(candidates, form.text("password"))
    if person_id is None:
        form.complain("password", "Adresse und Passwort passen nicht zusammen.")
        return make_response(render_template(SIGN_IN_PAGE, form=form), 422)
    target = let_in(service.get_person(person_id), now, target)
    session.commit()
    return see(target)


def _send_link(form: SignInForm) -> Response:
    asked = MailForm(request.form)
    if not asked.validate():
        form.email.errors = asked.email.errors
        return make_response(render_template(SIGN_IN_PAGE, form=form), 422)
    now = clock.now()
    wait = _wait_for_mail(asked.text("email"), now)
    if wait:
        return ask_for_patience(SIGN_IN_PAGE, wait, form=form)
    service.send_sign_in_link(asked.text("email"), now)
    session.commit()
    return see(url_for("accounts.mail_sent"))


def _wait_for_mail(address: str, now: datetime) -> int:
    return seconds_to_wait(
        now,
        (MAILS_PER_MAIL_ADDRESS, "mail", email_key(address)),
        (MAILS_PER_NETWORK_ADDRESS, "mail from", network_address()),
    )


@blueprint.route("/anmelden/gesendet")
@public
def mail_sent() -> str:
    """The same words for every address."""
    return render_template("accounts/mail_sent.html")


@blueprint.route("/anmelden/link/<token>", methods=["GET", "POST"])
@public
def sign_in_by_link(token: str) -> Response:
    """A button that signs in; opening the page does nothing."""
    now = clock.now()
    try:
        link = links.get_link(Purpose.SIGN_IN, token, now)
        if request.method != "POST":  # HEAD is a page too
            page = render_template("accounts/sign_in_link.html", email=link.email)
            return make_response(page)
        person = service.sign_in_by_link(link, now)
    except links.BadLinkError:
        return bad_link()
    target = let_in(person, now)
    session.commit()
    return see(target)


@blueprint.route("/passwort-vergessen", methods=["GET", "POST"])
@public
def forgot_password() -> Response:
    """Ask for a link with which to set a new password."""
    form = MailForm(request.form)
    if request.method != "POST" or not form.validate():
        code = 422 if request.method == "POST" else 200
        return make_response(render_template("accounts/forgot_password.html", form=form), code)
    now = clock.now()
    wait = _wait_for_mail(form.text("email"), now)
    if wait:
        return ask_for_patience("accounts/forgot_password.html", wait, form=form)
    service.send_reset_link(form.text("email"), now)
    session.commit()
    return see(url_for("accounts.mail_sent"))


@blueprint.route("/passwort/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> Response:
    """Set a new password; all other devices are signed out."""
    now = clock.now()
    try:
        link = links.get_link(Purpose.RESET, token, now)
        name = service.get_person(link.person_id or 0).name
        form = NewPasswordForm(request.form, own=(name, str(link.email)))
        if request.method != "POST" or not form.validate():
            code = 422 if request.method == "POST" else 200
            page = render_template("accounts/reset_password.html", form=form, email=link.email)
            return make_response(page, code)
        session.commit()  # no lock is held while the password is hashed
        person = service.reset_password(link, hash_password(form.text("password")), now)
    except links.BadLinkError:
        return bad_link()
    target = let_in(person, now)
    session.commit()
    return see(target)


@blueprint.route("/abmelden", methods=["POST"])
@public
def sign_out() -> Response:
    """Sign this browser out; somebody without an account would lose everything, so they stay."""
    person = current_learner()
    if person is None or not person.has_account:
        return see(url_for("accounts.account"))
    forget_here()
    session.commit()
    return see(url_for("accounts.signed_out"))


@blueprint.route("/abgemeldet")
@public
def signed_out() -> str:
    """What signing out means."""
    return render_template("accounts/signed_out.html")
