"""Checkouts for cards: one that is open for each invoice, opened, replaced and found again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.orm import joinedload

from leaderacademy.core.database import session, upsert
from leaderacademy.core.jobs import enqueue
from leaderacademy.invoicing.models import CardPayment
from leaderacademy.invoicing.rules.card import OPEN_FOR, RETRY_FOR
from leaderacademy.invoicing.service.card_company import Opened
from leaderacademy.invoicing.service.issuing import get_invoice
from leaderacademy.invoicing.service.payments import open_amount

CLOSE, ASK = "card-close", "card-ask"


class NothingToPay(Exception):  # noqa: N818 - named for what happened
    """The invoice is paid, or somebody gets money back."""


def reserve_checkout(invoice_id: int, now: datetime) -> CardPayment:
    """The open checkout of this invoice, made now where there is none; raises NothingToPay.

    However many ask at once get the same row, hence the same page at Stripe. What was opened
    for another amount, or too long ago, is closed and replaced.
    """
    cents = open_amount(invoice_id)
    if cents <= 0:
        raise NothingToPay
    found = _open_one(invoice_id)
    if found is not None and not _is_usable(found, cents, now):
        _give_up(found, now)
        found = None
    if found is None:
        _insert(invoice_id, cents, now)
        found = _open_one(invoice_id)
    if found is None:
        raise RuntimeError("the checkout that was just made is gone")
    return found


def _open_one(invoice_id: int) -> CardPayment | None:
    return session.scalars(
        select(CardPayment)
        .where(CardPayment.invoice_id == invoice_id, CardPayment.state == "open")
        .execution_options(populate_existing=True)
    ).one_or_none()


def _is_usable(found: CardPayment, cents: int, now: datetime) -> bool:
    if found.cents != cents:
        return False
    return now < (found.expires_at if found.url else found.created_at + RETRY_FOR)


def _give_up(found: CardPayment, now: datetime) -> None:
    _expire(found.id)
    if found.provider_id and now < found.expires_at:
        # Its page could still be paid on, and the new one too.
        enqueue(CLOSE, {"session_id": found.provider_id}, now, key=f"{CLOSE}:{found.id}")


def _expire(card_payment_id: int) -> None:
    session.execute(
        update(CardPayment)
        .where(CardPayment.id == card_payment_id, CardPayment.state == "open")
        .values(state="expired")
    )


def _insert(invoice_id: int, cents: int, now: datetime) -> None:
    values = {
        "subject": get_invoice(invoice_id).subject,
        "invoice_id": invoice_id,
        "cents": cents,
        "state": "open",
        "url": "",
        "refunded_cents": 0,
        "created_at": now,
        "expires_at": now + OPEN_FOR,
    }
    insert = upsert(CardPayment.__table__).values(values)
    session.execute(
        insert.on_conflict_do_nothing(
            index_elements=["invoice_id"], index_where=text("state = 'open'")
        )
    )


def note_opened(card_payment_id: int, opened: Opened, now: datetime) -> None:
    """Keep the page that Stripe opened; a job asks what became of it should no event come."""
    found = session.scalars(
        update(CardPayment)
        .where(CardPayment.id == card_payment_id, CardPayment.provider_id.is_(None))
        .values(provider_id=opened.session_id, url=opened.url)
        .returning(CardPayment)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is not None:
        ask_at = found.expires_at + RETRY_FOR
        payload = {"card_payment_id": card_payment_id}
        enqueue(ASK, payload, now, run_at=ask_at, key=f"{ASK}:{card_payment_id}")


def note_refused(card_payment_id: int) -> None:
    """Stripe said a clear no: the next click asks anew."""
    _expire(card_payment_id)


def newest_checkout(invoice_id: int) -> CardPayment | None:
    """The checkout that was opened last for this invoice, whatever became of it."""
    return session.scalars(
        select(CardPayment)
        .where(CardPayment.invoice_id == invoice_id)
        .order_by(CardPayment.id.desc())
        .limit(1)
    ).one_or_none()


def session_to_ask_about(card_payment_id: int) -> str | None:
    """Stripe's id of a checkout of which no event has told the end."""
    return session.scalar(
        select(CardPayment.provider_id).where(
            CardPayment.id == card_payment_id, CardPayment.state.in_(("open", "expired"))
        )
    )


def recent_checkouts(limit: int = 100) -> Sequence[CardPayment]:
    """The newest ones first, with their invoices."""
    return session.scalars(
        select(CardPayment)
        .options(joinedload(CardPayment.invoice))
        .order_by(CardPayment.id.desc())
        .limit(limit)
    ).all()
