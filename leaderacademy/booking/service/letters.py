"""The mails of a booking; words, not numbers, so that a later edit changes no promise."""

from datetime import datetime
from typing import Any

from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.price import euro
from leaderacademy.core.mail import send_later

CALENDAR = "booking-calendar"


def send_confirmation(booking: Booking, now: datetime) -> None:
    """The contract, with calendar file and, where there is one already, the invoice."""
    attached = [(CALENDAR, booking.id)]
    if booking.invoice_id is not None:
        attached.append(("invoice", booking.invoice_id))
    send_later("booking-confirmation", booking.email, now, attached=attached, **in_words(booking))
    if booking.accounting_email and booking.invoice_id is not None:
        send_later(
            "booking-invoice",
            booking.accounting_email,
            now,
            attached=[("invoice", booking.invoice_id)],
            credited=False,
            **in_words(booking),
        )


def send_invoice(booking: Booking, credit_note_id: int | None, now: datetime) -> None:
    """The invoice that came later than the confirmation, to whoever waits for it."""
    attached = [("invoice", one) for one in (booking.invoice_id, credit_note_id) if one is not None]
    for address in filter(None, (booking.email, booking.accounting_email)):
        send_later(
            "booking-invoice",
            address,
            now,
            attached=attached,
            credited=credit_note_id is not None,
            **in_words(booking),
        )


def send_cancellation(
    booking: Booking, fee_cents: int, credit_note_id: int | None, now: datetime
) -> None:
    """That it is cancelled, what stays owed, and the credit note."""
    attached = [("invoice", credit_note_id)] if credit_note_id is not None else []
    words = in_words(booking)
    template = "booking-cancelled"
    if booking.training.state == "cancelled":  # not they cancelled but we
        template, words["reason"] = "training-cancelled", booking.training.cancel_reason
        attached = [(CALENDAR, booking.id), *attached]
    send_later(
        template,
        booking.email,
        now,
        attached=attached,
        fee=euro(fee_cents) if fee_cents else "",
        credited=credit_note_id is not None,
        **words,
    )


def send_change(booking: Booking, was: dict[str, Any], now: datetime) -> None:
    """That the date was moved, with the calendar file that moves the entry; once per change."""
    send_later(
        "training-changed",
        booking.email,
        now,
        attached=[(CALENDAR, booking.id)],
        key=f"mail-training-changed:{booking.id}:{booking.date_changes}",
        was=was,
        **in_words(booking),
    )


def send_certificates(booking: Booking, papers: list[dict[str, str]], now: datetime) -> None:
    """One link per person to the certificate of participation, to whoever booked."""
    send_later("training-certificates", booking.email, now, papers=papers, **in_words(booking))


def in_words(booking: Booking) -> dict[str, Any]:
    """What the mails say of a booking."""
    training = booking.training
    return {
        "title": training.title,
        "day": f"{training.weekday}, {training.day}",
        "hours": training.hours,
        "place": training.where,
        "online": training.format == "online",
        "demo": training.demo,
        "participants": [person.name for person in booking.participants],
        "company": booking.company,
        "address": "\n".join(booking.address),
        "net": euro(booking.net_cents),
        "vat_percent": booking.vat_percent,
        "vat": euro(booking.vat_cents),
        "gross": euro(booking.gross_cents),
        "vat_reason": booking.vat_reason,
        "terms": booking.cancel_terms.in_words,
        "invoiced": booking.invoice_id is not None,
        "token": booking.token,
    }
