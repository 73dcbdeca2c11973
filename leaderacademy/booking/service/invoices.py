"""What booking does when an invoice of a booking has got its number."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.letters import send_invoice
from leaderacademy.booking.service.money import PREFIX, carry_over, give_back
from leaderacademy.booking.service.seats import fresh_booking
from leaderacademy.core.audit import SYSTEM
from leaderacademy.core.database import session
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import table_of
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice

# Built once, as it is part of every booking.
_NOTE = Ready(
    lambda: (
        update(table_of(Booking))
        .where(table_of(Booking).c.id == bindparam("booking"))
        .values(invoice_id=bindparam("invoice"))
        .returning(table_of(Booking).c.moves)
    )
)


def page_of(subject: str) -> str:
    """Where the studio shows what a document is about; empty for what is not a booking."""
    number = subject.removeprefix(PREFIX)
    known = number != subject and number.isdecimal()
    return f"/studio/buchungen/{number}" if known else ""


def payment_came(invoice: Invoice, open_cents: int, now: datetime) -> None:
    """Money on an invoice that was replaced goes on to the one that holds now."""
    number = invoice.subject.removeprefix(PREFIX)
    if not open_cents or number == invoice.subject or not number.isdecimal():
        return
    current = session.scalar(select(Booking.invoice_id).where(Booking.id == int(number)))
    if current is not None and current > invoice.id:
        carry_over(fresh_booking(int(number)), invoicing.get_invoice(current), now)


def invoice_issued(invoice: Invoice, now: datetime) -> None:
    """Note the invoice at its booking; when it had to wait for the VAT ID, send it now.

    An invoice that comes with the booking is noted there and travels with the confirmation.
    Whoever cancelled meanwhile against a fee gets the credit note along.
    """
    number = invoice.subject.removeprefix(PREFIX)
    if number == invoice.subject or not number.isdecimal():
        return
    noted = _NOTE.run({"booking": int(number), "invoice": invoice.id})
    if not noted:
        return
    ((moves,),) = noted
    here = session.identity_map.get(identity_key(Booking, int(number)))
    if here is not None:  # the one that is being booked need not be read again
        set_committed_value(here, "invoice_id", invoice.id)
    if moves:
        carry_over(fresh_booking(int(number)), invoice, now)
    if invoice.reference == invoice.number:  # one that waited had a reference before its number
        return
    booking, credit = fresh_booking(int(number)), None
    booking.vat_id = invoice.recipient.vat_id  # it may have been corrected while it waited
    if booking.state == "cancelled":
        credit = give_back(booking, booking.fee_cents or 0, now, SYSTEM)
    send_invoice(booking, credit.id if credit else None, now)
