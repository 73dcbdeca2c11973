"""The invoices that money may be for, as matching needs them."""

from collections.abc import Iterator

from sqlalchemy import func, select

from leaderacademy.core.database import session
from leaderacademy.invoicing.models import BankLine, Invoice, Payment, WaitingInvoice
from leaderacademy.invoicing.rules.matching.verdict import Claim


def open_claims() -> Iterator[Claim]:
    """Every invoice, paid ones too (money may come twice), and those that wait for a number.

    What ticked lines of statements that are not booked yet take is taken off already.
    """
    credited, paid, promised = _credited(), _paid(), _promised()
    rows = session.execute(
        select(
            *(Invoice.id, Invoice.number, Invoice.reference, Invoice.company, Invoice.gross_cents),
            Invoice.subject,
        )
        .where(Invoice.kind == "invoice")
        .order_by(Invoice.due_on, Invoice.id)
    ).all()
    # Of one subject the newest holds; an older one that was credited in full it has replaced.
    newest = {row.subject: row.id for row in sorted(rows, key=lambda row: row.id)}
    former: dict[int, list[str]] = {}
    for row in rows:
        if newest[row.subject] != row.id and credited.get(row.id, 0) >= row.gross_cents > 0:
            former.setdefault(newest[row.subject], []).extend((row.number, row.reference))
    gone = {name for names in former.values() for name in names}
    for invoice_id, number, reference, company, gross, _subject in rows:
        if number in gone:
            continue
        back = credited.get(invoice_id, 0)
        left = gross - back - paid.get(invoice_id, 0) - promised.get(invoice_id, 0)
        replaced = tuple(former.get(invoice_id, ()))
        yield Claim(invoice_id, number, reference, company, left, back >= gross > 0, replaced)
    for waiting in session.execute(
        select(WaitingInvoice.reference, WaitingInvoice.company, WaitingInvoice.gross_cents)
        .where(WaitingInvoice.state.in_(("waiting", "refused")))
        .order_by(WaitingInvoice.id)
    ):
        yield Claim(None, "", waiting.reference, waiting.company, waiting.gross_cents)


def _credited() -> dict[int, int]:
    rows = session.execute(
        select(Invoice.original_id, func.sum(Invoice.gross_cents))
        .where(Invoice.original_id.is_not(None))
        .group_by(Invoice.original_id)
    )
    return {row[0]: int(row[1]) for row in rows if row[0] is not None}


def _paid() -> dict[int, int]:
    rows = session.execute(
        select(Payment.invoice_id, func.sum(Payment.cents)).group_by(Payment.invoice_id)
    )
    return {row[0]: int(row[1]) for row in rows}


def _promised() -> dict[int, int]:
    found: dict[int, int] = {}
    for shares in session.scalars(
        select(BankLine.shares).where(BankLine.state == "proposed", BankLine.ticked)
    ):
        for invoice_id, cents in shares:
            found[invoice_id] = found.get(invoice_id, 0) + cents
    return found
