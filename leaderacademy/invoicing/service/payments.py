"""What is open on an invoice, and the money that came in or was given back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import bindparam, func, select

from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session, upsert
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import Part, table_of
from leaderacademy.invoicing.models import Invoice, Payment
from leaderacademy.invoicing.models.invoice import OFFSET, WAYS
from leaderacademy.invoicing.rules.money import euro

Method = Literal["transfer", "card", "other"]
STEP = 500  # rows in one statement: databases bind only so many values

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
    def owed_back(self) -> int:
        """Money to give back, or zero."""
        return max(0, -self.open)

    @property
    def state(self) -> str:
        """One of open, partly, paid, refund, cancelled."""
        if self.open < 0:
            return "refund"
        if self.open == 0:
            return "cancelled" if self.credited and not self.paid else "paid"
        return "partly" if self.paid else "open"


def balances_of(invoice_ids: Iterable[int]) -> dict[int, Balance]:
    """The state of many invoices in three queries for each 500; credit notes are left out."""
    wanted = sorted(set(invoice_ids))
    found: dict[int, Balance] = {}
    for start in range(0, len(wanted), STEP):
        found |= _balances(wanted[start : start + STEP])
    return found


def _balances(wanted: list[int]) -> dict[int, Balance]:
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


def balances_among(documents: Sequence[Invoice]) -> dict[int, Balance]:
    """The state of invoices whose credit notes are all among these documents; one query."""
    invoices = [one.id for one in documents if not one.is_credit_note]
    if not invoices:
        return {}
    rows = session.execute(_PAID, {"invoices": invoices})
    return _settled(documents, {row[0]: int(row[1]) for row in rows})


def _settled(documents: Sequence[Invoice], paid: dict[int, int]) -> dict[int, Balance]:
    invoices = {one.id: one.gross_cents for one in documents if not one.is_credit_note}
    back = dict.fromkeys(invoices, 0)
    for one in documents:
        if one.original_id in back:
            back[one.original_id] += one.gross_cents
    return {key: Balance(cents, back[key], paid.get(key, 0)) for key, cents in invoices.items()}


def settled_invoices_of(subject: str) -> tuple[list[Invoice], dict[int, Balance]]:
    """All documents of one subject in the order they were issued, and how its invoices stand.

    One query, because every buyer sees it in the moment of booking.
    """
    rows = _SETTLED.run({"subject": subject})
    documents = [_SHOWN.found(row[:-1]) for row in rows]
    paid = {one.id: int(row[-1]) for one, row in zip(documents, rows, strict=True)}
    return documents, _settled(documents, paid)


_invoice = table_of(Invoice)
_SHOWN = Part(
    Invoice,
    "series ordinal original_number supplied_from supplied_to order_number company recipient_copy "
    "seller_copy line_copies allowance_copies vat_category vat_reason vat_note vat_code note",
)
_SETTLED = Ready(
    lambda: (
        select(
            *_SHOWN.columns,
            select(func.coalesce(func.sum(Payment.cents), 0))
            .where(Payment.invoice_id == _invoice.c.id)
            .scalar_subquery()
            .label("paid"),
        )
        .where(_invoice.c.subject == bindparam("subject"))
        .order_by(_invoice.c.id)
    )
)


_PAID = (
    select(Payment.invoice_id, func.sum(Payment.cents))
    .where(Payment.invoice_id.in_(bindparam("invoices", expanding=True)))
    .group_by(Payment.invoice_id)
)


def balance_of(invoice_id: int) -> Balance:
    """The state of one invoice; raises LookupError."""
    found = balances_of([invoice_id])
    if invoice_id not in found:
        raise LookupError(f"no invoice {invoice_id}")
    return found[invoice_id]


def open_amount(invoice_id: int) -> int:
    """Cents still to be paid on this invoice; negative: to be given back."""
    return balance_of(invoice_id).open


@dataclass(frozen=True, slots=True)
class Incoming:
    """Money that came in (positive cents) or went back (negative), before it is written down."""

    key: str
    invoice_id: int
    cents: int
    received_on: date
    method: Method = "transfer"
    note: str = ""


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
    one = Incoming(key, invoice_id, cents, received_on, method, note)
    return record_payments([one], now, by) == 1


def record_payments(wanted: Sequence[Incoming], now: datetime, by: Actor = SYSTEM) -> int:
    """Write down many at once, in the caller's transaction; gives back how many were new.

    Raises LookupError for an unknown invoice, ValueError for a credit note or for nothing.
    """
    left: dict[int, int] = {}
    count = 0
    for start in range(0, len(wanted), STEP):
        part = wanted[start : start + STEP]
        invoices = _invoices_of(part)
        for invoice_id, balance in balances_of(invoices.keys() - left.keys()).items():
            left[invoice_id] = balance.open
        new = _new_keys(part, now)
        for one in part:
            if one.key in new:
                new.remove(one.key)
                count += 1
                left[one.invoice_id] -= one.cents
                _tell(invoices[one.invoice_id], one, left[one.invoice_id], now, by)
    return count


def _invoices_of(wanted: Sequence[Incoming]) -> dict[int, Invoice]:
    ids = {one.invoice_id for one in wanted}
    invoices = {
        found.id: found for found in session.scalars(select(Invoice).where(Invoice.id.in_(ids)))
    }
    if missing := ids - invoices.keys():
        raise LookupError(f"no invoice {min(missing)}")
    credit_note = any(found.is_credit_note for found in invoices.values())
    if credit_note or any(one.cents == 0 for one in wanted):
        raise ValueError("money is recorded on an invoice, and not nothing")
    return invoices


def _new_keys(wanted: Sequence[Incoming], now: datetime) -> set[str]:
    table = Payment.__table__
    rows = [{**asdict(one), "created_at": now} for one in wanted]
    insert = upsert(table).on_conflict_do_nothing(index_elements=["key"])
    return set(session.execute(insert.returning(table.c.key), rows).scalars())


def _tell(invoice: Invoice, one: Incoming, left: int, now: datetime, by: Actor) -> None:
    action, text = _in_words(invoice, one)
    subject = f"invoice:{invoice.id}"
    note_action(action, subject, text, by, now, cents=one.cents, key=one.key)
    for call in on_payment:
        call(invoice, left, now)


def _in_words(invoice: Invoice, one: Incoming) -> tuple[str, str]:
    """The act of the audit log, and its sentence."""
    amount = euro(abs(one.cents))
    if one.key.startswith(OFFSET):
        return "payment-offset", f"{amount} bei {invoice.number} {one.note}."
    action, words = ("payment", "eingegangen") if one.cents > 0 else ("refund", "zurückgezahlt")
    return action, f"{amount} {words} ({WAYS[one.method]}) zu {invoice.number}."


def recent_payments(limit: int = 20) -> Sequence[tuple[Payment, str]]:
    """The latest money that moved, each with the number of its invoice."""
    rows = session.execute(
        select(Payment, Invoice.number)
        .join(Invoice, Invoice.id == Payment.invoice_id)
        .order_by(Payment.id.desc())
        .limit(limit)
    ).all()
    return [(payment, number) for payment, number in rows]
