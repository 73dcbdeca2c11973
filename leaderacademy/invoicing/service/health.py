"""What a trainer has to know about money, in one look."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing.models import CardEvent, Invoice, Payment, WaitingInvoice
from leaderacademy.invoicing.service.issuing import BERLIN
from leaderacademy.invoicing.service.lines import open_lines
from leaderacademy.invoicing.service.waiting import CHECK


@dataclass(frozen=True, slots=True)
class Health:
    """Counts, and cents of money that came in and belongs to no invoice yet."""

    unmatched_lines: int
    unmatched_cents: int
    overdue_invoices: int
    refunds: int
    card_events: int
    stuck_invoices: int

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        to_do = (self.unmatched_lines, self.overdue_invoices, self.refunds, self.card_events)
        return not (any(to_do) or self.stuck_invoices)


def health(now: datetime) -> Health:
    """How money stands: six queries, however many invoices there are."""
    unmatched = open_lines()
    overdue, refunds = _overdue_and_refunds(now)
    return Health(
        unmatched_lines=unmatched.count,
        unmatched_cents=unmatched.cents,
        overdue_invoices=overdue,
        refunds=refunds,
        card_events=session.scalar(select(func.count()).where(CardEvent.attention.is_(True))) or 0,
        stuck_invoices=len(stuck_invoices()),
    )


def _overdue_and_refunds(now: datetime) -> tuple[int, int]:
    """How many invoices are late, and on how many there is money to give back."""
    today = now.astimezone(BERLIN).date()
    # Summed once for all and joined, see booking/service/balances.py.
    note = Invoice.__table__.alias("note")
    credited = (
        select(note.c.original_id.label("id"), func.sum(note.c.gross_cents).label("cents"))
        .where(note.c.original_id.is_not(None))
        .group_by(note.c.original_id)
        .subquery()
    )
    paid = (
        select(Payment.invoice_id.label("id"), func.sum(Payment.cents).label("cents"))
        .group_by(Payment.invoice_id)
        .subquery()
    )
    zero = func.coalesce
    left = Invoice.gross_cents - zero(credited.c.cents, 0) - zero(paid.c.cents, 0)
    row = session.execute(
        select(func.count().filter(left > 0, Invoice.due_on < today), func.count().filter(left < 0))
        .select_from(Invoice)
        .outerjoin(credited, credited.c.id == Invoice.id)
        .outerjoin(paid, paid.c.id == Invoice.id)
        .where(Invoice.kind == "invoice")
    ).one()
    return int(row[0]), int(row[1])


def stuck_invoices() -> set[int]:
    """The ids of waiting invoices that nobody asks about any more: refused, or tries ran out."""
    waiting = session.execute(
        select(WaitingInvoice.id, WaitingInvoice.state).where(
            WaitingInvoice.state.in_(("waiting", "refused"))
        )
    ).all()
    if not waiting:
        return set()
    asking = {
        payload["waiting_id"]
        for payload in session.scalars(
            select(Job.payload).where(
                Job.kind == CHECK, Job.done_at.is_(None), Job.failed_at.is_(None)
            )
        )
    }
    return {one for one, state in waiting if state == "refused" or one not in asking}
