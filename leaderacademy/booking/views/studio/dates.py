"""Dates in the studio: listed, added, changed, opened, closed, cancelled."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import trainer_only
from leaderacademy.booking import service
from leaderacademy.booking.forms.acts import ReasonForm
from leaderacademy.booking.forms.dates import DateForm, new_date, typed_date
from leaderacademy.booking.models import Training
from leaderacademy.booking.service import editing
from leaderacademy.booking.service.correcting import outdated_invoices, plan_correcting
from leaderacademy.booking.service.examples import remove_example, tried_out
from leaderacademy.booking.service.holds import held_by_offers, held_in_checkouts
from leaderacademy.booking.service.trainings import TrainingRefused, find_training, has_real_dates
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.studio.acting import acting, chosen_training, unkept
from leaderacademy.core import clock
from leaderacademy.core.audit import history_of
from leaderacademy.core.database import session


@blueprint.get("/studio/termine")
@trainer_only
def studio_dates() -> str:
    """All dates: coming, past, cancelled."""
    now = clock.now()
    dates = service.all_trainings()
    running = [date for date in dates if date.state != "cancelled"]
    return render_template(
        "booking/studio/dates.html",
        coming=[date for date in reversed(running) if date.ends_at > now],
        past=[date for date in running if date.ends_at <= now],
        cancelled=[date for date in dates if date.state == "cancelled"],
        now=now,
    )


@blueprint.route("/studio/termine/neu", methods=["GET", "POST"])
@trainer_only
def studio_new_date() -> Response:
    """A new date, empty or a copy of another."""
    if request.method == "GET":
        pattern = find_training(request.args.get("von", "").replace("\x00", ""))
        return _form(DateForm(data=typed_date(pattern, copied=True) if pattern else new_date()))
    form, now = DateForm(request.form), clock.now()
    if not form.check(now):
        return _form(form, status=422)
    try:
        training = editing.create_training(form.draft(), now, acting())
    except TrainingRefused as refusal:
        session.rollback()
        form.refuse("day", f"{refusal} Wählen Sie einen anderen Tag oder Ort.")
        return _form(form, status=409)
    session.commit()
    flash("Der Termin ist angelegt und ab sofort buchbar.", "good")
    return redirect(url_for("booking.studio_date", key=training.key), 303)


@blueprint.get("/studio/termine/<key>")
@trainer_only
def studio_date(key: str) -> Response:
    """One date: how it stands, what may be done, what was done."""
    training, now = chosen_training(key), clock.now()
    page = render_template(
        "booking/studio/date.html",
        training=training,
        now=now,
        standing=training.standing(now),
        typing=held_in_checkouts(training.id),
        offered=held_by_offers(training.id),
        outdated=outdated_invoices(training),
        real_dates=training.demo and has_real_dates(),
        history=history_of(editing.training_subject(training)),
    )
    return unkept(page)


@blueprint.route("/studio/termine/<key>/bearbeiten", methods=["GET", "POST"])
@trainer_only
def studio_edit_date(key: str) -> Response:
    """Change a date that has not begun."""
    training, now = chosen_training(key), clock.now()
    if training.state == "cancelled" or training.starts_at <= now:
        flash("Dieser Termin lässt sich nicht mehr ändern.", "warn")
        return redirect(url_for("booking.studio_date", key=key), 303)
    if request.method == "GET":
        return _form(DateForm(data=typed_date(training)), training)
    form = DateForm(request.form)
    sold_as = (training.format, training.country) if training.seats_taken else None
    if not form.check(now, training.seats_taken, sold_as):
        return _form(form, training, 422)
    try:
        told = editing.change_training(training.id, form.draft(), now, acting())
    except TrainingRefused as refusal:
        session.rollback()
        form.refuse("seats", str(refusal))
        return _form(form, chosen_training(key), 409)
    session.commit()
    flash(_SAVED_AND_TOLD if told else "Gespeichert.", "good")
    return redirect(url_for("booking.studio_date", key=key), 303)


_SAVED_AND_TOLD = "Gespeichert. Wer gebucht hat, bekommt eine Mail mit neuer Kalenderdatei."


def _form(form: DateForm, training: Training | None = None, status: int = 200) -> Response:
    page = render_template(
        "booking/studio/date_form.html",
        form=form,
        training=training,
        problems=list(form.problems()),
    )
    return unkept(page, status)


@blueprint.post("/studio/termine/<key>/berichtigen")
@trainer_only
def studio_correct_invoices(key: str) -> Response:
    """Exchange the invoices that name a day this date no longer has."""
    count = plan_correcting(chosen_training(key), clock.now(), acting())
    session.commit()
    if count:
        many = "Eine Rechnung wird" if count == 1 else f"{count}\u00a0Rechnungen werden"
        flash(f"{many} jetzt berichtigt. Die Mails gehen nacheinander hinaus.", "good")
    else:
        flash("Alle Rechnungen dieses Termins nennen den richtigen Tag.", "info")
    return redirect(url_for("booking.studio_date", key=key), 303)


@blueprint.route("/studio/termine/<key>/loeschen", methods=["GET", "POST"])
@trainer_only
def studio_remove_example(key: str) -> Response:
    """What goes with an example date, and the button that removes it."""
    training = chosen_training(key)
    if not training.demo:
        flash("Ein echter Termin lässt sich absagen, aber nicht löschen.", "warn")
        return redirect(url_for("booking.studio_date", key=key), 303)
    if request.method == "POST":
        name = remove_example(training.id, clock.now(), acting())
        session.commit()
        flash(f"Der Beispieltermin {name} ist gelöscht.", "good")
        return redirect(url_for("booking.studio_dates"), 303)
    page = render_template(
        "booking/studio/example_remove.html",
        training=training,
        tried=tried_out(training),
        real_dates=has_real_dates(),
    )
    return unkept(page)


@blueprint.post("/studio/termine/<key>/stand")
@trainer_only
def studio_open_date(key: str) -> Response:
    """Take bookings, or none for now."""
    training, wanted = chosen_training(key), request.form.get("stand") == "offen"
    if editing.open_training(training.id, wanted, clock.now(), acting()):
        flash("Der Termin ist wieder buchbar." if wanted else "Der Termin ist geschlossen.", "good")
    session.commit()
    return redirect(url_for("booking.studio_date", key=key), 303)


@blueprint.route("/studio/termine/<key>/absagen", methods=["GET", "POST"])
@trainer_only
def studio_cancel_date(key: str) -> Response:
    """What cancelling the date does, and the button that does it."""
    training, now = chosen_training(key), clock.now()
    form = ReasonForm(request.form if request.method == "POST" else None)
    if training.state == "cancelled" or training.ends_at <= now:
        return redirect(url_for("booking.studio_date", key=key), 303)
    if request.method == "POST" and form.validate():
        editing.cancel_training(training.id, form.reason.data or "", now, acting())
        session.commit()
        flash("Abgesagt. Mails und Stornorechnungen gehen jetzt nacheinander hinaus.", "good")
        return redirect(url_for("booking.studio_date", key=key), 303)
    page = render_template("booking/studio/date_cancel.html", training=training, form=form)
    return unkept(page, 422 if request.method == "POST" else 200)
