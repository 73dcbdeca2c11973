"""Correcting company, address, mails and order number of a booking in the studio."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import keeps_typed, trainer_only
from leaderacademy.booking.forms.billing import BillingForm
from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.billing import NAMES
from leaderacademy.booking.service.billing import (
    BillingRefused,
    Corrected,
    billing_of,
    correct_billing,
)
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.studio.acting import acting, chosen_booking, unkept
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing


@blueprint.route("/studio/buchungen/<int(max=2147483647):number>/angaben", methods=["GET", "POST"])
@trainer_only
@keeps_typed(*NAMES)
def studio_billing(number: int) -> Response:
    """What is known now, and the button that corrects it and exchanges the invoice."""
    found = chosen_booking(number)
    if request.method == "GET":
        known = billing_of(found)
        return _page(found, BillingForm(data={**asdict(known), "seen": known.seal}))
    form = BillingForm(request.form)
    if not form.check():
        return _page(found, form, 422)
    try:
        done = correct_billing(number, form.billing(), form.seen.data or "", clock.now(), acting())
    except BillingRefused as refusal:
        session.rollback()
        form.refuse(refusal.field, str(refusal))
        return _page(chosen_booking(number), form, 422 if refusal.field else 409)
    session.commit()
    flash(*_said(done))
    return redirect(url_for("booking.studio_booking", number=number), 303)


def _said(done: Corrected) -> tuple[str, str]:
    if not done.words:
        return "Es war schon alles so eingetragen.", "info"
    if done.documents:
        note, new = done.documents
        text = (
            f"Berichtigt. {note.number} nimmt die alte Rechnung zurück, {new.number} ersetzt sie."
        )
        return f"{text} Beide gehen jetzt per Mail hinaus.", "good"
    return "Berichtigt. Eine Mail an den Kunden ist unterwegs.", "good"


def _page(found: Booking, form: BillingForm, status: int = 200) -> Response:
    invoice = None
    if found.invoice_id is not None:
        balance = invoicing.balance_of(found.invoice_id)
        if balance.credited < balance.gross:
            invoice = invoicing.get_invoice(found.invoice_id)
    page = render_template(
        "booking/studio/billing.html",
        booking=found,
        form=form,
        invoice=invoice,
        problems=list(form.problems()),
    )
    return unkept(page, status)
