"""The trainer's list of invoices: searched, filtered and summed up in two queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select

from leaderacademy.core.database import session
from leaderacademy.invoicing.models import Invoice, Payment, Reminder
from leaderacademy.invoicing.service.payments import Balance

PAGE = 50
STATES = ("open", "overdue", "partly", "paid", "credited", "refund", "credit-notes")


@dataclass(frozen=True, slots=True)
class ListedInvoice:
    """One row; `reminded` is the last step of reminding, 0 for none."""

    id: int
    kind: str
    number: str
    company: str
    reference: str
    issued_on: date
    due_on: date
    balance: Balance
    reminded: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class InvoiceList:
    """A page of invoices, and what all that were found come to, in cents."""

    rows: Sequence[ListedInvoice]
    count: int
    gross_cents: int
    open_cents: int
    refund_cents: int


def list_invoices(today: date, search: str = "", state: str = "", page: int = 1) -> InvoiceList:
    """The newest first. `state` is one of STATES or empty for all invoices; pages from 1."""
    found = _found(today, search.strip(), state).subquery()
    zero = func.coalesce
    left = found.c.left
    count, gross, open_cents, refund = session.execute(
        select(
            func.count(),
            zero(func.sum(found.c.gross_cents), 0),
            zero(func.sum(left).filter(left > 0), 0),
            zero(func.sum(-left).filter(left < 0), 0),
        )
    ).one()
    rows = session.execute(
        select(found)
        .order_by(found.c.issued_on.desc(), found.c.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    listed = [_listed(row, today) for row in rows.mappings()]
    return InvoiceList(listed, count, int(gross), int(open_cents), int(refund))


def _found(today: date, search: str, state: str) -> Select[*tuple[Any, ...]]:
    credit = _sums(Invoice.original_id, func.sum(Invoice.gross_cents))
    money = _sums(Payment.invoice_id, func.sum(Payment.cents))
    steps = _sums(Reminder.invoice_id, func.max(Reminder.step))
    credited, paid = func.coalesce(credit.c.total, 0), func.coalesce(money.c.total, 0)
    left = Invoice.gross_cents - credited - paid
    query: Select[*tuple[Any, ...]] = (
        select(
            *(Invoice.id, Invoice.kind, Invoice.number, Invoice.company, Invoice.reference),
            *(Invoice.issued_on, Invoice.due_on, Invoice.gross_cents),
            credited.label("credited"),
            paid.label("paid"),
            left.label("left"),
            func.coalesce(steps.c.total, 0).label("reminded"),
        )
        .outerjoin(credit, credit.c.id == Invoice.id)
        .outerjoin(money, money.c.id == Invoice.id)
        .outerjoin(steps, steps.c.id == Invoice.id)
        .where(Invoice.kind == ("credit_note" if state == "credit-notes" else "invoice"))
    )
    conditions: dict[str, ColumnElement[bool]] = {
        "open": left > 0,
        "overdue": and_(left > 0, Invoice.due_on < today),
        "partly": and_(left > 0, paid > 0),
        "paid": and_(left == 0, or_(paid > 0, credited == 0)),
        "credited": credited > 0,
        "refund": left < 0,
    }
    if state in conditions:
        query = query.where(conditions[state])
    return query.where(_matches(search)) if search else query


def _sums(invoice_id: Any, total: ColumnElement[Any]) -> Subquery:
    """One number for each invoice that has any."""
    return (
        select(invoice_id.label("id"), total.label("total"))
        .where(invoice_id.is_not(None))
        .group_by(invoice_id)
        .subquery()
    )


def _matches(search: str) -> ColumnElement[bool]:
    """Number, reference, company or order number hold these words."""
    fields = (Invoice.number, Invoice.reference, Invoice.company, Invoice.order_number)
    return or_(*(field.icontains(search, autoescape=True) for field in fields))


def _listed(row: Any, today: date) -> ListedInvoice:
    balance = Balance(row["gross_cents"], int(row["credited"]), int(row["paid"]))
    is_note = row["kind"] == "credit_note"
    return ListedInvoice(
        **{name: row[name] for name in ("id", "kind", "number", "company", "reference")},
        issued_on=row["issued_on"],
        due_on=row["due_on"],
        balance=balance,
        reminded=row["reminded"],
        is_overdue=not is_note and balance.open > 0 and row["due_on"] < today,
    )
