"""The buyer's own page; its secret address is the only key to it, and every act is a POST."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import public
from leaderacademy.booking import service
from leaderacademy.booking.forms.controls import People
from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.calendar import calendar_file
from leaderacademy.booking.service.money import (
    document_of,
    documents_of,
    takes_card,
    transfer_of,
    waiting_invoice_of,
)
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing.service.documents import file_name, find_document


@blueprint.get("/buchung/<token>")
@public
def booking(token: str) -> Response:
    """Status, price, documents, and what may still be changed."""
    found = _booking(token)
    now = clock.now()
    running = found.state == "booked" and found.training.state != "cancelled"
    # In this order: the invoice that transfer_of() needs is read with the documents.
    documents, transfer = documents_of(found), transfer_of(found)
    return _private(
        render_template(
            "booking/booking.html",
            booking=found,
            documents=documents,
            waiting=waiting_invoice_of(found),
            transfer=transfer,
            card=takes_card(found, transfer),
            changeable=running and found.training.starts_at > now,
        )
    )


@blueprint.get("/buchung/<token>/termin.ics")
@public
def calendar(token: str) -> Response:
    """The date for the buyer's own calendar."""
    response = _private(calendar_file(_booking(token), clock.now()))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


@blueprint.get("/buchung/<token>/rechnung.pdf")
@public
def invoice(token: str) -> Response:
    """The invoice as it was stored, or that it is on its way."""
    return _document(_booking(token), credit_note=False)


@blueprint.get("/buchung/<token>/stornorechnung.pdf")
@public
def credit_note(token: str) -> Response:
    """The newest credit note."""
    return _document(_booking(token), credit_note=True)


def _document(found: Booking, credit_note: bool) -> Response:
    """Stored bytes only: rendering takes a second of the processor and is the worker's work."""
    issued = document_of(found, credit_note)
    if issued is None and (credit_note or waiting_invoice_of(found) is None):
        raise NotFound
    stored = find_document(issued.id) if issued is not None else None
    if issued is None or stored is None:
        page = render_template(
            "booking/document_soon.html", booking=found, issued=issued, credit_note=credit_note
        )
        response = _private(page, 202)
        response.headers["Retry-After"] = "5"
        return response
    response = _private(stored.pdf)
    response.mimetype = "application/pdf"
    name = file_name(issued.id, "pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@blueprint.route("/buchung/<token>/teilnehmer/<int(max=99):position>", methods=["GET", "POST"])
@public
def replace_participant(token: str, position: int) -> AnyResponse:
    """Name somebody else who comes."""
    found = _booking(token)
    person = next((p for p in found.participants if p.position == position), None)
    if person is None:
        raise NotFound
    typed = People.read({"first_name_1": person.first_name, "last_name_1": person.last_name}, 1)
    problem, status = "", 200
    if request.method == "POST":
        typed = People.read(request.form, 1)
        try:
            if typed.check():
                service.replace_participant(found, position, typed.names[0], clock.now())
                session.commit()
                return redirect(url_for("booking.booking", token=token), 303)
            status = 422
        except service.CannotChange as refusal:
            problem, status = str(refusal), 409
    page = render_template(
        "booking/participant.html", booking=found, person=person, row=typed.rows[0], problem=problem
    )
    return _private(page, status)


@blueprint.route("/buchung/<token>/stornieren", methods=["GET", "POST"])
@public
def cancel(token: str) -> AnyResponse:
    """What cancelling costs today, and the button that does it."""
    found = _booking(token)
    now = clock.now()
    percent, fee = service.cancel_fee(found, now)
    running = found.state == "booked" and found.training.starts_at > now
    if request.method == "POST" and running:
        # What was shown is what holds: at midnight a step may have been passed meanwhile.
        if request.form.get("percent") == str(percent):
            service.cancel_booking(found.id, now)
            session.commit()
            return redirect(url_for("booking.booking", token=token), 303)
        return _private(_cancel_page(found, percent, fee, running, changed=True), 409)
    if request.method == "POST":
        return redirect(url_for("booking.booking", token=token), 303)
    return _private(_cancel_page(found, percent, fee, running))


def _cancel_page(
    found: Booking, percent: int, fee: int, running: bool, changed: bool = False
) -> str:
    return render_template(
        "booking/cancel.html",
        booking=found,
        percent=percent,
        fee=fee,
        running=running,
        changed=changed,
    )


def _booking(token: str) -> Booking:
    found = service.find_booking(token)
    if found is None:
        raise NotFound
    return found


def _private(content: str | bytes, status: int = 200) -> Response:
    response = make_response(content, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
