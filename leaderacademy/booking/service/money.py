"""A booking's invoice and credit note; the only place where booking talks to invoicing."""

from datetime import datetime

from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.dates import BERLIN
from leaderacademy.booking.rules.terms import fee
from leaderacademy.booking.service.pricing import Quote
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.draft import Allowance, InvoiceDraft, Line, Recipient


def subject_of(booking: Booking) -> str:
    """What invoices and the audit log call this booking."""
    return f"booking:{booking.id}"


def request_invoice(booking: Booking, found: Quote, now: datetime) -> None:
    """Issue its invoice in this transaction, or let it wait until the VAT ID is confirmed."""
    if found.treatment is None:
        raise ValueError("an invoice needs its VAT")
    training = booking.training
    draft = InvoiceDraft(
        subject=subject_of(booking),
        recipient=Recipient(
            company=booking.company,
            street=booking.street,
            postcode=booking.postcode,
            city=booking.town,
            country=booking.country,
            vat_id=booking.vat_id,
            mail=booking.email,
            accounting_mail=booking.accounting_email,
        ),
        lines=tuple(_line(booking, place) for place in range(booking.seats)),
        treatment=found.treatment,
        supplied_from=training.starts_at.astimezone(BERLIN).date(),
        supplied_to=training.ends_at.astimezone(BERLIN).date(),
        allowances=tuple(
            Allowance(line.label, -line.cents) for line in found.lines if line.cents < 0
        ),
        order_number=booking.order_number,
    )
    issued = invoicing.request_invoice(draft, now)
    if isinstance(issued, Invoice):
        booking.invoice_id = issued.id


def _line(booking: Booking, place: int) -> Line:
    label, cents = booking.lines[place]
    note = f"{label}: {booking.participants[place].name}"
    return Line(f"{booking.training.title}, {booking.training.day}", cents, 1, note)


def give_back(booking: Booking, percent: int, now: datetime) -> Invoice | None:
    """Credit what need not be paid when `percent` of the price stay owed; None when nothing."""
    if booking.invoice_id is None or percent >= 100:
        return None
    net = booking.net_cents - fee(booking.net_cents, percent)
    lines = None if percent == 0 else [Line("Rücktritt von der Buchung", net)]
    try:
        return invoicing.issue_credit_note(
            booking.invoice_id, now, lines=lines, reason="Rücktritt von der Buchung"
        )
    except invoicing.NothingLeft:
        return None


def documents_of(booking: Booking) -> list[Invoice]:
    """Its invoice and credit notes, in the order they were issued."""
    return list(invoicing.invoices_of(subject_of(booking)))
