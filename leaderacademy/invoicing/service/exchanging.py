"""An issued invoice with a wrong day is exchanged: credited in full and issued anew."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Literal, cast

from sqlalchemy import select

from leaderacademy.core.audit import SYSTEM, Actor
from leaderacademy.core.database import session
from leaderacademy.invoicing.models import Invoice, WaitingInvoice
from leaderacademy.invoicing.rules.dates import day_in_words
from leaderacademy.invoicing.rules.draft import (
    Allowance,
    InvoiceDraft,
    Line,
    Recipient,
    totals_of_draft,
)
from leaderacademy.invoicing.rules.vat import Treatment
from leaderacademy.invoicing.service.issuing import (
    BERLIN,
    credit_notes_of,
    issue_credit_note,
    issue_invoice,
)
from leaderacademy.invoicing.service.payments import balance_of

LEAST_DAYS = 7  # to pay the new invoice, however late the old one was

Days = tuple[date, date]


def exchange_invoice(
    old: Invoice,
    lines: Sequence[Line],
    days: Days,
    why: str,
    now: datetime,
    by: Actor = SYSTEM,
    corrected: tuple[Recipient, str] | None = None,
) -> tuple[Invoice, Invoice]:
    """The credit note over all that is left of `old`, and the new invoice with these lines.

    VAT and discounts are those of the old one, and so are recipient and order number unless they
    are `corrected`; what was credited of it before is taken off the new one too. Raises
    NothingLeft.
    """
    recipient, order_number = corrected or (old.recipient, old.order_number)
    earlier = [
        Allowance(f"Gutgeschrieben mit {note.number}", note.net_cents)
        for note in credit_notes_of(old.id)
    ]
    note = issue_credit_note(old.id, now, by, reason=why)
    today = now.astimezone(BERLIN).date()
    draft = InvoiceDraft(
        subject=old.subject,
        recipient=recipient,
        lines=tuple(lines),
        # As it was decided and, where it had to be, confirmed: only the day was wrong.
        treatment=treatment_copied(old),
        supplied_from=days[0],
        supplied_to=days[1],
        allowances=(*old.allowances, *earlier),
        order_number=order_number,
        payment_days=max((old.due_on - today).days, LEAST_DAYS),
        note=f"{why} Diese Rechnung ersetzt {old.number} vom {day_in_words(old.issued_on)}.",
    )
    paid = min(balance_of(old.id).owed_back, totals_of_draft(draft).gross_cents)
    return note, issue_invoice(replace(draft, prepaid_cents=paid), now, by)


def treatment_copied(old: Invoice) -> Treatment:
    """The VAT as it stands on an invoice."""
    return Treatment(
        percent=old.vat_percent,
        category=cast('Literal["S", "AE", "E", "O"]', old.vat_category),
        reason=old.vat_reason,
        note=old.vat_note,
        code=old.vat_code,
    )


def waiting_among(subjects: Sequence[str]) -> Sequence[WaitingInvoice]:
    """What has no number yet among these subjects, locked."""
    return session.scalars(
        select(WaitingInvoice)
        .where(
            WaitingInvoice.subject.in_(subjects), WaitingInvoice.state.in_(("waiting", "refused"))
        )
        .order_by(WaitingInvoice.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def reschedule_waiting(waiting: WaitingInvoice, lines: Sequence[Line], days: Days) -> None:
    """Other days and texts for an invoice without a number; its amounts must be the same."""
    waiting.draft = {
        **waiting.draft,
        "lines": [asdict(line) for line in lines],
        "supplied_from": days[0].isoformat(),
        "supplied_to": days[1].isoformat(),
    }
    session.flush()


def readdress_waiting(waiting: WaitingInvoice, recipient: Recipient, order_number: str) -> None:
    """Another address and order number for an invoice without a number.

    Its VAT ID stays: VIES is being asked about it, and correct_vat_id puts another one on.
    """
    waiting.company = recipient.company
    waiting.draft = {
        **waiting.draft,
        "recipient": {**asdict(recipient), "vat_id": waiting.vat_id},
        "order_number": order_number,
    }
    session.flush()
