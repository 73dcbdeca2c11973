"""Becoming a trainer: by a link of the operator's console, or by an invitation in a mail."""

from datetime import datetime

from flask import Response, flash, make_response, render_template, request

from leaderacademy.accounts import links, service
from leaderacademy.accounts.access import current_learner, public
from leaderacademy.accounts.addresses import AddressTakenError, find_owner
from leaderacademy.accounts.entrance import let_in
from leaderacademy.accounts.forms import JoinForm, TrainerForm
from leaderacademy.accounts.models import MailLink, Person
from leaderacademy.accounts.passwords import hash_password
from leaderacademy.accounts.rules import Purpose, email_key
from leaderacademy.accounts.service import team
from leaderacademy.accounts.views.pages import bad_link, blueprint, see
from leaderacademy.core import clock
from leaderacademy.core.database import session

STUDIO = "/studio"
TAKEN = (
    "Mit dieser Adresse gibt es schon ein Konto. Melden Sie sich damit an und öffnen Sie den Link "
    "dann noch einmal."
)


@blueprint.route("/einrichten/<token>", methods=["GET", "POST"])
@public
def become_trainer(token: str) -> Response:
    """An invitation is accepted by a button; opening the page does nothing."""
    now = clock.now()
    try:
        link = links.get_link(Purpose.TRAINER, token, now)
        owner = find_owner(email_key(link.email)) if link.email else None
        return _join(link, owner, now) if owner is not None else _set_up(link, now)
    except links.BadLinkError:
        return bad_link()


def _join(link: MailLink, owner: Person, now: datetime) -> Response:
    """The address has an account already: whoever is signed in to it joins with it."""
    if owner.deactivated_at is not None:
        raise links.BadLinkError
    here = current_learner()
    own = here is not None and here.id == owner.id
    if not own or request.method != "POST":
        page = render_template(
            "accounts/join.html",
            email=link.email,
            own=own,
            elsewhere=here.email if here is not None and here.has_account else None,
        )
        return make_response(page, 403 if request.method == "POST" else 200)
    team.join(link, owner, now)
    return _welcome(owner, now)


def _set_up(link: MailLink, now: datetime) -> Response:
    """A new account; an invitation by mail says whose address it is."""
    form = JoinForm(request.form, own=(link.email,)) if link.email else TrainerForm(request.form)
    if request.method != "POST" or not form.validate():
        return _form_page(form, link, 422 if request.method == "POST" else 200)
    session.commit()  # no lock is held while the password is hashed
    password_hash = hash_password(form.text("password"))
    email = link.email or form.text("email")
    try:
        person = service.become_trainer(
            link, current_learner(), form.text("name"), email, password_hash, now
        )
    except AddressTakenError:
        session.rollback()
        form.complain("name" if link.email else "email", TAKEN)
        return _form_page(form, link, 422)
    return _welcome(person, now)


def _form_page(form: TrainerForm | JoinForm, link: MailLink, code: int) -> Response:
    page = render_template("accounts/trainer.html", form=form, invited=link.email)
    return make_response(page, code)


def _welcome(person: Person, now: datetime) -> Response:
    target = let_in(person, now, STUDIO)
    session.commit()
    flash("Willkommen im Team. Hier bearbeiten Sie den Kurs.", "good")
    return see(target)
