"""What is open on an invoice, and the money that came in or was given back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import func, select

from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session, upsert
from leaderacademy.invoicing.models import Invoice, Payment
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.service.issuing import get_invoice

Method = Literal["transfer", "card", "other"]

# Called as (invoice, open cents, now) in the transaction of every payment.
on_payment: list[Callable[[Invoice, int, datetime], None]] = []


@dataclass(frozen=True, slots=True)
class Balance:
    """The state of one invoice in cents; `open` below zero is money to give back."""

    gross: int
    credited: int
    paid: int

    @property
    def open(self) -> int:
        """Still to be paid; negative: to be given back."""
        return self.gross - self.credited - self.paid

    @property
    def state(self) -> str:
        """One of open, partly, paid, refund, cancelled."""
        if self.open < 0:
            return "refund"
        if self.open == 0:
            return "cancelled" if self.credited and not self.paid else "paid"
        return "partly" if self.paid else "open"


def balances_of(invoice_ids: Iterable[int]) -> dict[int, Balance]:
    """The state of many invoices in three queries; credit notes are left out."""
    wanted = list(invoice_ids)
    gross = session.execute(
        select(Invoice.id, Invoice.gross_cents).where(
            Invoice.id.in_(wanted), Invoice.kind == "invoice"
        )
    ).all()
    credited = session.execute(
        select(Invoice.original_id, func.sum(Invoice.gross_cents))
        .where(Invoice.original_id.in_(wanted))
        .group_by(Invoice.original_id)
    ).all()
    paid = session.execute(
        select(Payment.invoice_id, func.sum(Payment.cents))
        .where(Payment.invoice_id.in_(wanted))
        .group_by(Payment.invoice_id)
    ).all()
    back = {row[0]: int(row[1]) for row in credited}
    payments = {row[0]: int(row[1]) for row in paid}
    return {key: Balance(cents, back.get(key, 0), payments.get(key, 0)) for key, cents in gross}


def balance_of(invoice_id: int) -> Balance:
    """The state of one invoice; raises LookupError."""
    found = balances_of([invoice_id])
    if invoice_id not in found:
        raise LookupError(f"no invoice {invoice_id}")
    return found[invoice_id]


def open_amount(invoice_id: int) -> int:
    """Cents still to be paid on this invoice; negative: to be given back."""
    return balance_of(invoice_id).open


def record_payment(
    invoice_id: int,
    cents: int,
    received_on: date,
    now: datetime,
    *,
    key: str,
    method: Method = "transfer",
    note: str = "",
    by: Actor = SYSTEM,
) -> bool:
    """Write down money that came in (or went back: negative cents); says whether it was new.

    More than is open is taken too and shows as money to give back. The same `key` twice is
    one payment.
    """
    invoice = get_invoice(invoice_id)
    if invoice.is_credit_note or cents == 0:
        raise ValueError("money is recorded on an invoice, and not nothing")
    values = {
        "key": key,
        "invoice_id": invoice_id,
        "cents": cents,
        "received_on": received_on,
        "method": method,
        "note": note,
        "created_at": now,
    }
    if not _is_new(values):
        return False
    action, words = ("payment", "eingegangen") if cents > 0 else ("refund", "zurückgezahlt")
    text = f"{euro(abs(cents))} {words} ({METHODS[method]}) zu {invoice.number}."
    note_action(action, f"invoice:{invoice_id}", text, by, now, cents=cents, key=key)
    left = open_amount(invoice_id)
    for call in on_payment:
        call(invoice, left, now)
    return True


def _is_new(values: dict[str, Any]) -> bool:
    table = Payment.__table__
    insert = upsert(table).values(values).on_conflict_do_nothing(index_elements=["key"])
    return session.execute(insert.returning(table.c.id)).first() is not None


METHODS = {"transfer": "Überweisung", "card": "Karte", "other": "von Hand"}
