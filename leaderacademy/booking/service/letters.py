"""The mails of booking and waiting; words, not numbers, so that a later edit changes no promise."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, case, cast, literal

from leaderacademy.booking.models import Booking, Training, WaitingEntry
from leaderacademy.booking.rules.price import euro
from leaderacademy.booking.rules.waiting import moment_in_words
from leaderacademy.booking.rules.withdrawal import early_start_words, instruction
from leaderacademy.booking.service.money import Transfer, documents_of, refund_of, transfer_of
from leaderacademy.core.german import day_in_words
from leaderacademy.core.mail import send_later
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.service.operator import operator, takes_cards

CALENDAR = "booking-calendar"


def contract_key(booking: Booking) -> str:
    """Names the mail that says what is booked: the confirmation, after a move the one of that."""
    return f"confirmation:{booking.id}" + (f":moved-{booking.moves}" if booking.moves else "")


def contract_key_in_sql(bookings: FromClause) -> ColumnElement[str]:
    """The same, for the rows of bookings."""
    moves = bookings.c.moves
    moved = case((moves > 0, literal(":moved-") + cast(moves, String)), else_=literal(""))
    return literal("confirmation:") + cast(bookings.c.id, String) + moved


def send_confirmation(
    booking: Booking, now: datetime, key: str | None = None, transfer: Transfer | None = None
) -> None:
    """The contract, with calendar file and, where there is one already, the invoice.

    `transfer` is how to pay what is open. The same `key` a second time sends nothing.
    """
    attached = [(CALENDAR, booking.id)]
    if booking.invoice_id is not None:
        attached.append(("invoice", booking.invoice_id))
    words = {**in_words(booking), "transfer": transfer_in_words(transfer)}
    send_later("booking-confirmation", booking.email, now, attached=attached, key=key, **words)
    if booking.accounting_email and booking.invoice_id is not None:
        send_later(
            "booking-invoice",
            booking.accounting_email,
            now,
            attached=[("invoice", booking.invoice_id)],
            key=key and f"{key}:accounting",
            credited=False,
            **words,
        )


def send_invoice(booking: Booking, credit_note_id: int | None, now: datetime) -> None:
    """The invoice that came later than the confirmation, to whoever waits for it."""
    attached = [("invoice", one) for one in (booking.invoice_id, credit_note_id) if one is not None]
    words = {**in_words(booking), "transfer": _transfer_now(booking)}
    for address in filter(None, (booking.email, booking.accounting_email)):
        send_later(
            "booking-invoice",
            address,
            now,
            attached=attached,
            credited=credit_note_id is not None,
            **words,
        )


def send_cancellation(
    booking: Booking, fee_cents: int, credit_note_id: int | None, now: datetime
) -> None:
    """That it is cancelled, what stays owed, the calendar file that says so, the credit note."""
    attached = [(CALENDAR, booking.id)]
    if credit_note_id is not None:
        attached.append(("invoice", credit_note_id))
    words, back = in_words(booking), refund_of(booking)
    words["transfer"] = _transfer_now(booking)
    template = "booking-cancelled"
    if booking.training.state == "cancelled":  # not they cancelled but we
        template, words["reason"] = "training-cancelled", booking.training.cancel_reason
    send_later(
        template,
        booking.email,
        now,
        attached=attached,
        fee=euro(fee_cents) if fee_cents else "",
        refund=euro(back) if back else "",
        refund_days=operator().terms.payment_days,
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


def send_corrected(
    booking: Booking, former: str, credit_note_id: int, cents: int, now: datetime
) -> None:
    """The invoice with the new day, and the credit note of the one with the old day."""
    attached = [("invoice", one) for one in (credit_note_id, booking.invoice_id) if one is not None]
    for address in filter(None, (booking.email, booking.accounting_email)):
        words = {**in_words(booking), "former": former, "gross": euro(cents)}
        send_later("invoice-corrected", address, now, attached=attached, **words)


def send_correction(
    booking: Booking,
    changes: list[str],
    corrected: list[str],
    documents: tuple[Invoice, Invoice] | None,
    now: datetime,
) -> None:
    """What was corrected, to the addresses of now, with the documents that were exchanged.

    Whoever had the wrong address gets what went there: calendar file and invoice.
    """
    invoices = [one.id for one in documents or ()]
    words = {**in_words(booking), "corrected": corrected, "former": "", "number": "", "gross": ""}
    if documents:
        note, new = documents
        words |= {
            "former": note.original_number,
            "number": new.number,
            "gross": euro(new.gross_cents),
        }
    for name, address in (("email", booking.email), ("accounting_email", booking.accounting_email)):
        again = name in changes and booking.state == "booked" and booking.invoice_id is not None
        attached = [("invoice", one) for one in invoices]
        if again and not documents:
            attached = [("invoice", booking.invoice_id or 0)]
        if name == "email" and name in changes and booking.state == "booked":
            attached.insert(0, (CALENDAR, booking.id))
        if name == "email" or (address and attached):
            words["again"] = again and not documents
            send_later("booking-corrected", address, now, attached=attached, **words)


def send_certificates(booking: Booking, papers: list[dict[str, str]], now: datetime) -> None:
    """One link per person to the certificate of participation, to whoever booked."""
    send_later("training-certificates", booking.email, now, papers=papers, **in_words(booking))


def send_move(
    booking: Booking, before: str, credit_note_id: int | None, invoice_is_new: bool, now: datetime
) -> None:
    """The new date with its calendar file, the credit note of the old and the new invoice."""
    numbers = [credit_note_id, booking.invoice_id if invoice_is_new else None]
    documents = [("invoice", number) for number in numbers if number is not None]
    words = {**in_words(booking), "before": before, "invoiced": invoice_is_new}
    words["credited"] = credit_note_id is not None
    words["transfer"] = _transfer_now(booking)
    attached = [(CALENDAR, booking.id), *documents]
    key = contract_key(booking)
    send_later("booking-moved", booking.email, now, attached=attached, key=key, **words)
    if booking.accounting_email and documents:
        send_later("booking-moved", booking.accounting_email, now, attached=documents, **words)


def send_waiting(entry: WaitingEntry, position: int, now: datetime) -> None:
    """The place in line, and the address that shows it."""
    words = entry_in_words(entry)
    send_later("waiting-joined", entry.email, now, position=position, **words)


def send_offer(entry: WaitingEntry, now: datetime) -> None:
    """That seats are kept, until when, and the page that accepts or declines."""
    until = moment_in_words(entry.expires_at) if entry.expires_at else ""
    send_later("waiting-offer", entry.email, now, until=until, **entry_in_words(entry))


def send_offer_over(entry: WaitingEntry, now: datetime) -> None:
    """That the time for an answer is over, and how to wait once more."""
    send_later("waiting-over", entry.email, now, **entry_in_words(entry))


def send_line_over(entry: WaitingEntry, now: datetime) -> None:
    """That the date somebody waited for was cancelled."""
    words = {**entry_in_words(entry), "reason": entry.training.cancel_reason}
    send_later("waiting-cancelled", entry.email, now, **words)


def entry_in_words(entry: WaitingEntry) -> dict[str, Any]:
    """What the mails say of a place in line."""
    return {
        **date_in_words(entry.training),
        "name": entry.name,
        "seats": "ein Platz" if entry.seats == 1 else f"{entry.seats}\u00a0Plätze",
        "one": entry.seats == 1,
        "token": entry.token,
    }


def date_in_words(training: Training) -> dict[str, Any]:
    """What the mails say of a date."""
    return {
        "title": training.title,
        "day": f"{training.weekday}, {training.day}",
        "hours": training.hours,
        "place": training.where,
        "online": training.format == "online",
        "demo": training.demo,
    }


def transfer_in_words(transfer: Transfer | None) -> dict[str, str] | None:
    """What the mails say of the money that is open, or None when nothing is."""
    if transfer is None:
        return None
    return {
        "open": euro(transfer.cents),
        "due": day_in_words(transfer.due_on) if transfer.due_on else "",
        "holder": transfer.account.holder,
        "iban": transfer.iban,
        "reference": transfer.reference,
    }


def _transfer_now(booking: Booking) -> dict[str, str] | None:
    return transfer_in_words(transfer_of(booking, documents_of(booking)))


def in_words(booking: Booking) -> dict[str, Any]:
    """What the mails say of a booking."""
    return {
        **date_in_words(booking.training),
        "participants": [person.name for person in booking.participants],
        "company": booking.company,
        "address": "\n".join(booking.address),
        "vat_id": booking.vat_id,
        "order_number": booking.order_number,
        "lines": [[one.label, euro(one.cents)] for one in booking.price.lines],
        "net": euro(booking.net_cents),
        "vat_percent": booking.vat_percent,
        "vat": euro(booking.vat_cents),
        "gross": euro(booking.gross_cents),
        "free": not booking.gross_cents and not booking.training.demo,
        "vat_reason": booking.vat_reason,
        "terms": booking.cancel_terms.in_words,
        "withdrawal": () if booking.business else instruction(operator().seller),
        "early_start": early_start_words(booking.early_start_at),
        "invoiced": booking.invoice_id is not None,
        "cards": booking.invoice_id is not None and takes_cards(),
        "token": booking.token,
    }
