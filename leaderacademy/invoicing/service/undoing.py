"""Taking a payment back by a counter entry: nothing that was written down is changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session, upsert
from leaderacademy.invoicing.models import BankLine, Invoice, Payment
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.service.payments import on_payment, open_amount

UNDO = "undo:"


class CannotUndo(Exception):  # noqa: N818 - named for what happened
    """The payment cannot be taken back; the message says why, in German."""


def payments_of_invoice(invoice_id: int) -> Sequence[Payment]:
    """All money that moved, in the order it was written down."""
    return session.scalars(
        select(Payment).where(Payment.invoice_id == invoice_id).order_by(Payment.id)
    ).all()


def invoice_of_payment(payment_id: int) -> int:
    """The id of the invoice that a payment is for; raises LookupError."""
    found = session.get(Payment, payment_id)
    if found is None:
        raise LookupError(f"no payment {payment_id}")
    return found.invoice_id


def undone_among(payments: Sequence[Payment]) -> set[int]:
    """The ids of those that have been taken back, and of the counter entries themselves."""
    keys = {payment.key: payment for payment in payments}
    gone = set()
    for payment in payments:
        counter = keys.get(f"{UNDO}{payment.id}")
        if counter is not None:
            gone |= {payment.id, counter.id}
    return gone


def can_undo(payment: Payment) -> bool:
    """Card money is given back by the card company; a counter entry stays, and so does a set-off,
    which would only be made again."""
    return payment.method != "card" and not payment.is_offset and not payment.key.startswith(UNDO)


def undo_payment(payment_id: int, now: datetime, by: Actor) -> bool:
    """Take a payment back once; money of a bank statement returns to the list of open lines.

    What one line of a statement paid together is taken back together. Raises LookupError and
    CannotUndo; False when it was taken back before.
    """
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    if not can_undo(payment):
        raise CannotUndo("Diese Buchung lässt sich hier nicht zurücknehmen.")
    together = _together(payment)
    if not all(_counter(one, now, by) for one in together):
        return False
    _reopen_line(payment)
    return True


def _together(payment: Payment) -> Sequence[Payment]:
    if not payment.key.startswith("bank:"):
        return [payment]
    start = payment.key.rpartition(":")[0]
    return session.scalars(
        select(Payment).where(Payment.key.startswith(f"{start}:")).order_by(Payment.id)
    ).all()


def _counter(payment: Payment, now: datetime, by: Actor) -> bool:
    table = Payment.__table__
    values = {
        "key": f"{UNDO}{payment.id}",
        "invoice_id": payment.invoice_id,
        "cents": -payment.cents,
        "received_on": payment.received_on,
        "method": payment.method,
        "note": "Zurückgenommen",
        "created_at": now,
    }
    insert = upsert(table).values(values).on_conflict_do_nothing(index_elements=["key"])
    if session.execute(insert.returning(table.c.id)).first() is None:
        return False
    invoice = session.get_one(Invoice, payment.invoice_id)
    text = f"Buchung über {euro(payment.cents)} zu {invoice.number} zurückgenommen."
    note_action("payment-undone", f"invoice:{invoice.id}", text, by, now, cents=-payment.cents)
    left = open_amount(invoice.id)
    for call in on_payment:
        call(invoice, left, now)
    return True


def _reopen_line(payment: Payment) -> None:
    parts = payment.key.split(":")
    if parts[0] != "bank":
        return
    session.execute(
        update(BankLine)
        .where(BankLine.fingerprint == parts[1], BankLine.round == int(parts[2]))
        .values(
            state="open",
            round=BankLine.round + 1,
            reason="Die Zuordnung wurde zurückgenommen.",
            match="unknown",
            shares=[],
            invoice_id=None,
        )
        .execution_options(synchronize_session=False)
    )
