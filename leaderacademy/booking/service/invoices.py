"""What booking does when an invoice of a booking has got its number."""

from datetime import datetime

from sqlalchemy import update

from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.letters import send_invoice
from leaderacademy.booking.service.money import PREFIX, carry_over, give_back
from leaderacademy.booking.service.seats import changed, fresh_booking
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice


def invoice_issued(invoice: Invoice, now: datetime) -> None:
    """Note the invoice at its booking; when it had to wait for the VAT ID, send it now.

    An invoice that comes with the booking travels with the confirmation. Whoever cancelled
    meanwhile against a fee gets the credit note along.
    """
    number = invoice.subject.removeprefix(PREFIX)
    if number == invoice.subject or not number.isdecimal():
        return
    noted = changed(update(Booking).where(Booking.id == int(number)).values(invoice_id=invoice.id))
    if not noted:
        return
    booking = fresh_booking(int(number))
    if booking.moves:
        carry_over(booking, invoice, now)
    waited = {one.reference for one in invoicing.waiting_invoices_of(invoice.subject)}
    if invoice.reference not in waited:
        return
    note = None
    if booking.state == "cancelled":
        note = give_back(booking, booking.fee_cents or 0, now)
    send_invoice(booking, note.id if note else None, now)
