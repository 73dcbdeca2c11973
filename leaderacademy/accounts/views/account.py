"""/konto: what is known of oneself, and how to change it."""

from flask import Response, flash, make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts import addresses, devices, links, service
from leaderacademy.accounts.access import (
    Visitor,
    current_learner,
    current_visitor,
    forget_here,
    public,
    signed_in,
)
from leaderacademy.accounts.forms import AccountForm, AddressForm, ChangePasswordForm, NameForm
from leaderacademy.accounts.passwords import fits, hash_password
from leaderacademy.accounts.rules import (
    MAILS_PER_MAIL_ADDRESS,
    MAILS_PER_NETWORK_ADDRESS,
    SIGN_IN_PER_ACCOUNT,
    Limit,
    Purpose,
    email_key,
)
from leaderacademy.accounts.views.pages import (
    bad_link,
    blueprint,
    network_address,
    seconds_to_wait,
    see,
)
from leaderacademy.core import clock
from leaderacademy.core.database import session

WRONG_PASSWORD = "Das ist nicht Ihr Passwort."  # noqa: S105


@blueprint.route("/konto")
@public
def account() -> Response:
    """The own account; without one, what is stored and what can be done with it."""
    person = current_learner()
    if person is None or not person.has_account:
        return make_response(render_template("accounts/welcome.html", person=person))
    return _page()


def _here() -> Visitor:
    visitor = current_visitor()
    if visitor is None:  # cannot be: the views below are for people with an account
        raise NotFound
    return visitor


def _page(form: AccountForm | None = None, wait: int = 0) -> Response:
    """The page, with one form that was refused or none."""
    visitor = _here()
    person = visitor.person
    forms: dict[str, AccountForm] = {
        "name_form": NameForm(name=person.name),
        "address_form": AddressForm(),
        "password_form": ChangePasswordForm(None, own=()),
    }
    if form is not None:
        forms |= {name: form for name, fresh in forms.items() if type(fresh) is type(form)}
    page = render_template(
        "accounts/account.html",
        person=person,
        devices=devices.devices_of(person.id),
        this_device=visitor.device.id,
        wanted_address=addresses.wanted_address(person.id, clock.now()),
        own_pages=[one for own in service.own_pages for one in own(person, clock.now())],
        problems=form.problems if form is not None else [],
        wait_minutes=-(-wait // 60),
        **forms,
    )
    response = make_response(page, 429 if wait else 422 if form is not None else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _done(sentence: str) -> Response:
    session.commit()
    flash(sentence, "good")
    return see(url_for("accounts.account"))


@blueprint.route("/konto/name", methods=["POST"])
@signed_in
def rename() -> Response:
    """Another name."""
    form = NameForm(request.form)
    if not form.validate():
        return _page(form)
    _here().person.name = form.text("name")
    return _done("Ihr Name ist geändert.")


@blueprint.route("/konto/adresse", methods=["POST"])
@signed_in
def change_address() -> Response:
    """Another mail address; it counts when it is confirmed."""
    person = _here().person
    form = AddressForm(request.form)
    if not form.validate():
        return _page(form)
    wait = _wait_for_mail(form.text("email")) or _wait_for_password()
    if wait:
        return _page(form, wait)
    if person.password_hash and not fits(person.password_hash, form.text("address_password")):
        form.complain("address_password", WRONG_PASSWORD)
        return _page(form)
    addresses.ask_for_address(person, form.text("email"), clock.now())
    return _done("Wir haben eine Nachricht an die neue Adresse geschickt.")


def _wait_for_mail(address: str) -> int:
    return _wait(
        (MAILS_PER_MAIL_ADDRESS, "mail", email_key(address)),
        (MAILS_PER_NETWORK_ADDRESS, "mail from", network_address()),
    )


def _wait_for_password() -> int:
    return _wait((SIGN_IN_PER_ACCOUNT, "own password", str(_here().person.id)))


def _wait(*attempts: tuple[Limit, str, str]) -> int:
    return seconds_to_wait(clock.now(), *attempts)


@blueprint.route("/konto/adresse/erneut", methods=["POST"])
@signed_in
def send_again() -> Response:
    """The mail of confirmation once more."""
    person = _here().person
    if person.confirmed_at is not None or person.email is None:
        return see(url_for("accounts.account"))
    wait = _wait_for_mail(person.email)
    if wait:
        return _page(wait=wait)
    addresses.ask_to_confirm(person, clock.now())
    return _done("Wir haben die Nachricht noch einmal geschickt.")


@blueprint.route("/konto/adresse/<token>", methods=["GET", "POST"])
@signed_in
def confirm_address(token: str) -> Response:
    """The new address, confirmed where one is signed in: a stranger's click changes nothing."""
    now = clock.now()
    try:
        link = links.get_link(Purpose.CHANGE, token, now)
        if link.person_id != _here().person.id:
            raise links.BadLinkError
        if request.method != "POST":  # HEAD is a page too
            page = render_template("accounts/confirm_address.html", email=link.email)
            return make_response(page)
        addresses.change_address(link, now)
    except links.BadLinkError:
        return bad_link()
    except addresses.AddressTakenError:
        session.rollback()
        return make_response(render_template("accounts/address_taken.html"), 409)
    return _done("Ihre neue Adresse gilt.")


@blueprint.route("/konto/passwort", methods=["POST"])
@signed_in
def change_password() -> Response:
    """Another password, or a first one; all other devices are signed out."""
    visitor = _here()
    person = visitor.person
    form = ChangePasswordForm(request.form, own=(person.name, str(person.email)))
    if not form.validate():
        return _page(form)
    wait = _wait_for_password()
    if wait:
        return _page(form, wait)
    if person.password_hash and not fits(person.password_hash, form.text("old_password")):
        form.complain("old_password", WRONG_PASSWORD)
        return _page(form)
    password_hash = hash_password(form.text("new_password"))
    service.set_password(person, password_hash, clock.now(), visitor.device)
    return _done("Ihr Passwort gilt. Alle anderen Geräte sind abgemeldet.")


@blueprint.route("/konto/geraete/<int(max=2147483647):device_id>/abmelden", methods=["POST"])
@signed_in
def sign_out_device(device_id: int) -> Response:
    """Sign one of the own devices out; another person's does not exist here."""
    visitor = _here()
    if device_id == visitor.device.id:
        forget_here()
        session.commit()
        return see(url_for("accounts.signed_out"))
    if not devices.drop_device(visitor.person.id, device_id):
        raise NotFound
    return _done("Das Gerät ist abgemeldet.")


@blueprint.route("/konto/ueberall-abmelden", methods=["POST"])
@signed_in
def sign_out_everywhere() -> Response:
    """Sign every device out, this one too."""
    devices.drop_devices(_here().person.id)
    forget_here()
    session.commit()
    return see(url_for("accounts.signed_out"))
