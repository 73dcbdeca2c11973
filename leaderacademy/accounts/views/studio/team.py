"""The team: who edits the course, who is invited, and how somebody leaves."""

from flask import Response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import trainer_only
from leaderacademy.accounts.forms import MailForm
from leaderacademy.accounts.rules import (
    INVITATIONS_PER_TRAINER,
    MAILS_PER_MAIL_ADDRESS,
    email_key,
)
from leaderacademy.accounts.service import team
from leaderacademy.accounts.service.managing import CannotChangeError
from leaderacademy.accounts.views.pages import blueprint, seconds_to_wait
from leaderacademy.accounts.views.studio.acting import acting, chosen, done, refused, unkept
from leaderacademy.core import clock
from leaderacademy.core.database import session

NUMBER = "<int(max=2147483647):number>"


@blueprint.route("/studio/team", methods=["GET", "POST"])
@trainer_only
def studio_team() -> Response:
    """Everybody who edits the course; a form invites one more."""
    form = MailForm(request.form)
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form, 422)
    now, by, email = clock.now(), acting(), form.text("email")
    wait = seconds_to_wait(
        now,
        (MAILS_PER_MAIL_ADDRESS, "mail", email_key(email)),
        (INVITATIONS_PER_TRAINER, "invitation", str(by.id)),
    )
    if wait:
        return _page(form, 429, wait)
    try:
        team.invite(email, now, by)
    except CannotChangeError as error:
        session.rollback()
        form.complain("email", str(error))
        return _page(form, 422)
    return done(f"Die Einladung an {email} ist unterwegs.", url_for("accounts.studio_team"))


def _page(form: MailForm, status: int = 200, wait: int = 0) -> Response:
    page = render_template(
        "accounts/studio/team.html",
        members=team.members(),
        invitations=team.invitations(clock.now()),
        form=form,
        own=acting().id,
        wait_minutes=-(-wait // 60),
    )
    response = unkept(page, status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@blueprint.post(f"/studio/team/einladungen/{NUMBER}/zurueckziehen")
@trainer_only
def studio_withdraw(number: int) -> Response:
    """The link of an invitation opens nothing any more."""
    here = url_for("accounts.studio_team")
    try:
        team.withdraw(number, clock.now(), acting())
    except CannotChangeError as error:
        return refused(str(error), here)
    return done("Die Einladung ist zurückgezogen.", here)


@blueprint.route(f"/studio/team/{NUMBER}/entfernen", methods=["GET", "POST"])
@trainer_only
def studio_remove(number: int) -> Response:
    """Asked once more, because it ends at once what this person is doing."""
    person, _, _ = chosen(number)
    if not person.is_trainer:
        raise NotFound
    if request.method != "POST":
        page = render_template(
            "accounts/studio/remove.html", person=person, own=person.id == acting().id
        )
        return unkept(page)
    here = url_for("accounts.studio_team")
    try:
        team.remove_trainer(number, clock.now(), acting())
    except CannotChangeError as error:
        return refused(str(error), here)
    return done(f"{person.name or person.email} gehört nicht mehr zum Team.", here)
