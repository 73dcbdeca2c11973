"""Invoices that wait for VIES: accepted without a number until the VAT ID is confirmed."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from leaderacademy.core.audit import SYSTEM, Actor
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue
from leaderacademy.invoicing.models import Invoice, WaitingInvoice
from leaderacademy.invoicing.rules.draft import (
    Allowance,
    InvoiceDraft,
    Line,
    Recipient,
    totals_of_draft,
)
from leaderacademy.invoicing.rules.vat import Treatment
from leaderacademy.invoicing.service.issuing import issue_invoice

CHECK = "check-vat-id"
LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"  # none that is mistaken for another


def request_invoice(
    draft: InvoiceDraft, now: datetime, by: Actor = SYSTEM, *, mailed: bool = False
) -> Invoice | WaitingInvoice:
    """Issue the invoice, or let it wait where the buyer's VAT ID has to be confirmed first.

    `mailed` is that of issue_invoice. The waiting one has a reference (for the transfer) but no
    number; a job asks VIES, and once the answer is yes issues the invoice and calls `on_issued`.
    """
    if not draft.treatment.needs_vies:
        return issue_invoice(draft, now, by, mailed=mailed)
    draft = replace(draft, reference=draft.reference or new_reference())
    waiting = WaitingInvoice(
        subject=draft.subject,
        company=draft.recipient.company or draft.recipient.name,
        vat_id=draft.recipient.vat_id,
        reference=draft.reference,
        gross_cents=totals_of_draft(draft).gross_cents,
        draft=_stored(draft),
        state="waiting",
        created_at=now,
    )
    session.add(waiting)
    session.flush()
    enqueue(CHECK, {"waiting_id": waiting.id}, now, key=f"{CHECK}:{waiting.id}")
    return waiting


def new_reference() -> str:
    """What a buyer writes on a transfer before there is a number, such as LA-7K3M-9QTX."""
    text = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"LA-{text[:4]}-{text[4:]}"


def waiting_invoices_of(subject: str) -> Sequence[WaitingInvoice]:
    """What waits, or waited, for this subject."""
    return session.scalars(
        select(WaitingInvoice).where(WaitingInvoice.subject == subject).order_by(WaitingInvoice.id)
    ).all()


def draft_of(waiting: WaitingInvoice) -> InvoiceDraft:
    """The draft as it was requested."""
    stored = dict(waiting.draft)
    return InvoiceDraft(
        **{
            **stored,
            "recipient": Recipient(**stored["recipient"]),
            "lines": tuple(Line(**line) for line in stored["lines"]),
            "allowances": tuple(Allowance(**one) for one in stored["allowances"]),
            "treatment": Treatment(**stored["treatment"]),
            "supplied_from": date.fromisoformat(stored["supplied_from"]),
            "supplied_to": date.fromisoformat(stored["supplied_to"]),
        }
    )


def _stored(draft: InvoiceDraft) -> dict[str, Any]:
    return {
        **asdict(draft),
        "supplied_from": draft.supplied_from.isoformat(),
        "supplied_to": draft.supplied_to.isoformat(),
    }
