"""What a trainer has to know about money, in one look."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing.models import Invoice, Payment, WaitingInvoice
from leaderacademy.invoicing.service.issuing import BERLIN
from leaderacademy.invoicing.service.lines import open_lines
from leaderacademy.invoicing.service.waiting import CHECK


@dataclass(frozen=True, slots=True)
class Health:
    """Counts, and cents of money that came in and belongs to no invoice yet."""

    unmatched_lines: int
    unmatched_cents: int
    overdue_invoices: int
    stuck_invoices: int

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.unmatched_lines or self.overdue_invoices or self.stuck_invoices)


def health(now: datetime) -> Health:
    """How money stands: four queries, however many invoices there are."""
    unmatched = open_lines()
    return Health(
        unmatched_lines=unmatched.count,
        unmatched_cents=unmatched.cents,
        overdue_invoices=_overdue(now),
        stuck_invoices=len(stuck_invoices()),
    )


def _overdue(now: datetime) -> int:
    today = now.astimezone(BERLIN).date()
    note = Invoice.__table__.alias("note")
    credited = (
        select(func.coalesce(func.sum(note.c.gross_cents), 0))
        .where(note.c.original_id == Invoice.id)
        .scalar_subquery()
    )
    paid = (
        select(func.coalesce(func.sum(Payment.cents), 0))
        .where(Payment.invoice_id == Invoice.id)
        .scalar_subquery()
    )
    query = select(func.count()).where(
        Invoice.kind == "invoice",
        Invoice.due_on < today,
        Invoice.gross_cents - credited - paid > 0,
    )
    return session.scalar(query) or 0


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
