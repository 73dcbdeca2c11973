"""Invoices that still name the day a date had before it was moved: found, and exchanged.

An issued invoice never changes, and it names the time of supply (§ 14 (4) No. 6 UStG).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.service.balances import CREDITED, with_balances
from leaderacademy.booking.service.letters import send_corrected
from leaderacademy.booking.service.money import (
    PREFIX,
    carry_over,
    invoice_lines,
    subject_of,
    supplied_days,
)
from leaderacademy.booking.service.seats import fresh_booking, lock_training
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.dates import span_in_words

EXCHANGE = "correct-invoice"


@dataclass(frozen=True, slots=True)
class Outdated:
    """An invoice that names other days than the date has now; `changes` of the date so far."""

    booking_id: int
    invoice_id: int
    number: str
    named_from: date
    named_to: date
    changes: int

    @property
    def named(self) -> str:
        """The days it names: „15. April 2027“."""
        return span_in_words(self.named_from, self.named_to)


def outdated_invoices(training: Training, booking_id: int | None = None) -> Sequence[Outdated]:
    """The invoices of this date, or of one booking, that name another day; one query.

    One that was credited in full is not among them: it bills nothing any more.
    """
    if training.state == "cancelled":
        return []
    first, last = supplied_days(training)
    query = with_balances(
        select(
            *(Booking.id, Invoice.id, Invoice.number, Invoice.supplied_from, Invoice.supplied_to),
            Booking.date_changes,
        ).select_from(Booking)
    ).where(
        Booking.training_id == training.id,
        Booking.state == "booked",
        or_(Invoice.supplied_from != first, Invoice.supplied_to != last),
        Invoice.gross_cents > CREDITED,
    )
    if booking_id is not None:
        query = query.where(Booking.id == booking_id)
    return [Outdated(*row) for row in session.execute(query.order_by(Booking.id))]


def plan_correcting(training: Training, now: datetime, by: Actor) -> int:
    """One job for each of them, so that each is exchanged whole or not at all; how many.

    Pressed twice it is the same jobs.
    """
    found = outdated_invoices(training)
    for one in found:
        payload = {"booking_id": one.booking_id, "by": [by.id, by.name]}
        enqueue(EXCHANGE, payload, now, key=f"{EXCHANGE}:{one.invoice_id}:{one.changes}")
    return len(found)


def correct_invoice(booking_id: int, now: datetime, by: Actor) -> bool:
    """Credit the invoice and issue it anew with the right day, at the same price; send both.

    What was paid counts for the new one. False when there is nothing to correct (any more).
    """
    # The lock first: of two workers the second finds the invoice exchanged.
    training = lock_training(fresh_booking(booking_id).training_id)
    booking = fresh_booking(booking_id)
    if booking.training_id != training.id or not outdated_invoices(training, booking_id):
        return False
    old = invoicing.get_invoice(booking.invoice_id or 0)
    why = f"Der Termin wurde verlegt auf {training.day}."
    days = supplied_days(training)
    note, new = invoicing.exchange_invoice(old, invoice_lines(booking), days, why, now, by)
    booking = fresh_booking(booking_id)
    carry_over(booking, new, now)
    send_corrected(booking, old.number, note.id, new.gross_cents, now)
    text = f"Rechnung {old.number} berichtigt: Sie nannte noch den alten Tag, jetzt {new.number}."
    note_action("invoice-corrected", subject_of(booking), text, by, now)
    return True


def reschedule_waiting(training: Training, bookings: Sequence[int]) -> None:
    """What has no number yet simply gets the new day."""
    subjects = [f"{PREFIX}{number}" for number in bookings]
    for waiting in invoicing.waiting_among(subjects):
        booking = fresh_booking(int(waiting.subject.removeprefix(PREFIX)))
        days = supplied_days(training)
        invoicing.reschedule_waiting(waiting, invoice_lines(booking), days)
