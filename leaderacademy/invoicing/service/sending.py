"""An invoice or credit note once more by mail."""

from datetime import datetime

from sqlalchemy import select

from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.core.mail import send_later
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.dates import day_in_words
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.service.reminders import address_of


def resend(invoice: Invoice, key: str, now: datetime, by: Actor) -> str:
    """Send the stored document again; the same `key` twice is one mail.

    Gives back to whom, or "" when the document names no address.
    """
    to = address_of(invoice)
    if not to:
        return ""
    name = f"invoice-again:{invoice.id}:{key[:32]}" if key else None
    if name and session.scalar(select(Job.id).where(Job.key == name)) is not None:
        return to
    send_later(
        "invoice-again",
        to,
        now,
        attached=[("invoice", invoice.id)],
        key=name,
        kind="Stornorechnung" if invoice.is_credit_note else "Rechnung",
        number=invoice.number,
        issued=day_in_words(invoice.issued_on),
        gross=euro(invoice.gross_cents),
        seller=invoice.seller.company,
    )
    # The address stays out of the history: it is on the invoice.
    text = f"{invoice.number} noch einmal per Mail gesendet."
    note_action("invoice-resent", f"invoice:{invoice.id}", text, by, now)
    return to
