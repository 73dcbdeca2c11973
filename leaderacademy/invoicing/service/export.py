"""What is kept about somebody's money: for their export, and how long the law wants it kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select

from leaderacademy.core.database import session
from leaderacademy.invoicing.models import (
    BankLine,
    CardPayment,
    Invoice,
    Payment,
    Reminder,
    VatIdEvidence,
    WaitingInvoice,
)
from leaderacademy.invoicing.service.issuing import as_facts, get_invoice

YEARS_KEPT = 8  # § 147 AO, § 14b UStG, from the end of the year of issue
Row = TypeVar("Row", Invoice, WaitingInvoice, VatIdEvidence, CardPayment)


@dataclass(frozen=True, slots=True)
class Retention:
    """How many documents stay when a person goes, and the last day until when (None: none)."""

    count: int
    until: date | None


def retention_of(subjects: Sequence[str]) -> Retention:
    """What the law keeps of these subjects (`booking:17`)."""
    invoices = _of(Invoice, subjects)
    if not invoices:
        return Retention(0, None)
    last = max(invoice.issued_on.year for invoice in invoices) + YEARS_KEPT
    return Retention(len(invoices), date(last, 12, 31))


def export_subjects(subjects: Sequence[str]) -> dict[str, Any]:
    """Everything about the money of these subjects, as plain JSON."""
    return {
        "invoices": [_invoice(invoice) for invoice in _of(Invoice, subjects)],
        "waiting_invoices": [_waiting(one) for one in _of(WaitingInvoice, subjects)],
        "vat_id_evidence": [_evidence(one) for one in _of(VatIdEvidence, subjects)],
        "card_payments": [_card_payment(one) for one in _of(CardPayment, subjects)],
    }


def _of(kind: type[Row], subjects: Sequence[str]) -> Sequence[Row]:
    return session.scalars(select(kind).where(kind.subject.in_(subjects)).order_by(kind.id)).all()


def _invoice(invoice: Invoice) -> dict[str, Any]:
    mine = invoice.id
    payments = session.scalars(
        select(Payment).where(Payment.invoice_id == mine).order_by(Payment.id)
    )
    lines = session.scalars(
        select(BankLine).where(BankLine.invoice_id == mine).order_by(BankLine.id)
    )
    reminders = session.scalars(
        select(Reminder).where(Reminder.invoice_id == mine).order_by(Reminder.step)
    )
    return {
        **as_facts(invoice),
        "due_on": invoice.due_on.isoformat(),
        "reference": invoice.reference,
        "payments": [
            {
                "cents": one.cents,
                "received_on": one.received_on.isoformat(),
                "method": one.method,
                "note": one.note,
            }
            for one in payments
        ],
        "bank_lines": [
            {
                "booked_on": one.booked_on.isoformat(),
                "cents": one.cents,
                "name": one.name,
                "iban": one.iban,
                "text": one.text,
                "note": one.note,
            }
            for one in lines
        ],
        "reminders": [
            {"step": one.step, "cents": one.cents, "sent_at": _moment(one.sent_at)}
            for one in reminders
        ],
    }


def _waiting(one: WaitingInvoice) -> dict[str, Any]:
    return {
        "company": one.company,
        "vat_id": one.vat_id,
        "reference": one.reference,
        "gross_cents": one.gross_cents,
        "state": one.state,
        "created_at": _moment(one.created_at),
        "recipient": one.draft["recipient"],
    }


def _evidence(one: VatIdEvidence) -> dict[str, Any]:
    return {
        "vat_id": one.vat_id,
        "asked_at": _moment(one.asked_at),
        "answer": one.answer,
        "consultation_number": one.consultation_number,
        "name": one.name,
        "address": one.address,
    }


def _card_payment(one: CardPayment) -> dict[str, Any]:
    return {
        "invoice": get_invoice(one.invoice_id).number if one.invoice_id else None,
        "cents": one.cents,
        "state": one.state,
        "refunded_cents": one.refunded_cents,
        "checkout_at_stripe": one.provider_id,
        "payment_at_stripe": one.payment_id,
        "created_at": _moment(one.created_at),
        "expires_at": _moment(one.expires_at),
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat()
