"""The buyer's own page; its secret address is the only key to it, and every act is a POST."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from leaderacademy.accounts.access import public
from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.calendar import calendar_file
from leaderacademy.booking.service.money import (
    document_of,
    documents_of,
    owed_back,
    settled_documents_of,
    settlement_of,
    takes_card,
    transfer_by,
    transfer_of,
    waiting_invoice_of,
)
from leaderacademy.booking.service.withdrawing import can_withdraw
from leaderacademy.booking.views.blueprint import blueprint
from leaderacademy.booking.views.naming import read_naming
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.invoicing.service import operator
from leaderacademy.invoicing.service.documents import file_name, find_document


@blueprint.get("/buchung/<token>")
@public
def booking(token: str) -> Response:
    """Status, price, documents, and what may still be changed."""
    now = clock.now()
    opened = service.find_with_letter(token, now)
    if opened is None:
        raise NotFound
    found, letter = opened
    running = found.state == "booked" and found.training.state != "cancelled"
    changed = found.state == "cancelled" or found.moves
    documents, balances = settled_documents_of(found)
    transfer = transfer_by(found, documents, balances)
    return private(
        render_template(
            "booking/booking.html",
            booking=found,
            documents=documents,
            waiting=waiting_invoice_of(found),
            transfer=transfer,
            card=takes_card(found, transfer),
            refund=owed_back(balances) if changed else 0,
            movable=running and service.move_problem(found, now) is None,
            changeable=running and found.training.starts_at > now,
            letter=letter,
            us=operator().seller,
            withdrawable=can_withdraw(found, now),
        )
    )


@blueprint.get("/buchung/<token>/termin.ics")
@public
def calendar(token: str) -> Response:
    """The date for the buyer's own calendar."""
    response = private(calendar_file(booking_at(token), clock.now()))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


@blueprint.get("/buchung/<token>/girocode.svg")
@public
def girocode(token: str) -> Response:
    """The picture for a banking app; by itself, because drawing it takes as long as the page."""
    found = booking_at(token)
    transfer = transfer_of(found, documents_of(found))
    if transfer is None or not transfer.has_code:
        raise NotFound
    response = private(transfer.code())
    response.mimetype = "image/svg+xml"
    return response


@blueprint.get("/buchung/<token>/rechnung.pdf")
@public
def invoice(token: str) -> Response:
    """The invoice as it was stored, or that it is on its way."""
    return _document(booking_at(token), credit_note=False)


@blueprint.get("/buchung/<token>/stornorechnung.pdf")
@public
def credit_note(token: str) -> Response:
    """The newest credit note."""
    return _document(booking_at(token), credit_note=True)


def _document(found: Booking, credit_note: bool) -> Response:
    """Stored bytes only: rendering takes a second of the processor and is the worker's work."""
    number = request.args.get("nummer", "")
    issued = document_of(found, credit_note, number)
    if issued is None and (credit_note or number or waiting_invoice_of(found) is None):
        raise NotFound
    stored = find_document(issued.id) if issued is not None else None
    if issued is None or stored is None:
        page = render_template(
            "booking/document_soon.html", booking=found, issued=issued, credit_note=credit_note
        )
        response = private(page, 202)
        response.headers["Retry-After"] = "5"
        return response
    response = private(stored.pdf)
    response.mimetype = "application/pdf"
    name = file_name(issued.id, "pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@blueprint.route("/buchung/<token>/teilnehmer/<int(max=99):position>", methods=["GET", "POST"])
@public
def replace_participant(token: str, position: int) -> AnyResponse:
    """Name somebody else who comes."""
    found = booking_at(token)
    now = clock.now()
    before = next((one.name for one in found.participants if one.position == position), "")
    naming = read_naming(
        found,
        position,
        lambda _person, name: service.replace_participant(found, position, name, now),
    )
    if naming.done:
        session.commit()
        if naming.person.name != before:
            flash(f"Gespeichert: Statt {before} kommt jetzt {naming.person.name}.", "good")
        return redirect(url_for("booking.booking", token=token), 303)
    page = render_template(
        "booking/participant.html",
        booking=found,
        person=naming.person,
        row=naming.row,
        problem=naming.problem,
    )
    return private(page, naming.status)


@blueprint.route("/buchung/<token>/stornieren", methods=["GET", "POST"])
@public
def cancel(token: str) -> AnyResponse:
    """What cancelling costs today, and the button that does it."""
    found = booking_at(token)
    now = clock.now()
    percent, fee = service.cancel_fee(found, now)
    running = found.state == "booked" and found.training.starts_at > now
    if request.method == "POST" and running:
        # What was shown is what holds: at midnight a step may have been passed meanwhile.
        if request.form.get("percent") == str(percent):
            service.cancel_booking(found.id, now)
            session.commit()
            return redirect(url_for("booking.booking", token=token), 303)
        return private(_cancel_page(found, percent, fee, running, changed=True), 409)
    if request.method == "POST":
        return redirect(url_for("booking.booking", token=token), 303)
    return private(_cancel_page(found, percent, fee, running))


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
        money=settlement_of(found, fee) if running else None,
    )


def booking_at(token: str) -> Booking:
    """The booking that this secret address opens; raises NotFound."""
    found = service.find_booking(token)
    if found is None:
        raise NotFound
    return found


def private(content: str | bytes, status: int = 200) -> Response:
    """A page that no search engine finds and no browser keeps."""
    response = make_response(content, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
