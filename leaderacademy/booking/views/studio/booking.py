"""One booking in the studio: what it says, what was done, and what the trainer may do."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import trainer_only
from leaderacademy.booking import service
from leaderacademy.booking.forms.acts import CancelForm, NoteForm
from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.dates import BERLIN
from leaderacademy.booking.rules.details import COUNTRIES, COURSE_STAGES, DOCUMENTS
from leaderacademy.booking.rules.terms import fee
from leaderacademy.booking.service.acts import (
    end_insight,
    rename_participant,
    resend_confirmation,
    write_note,
)
from leaderacademy.booking.service.correcting import outdated_invoices
from leaderacademy.booking.service.listing import STATE_WORDS
from leaderacademy.booking.service.money import documents_of, subject_of, waiting_invoice_of
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.naming import read_naming
from leaderacademy.booking.views.studio.acting import acting, chosen_booking, unkept
from leaderacademy.core import clock
from leaderacademy.core.audit import history_of
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.service.documents import file_name, find_document

NUMBER = "<int(max=2147483647):number>"


@blueprint.get(f"/studio/buchungen/{NUMBER}")
@trainer_only
def studio_booking(number: int) -> Response:
    """Everything about one booking."""
    found = chosen_booking(number)
    return _page(found, NoteForm(data={"note": found.trainer_note}))


def _page(found: Booking, form: NoteForm, status: int = 200) -> Response:
    now = clock.now()
    documents = documents_of(found)
    balances = invoicing.balances_among(documents)
    current = next((one for one in documents if one.id == found.invoice_id), None)
    page = render_template(
        "booking/studio/booking.html",
        booking=found,
        form=form,
        state=STATE_WORDS[found.state],
        documents=documents,
        balances=balances,
        current=current,
        open_cents=balances[current.id].open if current else 0,
        today=now.astimezone(BERLIN).date(),
        waiting=waiting_invoice_of(found),
        history=history_of(subject_of(found), *(f"invoice:{one.id}" for one in documents)),
        country=COUNTRIES.get(found.country, found.country),
        stage=COURSE_STAGES.get(found.course_stage, found.course_stage),
        brings=[DOCUMENTS[key] for key in found.share_documents if key in DOCUMENTS],
        running=found.state == "booked" and found.training.state != "cancelled",
        outdated=outdated_invoices(found.training, found.id),
        key=secrets.token_hex(16),
        now=now,
    )
    return unkept(page, status)


@blueprint.post(f"/studio/buchungen/{NUMBER}/notiz")
@trainer_only
def studio_note(number: int) -> Response:
    """Keep the trainer's note."""
    found, form = chosen_booking(number), NoteForm(request.form)
    if not form.validate():
        return _page(found, form, 422)
    if write_note(found, form.note.data or "", clock.now(), acting()):
        flash("Die Notiz ist gespeichert.", "good")
    session.commit()
    return _back(number)


@blueprint.post(f"/studio/buchungen/{NUMBER}/einblick")
@trainer_only
def studio_end_insight(number: int) -> Response:
    """The buyer takes back that the learning state and documents may be seen."""
    if end_insight(chosen_booking(number), clock.now(), acting()):
        flash("Eingetragen. Die Vorbereitung zeigt davon ab sofort nichts mehr.", "good")
    session.commit()
    return _back(number)


@blueprint.post(f"/studio/buchungen/{NUMBER}/bestaetigung")
@trainer_only
def studio_resend(number: int) -> Response:
    """Send the confirmation once more."""
    found = chosen_booking(number)
    try:
        key = request.form.get("key", "")
        if resend_confirmation(found, key, clock.now(), acting()):
            flash(f"Die Bestätigung geht noch einmal an {found.email}.", "good")
        else:
            flash("Die Bestätigung ist schon unterwegs; es bleibt bei einer Mail.", "info")
    except service.CannotChange as refusal:
        flash(str(refusal), "warn")
    session.commit()
    return _back(number)


@blueprint.route(
    f"/studio/buchungen/{NUMBER}/teilnehmer/<int(max=99):position>", methods=["GET", "POST"]
)
@trainer_only
def studio_participant(number: int, position: int) -> Response:
    """Name somebody else who comes."""
    found = chosen_booking(number)
    now, by = clock.now(), acting()
    naming = read_naming(
        found, position, lambda person, name: rename_participant(found, person, name, now, by)
    )
    if naming.done:
        session.commit()
        flash("Gespeichert.", "good")
        return _back(number)
    page = render_template(
        "booking/studio/participant.html",
        booking=found,
        person=naming.person,
        row=naming.row,
        problem=naming.problem,
    )
    return unkept(page, naming.status)


@blueprint.route(f"/studio/buchungen/{NUMBER}/stornieren", methods=["GET", "POST"])
@trainer_only
def studio_cancel_booking(number: int) -> Response:
    """Cancel for the buyer, with the fee of the steps or another."""
    found, now = chosen_booking(number), clock.now()
    if found.state != "booked":
        flash("Diese Buchung ist nicht mehr aktiv.", "warn")
        return _back(number)
    form = CancelForm(request.form if request.method == "POST" else None, data={"cost": "terms"})
    percent, cents = service.cancel_fee(found, now)
    if request.method == "POST" and form.check():
        done = service.cancel_booking(found.id, now, acting(), form.chosen(percent))
        session.commit()
        if done:
            flash("Storniert. Die Mail mit der Stornorechnung ist unterwegs.", "good")
        return _back(number)
    page = render_template(
        "booking/studio/booking_cancel.html",
        booking=found,
        form=form,
        percent=percent,
        fee=cents,
        whole=fee(found.net_cents, 100),
    )
    return unkept(page, 422 if request.method == "POST" else 200)


@blueprint.get(f"/studio/buchungen/{NUMBER}/belege/<int:invoice_id>.pdf")
@trainer_only
def studio_document(number: int, invoice_id: int) -> Response:
    """An invoice or credit note of this booking, as it was stored."""
    found = chosen_booking(number)
    if invoice_id not in [one.id for one in documents_of(found)]:
        raise NotFound
    stored = find_document(invoice_id)
    if stored is None:
        flash("Die Datei wird gerade gezeichnet. Bitte in ein paar Sekunden noch einmal.", "info")
        return _back(number)
    response = unkept(stored.pdf)
    response.headers["Content-Type"] = "application/pdf"
    name = file_name(invoice_id, "pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _back(number: int) -> Response:
    return redirect(url_for("booking.studio_booking", number=number), 303)
