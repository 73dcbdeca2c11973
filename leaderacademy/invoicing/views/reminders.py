"""Reminders that may be sent today; a trainer says which."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import trainer_only
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.rules.reminding import GRACE
from leaderacademy.invoicing.service import reminders
from leaderacademy.invoicing.views.blueprint import actor, blueprint


@blueprint.get("/studio/rechnungen/mahnungen")
@trainer_only
def due_reminders() -> str:
    """What is proposed, and nothing more: no reminder leaves by itself."""
    return render_template(
        "invoicing/studio/reminders.html",
        due=reminders.due_reminders(clock.now()),
        days=service.operator().terms.reminder_days,
        grace=GRACE,
    )


@blueprint.post("/studio/rechnungen/mahnungen")
@trainer_only
def send_reminders() -> AnyResponse:
    """Sends the ticked ones that are still due."""
    keys = request.form.getlist("send")[:1000]
    sent = reminders.send_reminders(keys, clock.now(), actor())
    session.commit()
    if not keys:
        flash("Es war nichts angekreuzt, also geht nichts hinaus.", "warn")
    elif sent:
        flash("1 Mail geht hinaus." if sent == 1 else f"{sent} Mails gehen hinaus.", "good")
    else:
        flash("Davon war nichts mehr fällig: bezahlt oder heute schon gesendet.", "warn")
    return redirect(url_for("money.due_reminders"), 303)
