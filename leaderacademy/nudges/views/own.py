"""/konto/nachrichten: course mails of who is signed in."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import current_learner, signed_in
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.nudges.rules.consent import CONSENT
from leaderacademy.nudges.service.consent import ask_consent, choose, find_current, find_waiting
from leaderacademy.nudges.views.blueprint import blueprint

OWN = "/konto/nachrichten"
DONE = {
    "all": "Sie bekommen alle Kursnachrichten.",
    "review": "Sie bekommen nur noch Fragen zum Wiederholen.",
    "pause": "Dreißig Tage lang kommt keine Kursnachricht.",
    "none": "Sie bekommen keine Kursnachrichten mehr.",
}


@blueprint.get(OWN)
@signed_in
def own_mails() -> str:
    """Whether mails come, which, and how to change that."""
    person, now = current_learner(), clock.now()
    assert person is not None  # noqa: S101 - @signed_in
    wish = find_current(person.id)
    return render_template(
        "nudges/own.html",
        person=person,
        wish=wish,
        moved=wish is not None and wish.email_key != person.email_key,
        waiting=find_waiting(person.id, now),
        paused=wish is not None and wish.paused_until is not None and wish.paused_until > now,
        consent=CONSENT,
    )


@blueprint.post(OWN)
@signed_in
def change_own_mails() -> AnyResponse:
    """Ask for mails, or change what comes; „off“ holds from this click on."""
    person, now = current_learner(), clock.now()
    assert person is not None  # noqa: S101 - @signed_in
    choice = request.form.get("wahl", "")
    wish = find_current(person.id)
    if choice == "ask":
        ask_consent(person.id, str(person.email), "account", now)
        flash(f"Wir haben eine Nachricht an {person.email} geschickt.", "good")
    elif wish is not None and choice in DONE:
        choose(wish, choice, now)
        flash(DONE[choice], "good")
    session.commit()
    return redirect(OWN, 303)
