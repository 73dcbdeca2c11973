"""Issuing invoices and credit notes: numbers taken, everything copied, nothing changed later."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue
from leaderacademy.core.rows import keep
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.credit import Credit, credit_of, everything_left
from leaderacademy.invoicing.rules.draft import InvoiceDraft, Line, totals_of_draft
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.rules.operator import Account, Operator, Seller
from leaderacademy.invoicing.rules.vat import Treatment
from leaderacademy.invoicing.service.numbers import Number, next_number
from leaderacademy.invoicing.service.operator import operator

BERLIN = ZoneInfo("Europe/Berlin")
RENDER = "render-invoice"

# Called as (invoice, now) in the issuing transaction, for those who wait for a number.
on_issued: list[Callable[[Invoice, datetime], None]] = []


class NothingLeft(Exception):  # noqa: N818 - named for what happened
    """The invoice has been credited in full, or the credit is larger than what is left."""


def issue_invoice(
    draft: InvoiceDraft, now: datetime, by: Actor = SYSTEM, *, mailed: bool = False
) -> Invoice:
    """Give the draft a number and freeze it, all in the caller's transaction.

    Enqueues the job that draws its files and tells `on_issued`; unless it is `mailed`, which says
    that the caller notes its id and mails it in this transaction: a mail draws what it takes
    along. Raises DraftProblem. Where the draft's treatment needs the buyer's VAT ID confirmed, use
    request_invoice instead.
    """
    us, day = operator(), now.astimezone(BERLIN).date()
    totals = totals_of_draft(draft)
    number = next_number(us.terms.number_format, day)
    days = us.terms.payment_days if draft.payment_days is None else draft.payment_days
    frozen = _frozen(draft, us) | {
        "reference": draft.reference or number.text,
        "due_on": day + timedelta(days=days),
        "net_cents": totals.net_cents,
        "vat_cents": totals.vat_cents,
        "gross_cents": totals.gross_cents,
    }
    invoice = _add(frozen, number, day, now)
    text = f"Rechnung {invoice.number} über {euro(invoice.gross_cents)} ausgestellt."
    note_action("invoice-issued", f"invoice:{invoice.id}", text, by, now)
    if not mailed:
        _draw_later(invoice, now)
        for call in on_issued:
            call(invoice, now)
    return invoice


def _frozen(draft: InvoiceDraft, us: Operator) -> dict[str, Any]:
    """What an invoice copies, so that no later change of anything changes it."""
    return dict(
        kind="invoice",
        original_number="",
        subject=draft.subject,
        supplied_from=draft.supplied_from,
        supplied_to=draft.supplied_to,
        order_number=draft.order_number,
        company=draft.recipient.company or draft.recipient.name,
        recipient_copy=asdict(draft.recipient),
        seller_copy=_copy(us.seller),
        account_copy=_copy(us.account),
        line_copies=[asdict(line) for line in draft.lines],
        allowance_copies=[asdict(allowance) for allowance in draft.allowances],
        **_vat_copies(draft.treatment),
        prepaid_cents=draft.prepaid_cents,
        note=draft.note,
        is_demo=us.is_demo,
    )


@cache
def _copy(ours: Seller | Account) -> dict[str, Any]:
    # The same for every invoice; to take it apart costs as much as the number.
    return asdict(ours)


def _vat_copies(treatment: Treatment) -> dict[str, Any]:
    return {
        "vat_percent": treatment.percent,
        "vat_category": treatment.category,
        "vat_reason": treatment.reason,
        "vat_note": treatment.note,
        "vat_code": treatment.code,
    }


def _add(frozen: dict[str, Any], number: Number, day: date, now: datetime) -> Invoice:
    numbered = {
        "id": number.id,
        "number": number.text,
        "series": number.series,
        "ordinal": number.ordinal,
    }
    return keep(Invoice, frozen | numbered | {"issued_on": day, "created_at": now})


def _draw_later(document: Invoice, now: datetime) -> None:
    enqueue(RENDER, {"invoice_id": document.id}, now, key=f"{RENDER}:{document.id}")


def issue_credit_note(
    invoice_id: int,
    now: datetime,
    by: Actor = SYSTEM,
    *,
    lines: Sequence[Line] | None = None,
    reason: str = "",
) -> Invoice:
    """Give back all that is left of an invoice, or `lines` (positive net amounts) of it.

    The recipient, rate and reason are the original's. Raises NothingLeft; the invoice's series
    is locked first, so of two at once the second sees the first.
    """
    us = operator()
    day = now.astimezone(BERLIN).date()
    number = next_number(us.terms.credit_note_format, day)
    original = get_invoice(invoice_id)
    credit = _credit(original, lines)
    copied = {name: getattr(original, name) for name in COPIED}
    frozen = dict(
        **copied,
        kind="credit_note",
        original_id=original.id,
        original_number=original.number,
        due_on=day,
        line_copies=[asdict(line) for line in credit.lines],
        allowance_copies=[asdict(allowance) for allowance in credit.allowances],
        net_cents=credit.net_cents,
        vat_cents=credit.vat_cents,
        gross_cents=credit.net_cents + credit.vat_cents,
        note=reason,
        is_demo=us.is_demo or original.is_demo,
    )
    note = _add(frozen, number, day, now)
    _draw_later(note, now)
    _note_credit(original, note, by, now)
    return note


def _note_credit(original: Invoice, note: Invoice, by: Actor, now: datetime) -> None:
    text = (
        f"Stornorechnung {note.number} über {euro(note.gross_cents)} "
        f"zu {original.number} ausgestellt."
    )
    note_action("credit-note-issued", f"invoice:{note.id}", text, by, now, reason=note.note)


COPIED = (
    *("subject", "reference", "supplied_from", "supplied_to", "order_number", "company"),
    *("recipient_copy", "seller_copy", "account_copy"),
    *("vat_percent", "vat_category", "vat_reason", "vat_note", "vat_code"),
)


def _credit(original: Invoice, lines: Sequence[Line] | None) -> Credit:
    if original.is_credit_note:
        raise NothingLeft("a credit note is not credited")
    net, vat = _credited(original.id)
    left_net, left_vat = original.net_cents - net, original.vat_cents - vat
    if left_net + left_vat <= 0:
        raise NothingLeft(original.number)
    if lines is None:
        untouched = net == 0
        return everything_left(original, left_net, left_vat, untouched)
    credit = credit_of(tuple(lines), original.vat_percent, left_net, left_vat)
    if credit is None:
        raise NothingLeft(original.number)
    return credit


def _credited(invoice_id: int) -> tuple[int, int]:
    """Net and VAT of all credit notes to this invoice so far."""
    sums = select(
        func.coalesce(func.sum(Invoice.net_cents), 0), func.coalesce(func.sum(Invoice.vat_cents), 0)
    ).where(Invoice.original_id == invoice_id)
    net, vat = session.execute(sums).one()
    return int(net), int(vat)


def left_net(invoice: Invoice) -> int:
    """Net cents of an invoice that no credit note has given back yet."""
    return invoice.net_cents - _credited(invoice.id)[0]


def get_invoice(invoice_id: int) -> Invoice:
    """The invoice or credit note with this id; raises LookupError."""
    found = session.get(Invoice, invoice_id)
    if found is None:
        raise LookupError(f"no invoice {invoice_id}")
    return found


def invoices_of(subject: str) -> Sequence[Invoice]:
    """All documents of one subject (`booking:17`), in the order they were issued."""
    return session.scalars(_OF_SUBJECT, {"subject": subject}).all()


# Built once, as it is part of every booking's page.
_OF_SUBJECT = select(Invoice).where(Invoice.subject == bindparam("subject")).order_by(Invoice.id)


def credit_notes_of(invoice_id: int) -> Sequence[Invoice]:
    """The credit notes to one invoice, in the order they were issued."""
    return session.scalars(
        select(Invoice).where(Invoice.original_id == invoice_id).order_by(Invoice.id)
    ).all()


def as_facts(invoice: Invoice) -> dict[str, Any]:
    """An invoice as plain JSON, for a person's export."""
    return {
        "number": invoice.number,
        "kind": invoice.kind,
        "issued_on": invoice.issued_on.isoformat(),
        "recipient": invoice.recipient_copy,
        "net_cents": invoice.net_cents,
        "vat_cents": invoice.vat_cents,
        "gross_cents": invoice.gross_cents,
        "lines": invoice.line_copies,
    }
