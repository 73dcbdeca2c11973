"""Asking for money again, in three steps that a trainer confirms one by one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session, upsert
from leaderacademy.core.mail import send_later
from leaderacademy.invoicing.models import Invoice, Reminder
from leaderacademy.invoicing.rules.dates import day_in_words
from leaderacademy.invoicing.rules.money import euro, in_fours
from leaderacademy.invoicing.rules.reminding import GRACE, LAST_STEP, STEPS, Asked, next_due
from leaderacademy.invoicing.service.issuing import BERLIN
from leaderacademy.invoicing.service.operator import operator
from leaderacademy.invoicing.service.payments import balances_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reminder that may be sent now: the invoice, the step, what is open in cents, to whom."""

    invoice: Invoice
    step: int
    cents: int
    days_late: int
    to: str

    @property
    def key(self) -> str:
        """What the form sends back; a step that was sent meanwhile has another key."""
        return f"{self.invoice.id}-{self.step}"

    @property
    def called(self) -> str:
        """„1. Mahnung“"""
        return STEPS[self.step]


def due_reminders(now: datetime) -> list[Proposal]:
    """What may be sent today, the longest overdue first. Paid invoices are not in it."""
    today = now.astimezone(BERLIN).date()
    late = session.scalars(
        select(Invoice)
        .where(Invoice.kind == "invoice", Invoice.due_on < today)
        .order_by(Invoice.due_on, Invoice.id)
    ).all()
    balances = balances_of(invoice.id for invoice in late)
    unpaid = [invoice for invoice in late if balances[invoice.id].open > 0]
    asked = _last_asked([invoice.id for invoice in unpaid])
    proposals = (
        _proposal(invoice, asked.get(invoice.id), balances[invoice.id].open, today)
        for invoice in unpaid
    )
    return [proposal for proposal in proposals if proposal is not None]


def _proposal(invoice: Invoice, asked: Asked | None, cents: int, today: date) -> Proposal | None:
    step = (asked.step if asked else 0) + 1
    if step > LAST_STEP:
        return None
    if next_due(invoice.due_on, asked, operator().terms.reminder_days) > today:
        return None
    return Proposal(invoice, step, cents, (today - invoice.due_on).days, address_of(invoice))


def _last_asked(ids: list[int]) -> dict[int, Asked]:
    found: dict[int, Asked] = {}
    for start in range(0, len(ids), 500):
        rows = session.scalars(
            select(Reminder)
            .where(Reminder.invoice_id.in_(ids[start : start + 500]))
            .order_by(Reminder.step)
        )
        for row in rows:
            day = row.sent_at.astimezone(BERLIN).date()
            found[row.invoice_id] = Asked(row.step, day, row.due_on)
    return found


def address_of(invoice: Invoice) -> str:
    """Whom mail about this invoice goes to: the accounting department, else the buyer.

    As it is known today: an address may have been corrected since the invoice was issued.
    """
    for ask in mail_sources:
        if known := ask(invoice.subject):
            return known[1] or known[0]
    recipient = invoice.recipient
    return recipient.accounting_mail or recipient.mail


# Called as (subject); the buyer's and the accounting address, or None. Filled by the application.
mail_sources: list[Callable[[str], tuple[str, str] | None]] = []


def send_reminders(keys: Iterable[str], now: datetime, by: Actor) -> int:
    """Send those of the confirmed reminders that are still due; gives back how many."""
    wanted = set(keys)
    due = [one for one in due_reminders(now) if one.key in wanted and one.to]
    return sum(_send(one, now, by) for one in due)


def _send(proposal: Proposal, now: datetime, by: Actor) -> bool:
    invoice = proposal.invoice
    until = now.astimezone(BERLIN).date() + timedelta(days=GRACE)
    # Two clicks at once want the same row; one of them gets it and sends.
    table = Reminder.__table__
    insert = upsert(table).values(
        invoice_id=invoice.id,
        step=proposal.step,
        cents=proposal.cents,
        due_on=until,
        sent_at=now,
    )
    unique = insert.on_conflict_do_nothing(index_elements=["invoice_id", "step"])
    if session.execute(unique.returning(table.c.id)).first() is None:
        return False
    send_later(
        "payment-reminder",
        proposal.to,
        now,
        attached=[("invoice", invoice.id)],
        key=f"reminder:{invoice.id}:{proposal.step}",
        **_words(proposal, until),
    )
    text = f"{proposal.called} zu {invoice.number} über {euro(proposal.cents)} gesendet."
    note_action("reminder-sent", f"invoice:{invoice.id}", text, by, now, step=proposal.step)
    return True


def _words(proposal: Proposal, until: date) -> dict[str, Any]:
    invoice = proposal.invoice
    return {
        "step": proposal.step,
        "called": proposal.called,
        "number": invoice.number,
        "company": invoice.company,
        "issued": day_in_words(invoice.issued_on),
        "was_due": day_in_words(invoice.due_on),
        "until": day_in_words(until),
        "open": euro(proposal.cents),
        "is_rest": proposal.cents != invoice.gross_cents,
        "gross": euro(invoice.gross_cents),
        "reference": invoice.reference,
        "holder": invoice.account.holder,
        "iban": in_fours(invoice.account.iban),
        "seller": invoice.seller.company,
    }


def reminders_of(invoice_id: int) -> Sequence[Reminder]:
    """What was sent for this invoice, in order."""
    return session.scalars(
        select(Reminder).where(Reminder.invoice_id == invoice_id).order_by(Reminder.step)
    ).all()
