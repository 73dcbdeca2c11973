"""What Stripe tells us: kept first, then recorded once, in any order and however often it comes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session, upsert
from leaderacademy.core.jobs import enqueue
from leaderacademy.invoicing.models import CardEvent, CardPayment, Invoice
from leaderacademy.invoicing.rules.card import CardNews, read_event, without_payer
from leaderacademy.invoicing.rules.money import euro
from leaderacademy.invoicing.service.issuing import BERLIN, get_invoice
from leaderacademy.invoicing.service.payments import open_amount, record_payment

EVENT = "card-event"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with an event, in German, and whether somebody has to look at it."""

    text: str
    attention: bool = False


def keep_event(body: str, now: datetime) -> bool:
    """Keep an event as it came and have it dealt with; says whether it was new.

    Raises UnreadableEvent. Only after the commit of this may Stripe be told that we have it.
    """
    news = read_event(body)
    table = CardEvent.__table__
    values = {
        "event_id": news.event_id,
        "kind": news.kind,
        "body": body,
        "received_at": now,
        "outcome": "",
        "attention": False,
    }
    insert = upsert(table).values(values).on_conflict_do_nothing(index_elements=["event_id"])
    row = session.execute(insert.returning(table.c.id)).first()
    if row is None:
        return False
    # Somebody is looking at „wird bestätigt“: before PDF files and mails that are due already.
    first = now - timedelta(hours=1)
    enqueue(EVENT, {"card_event_id": row[0]}, now, run_at=first, key=f"{EVENT}:{row[0]}")
    return True


def process_event(card_event_id: int, now: datetime) -> None:
    """Deal with a kept event, once, in the caller's transaction."""
    event = session.scalars(
        select(CardEvent)
        .where(CardEvent.id == card_event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if event.processed_at is not None:
        return
    news = read_event(event.body)
    row = _find_locked(news)
    outcome = _without_row(news) if row is None else STEPS[news.meaning](row, news, now)
    event.processed_at, event.body = now, without_payer(event.body)
    event.outcome, event.attention = outcome.text[:300], outcome.attention
    if outcome.attention and row is not None:
        subject = f"invoice:{row.invoice_id}"
        note_action("card-attention", subject, outcome.text, SYSTEM, now, event=event.event_id)
    session.flush()


def _find_locked(news: CardNews) -> CardPayment | None:
    """Our checkout that the event is about. Until the commit nobody else changes it."""
    known = [
        CardPayment.provider_id == news.session_id if news.session_id else None,
        CardPayment.payment_id == news.payment_id if news.payment_id else None,
        # Known only by what we gave along: an answer of Stripe's that we never got, or a
        # refund that arrives before its payment.
        CardPayment.id == news.card_payment if news.card_payment is not None else None,
    ]
    conditions = [one for one in known if one is not None]
    if not conditions:
        return None
    query = select(CardPayment).where(or_(*conditions)).with_for_update()
    for row in session.scalars(query.execution_options(populate_existing=True)):
        same = row.provider_id == news.session_id or row.payment_id == news.payment_id
        if same or _number_of(row) == news.invoice:
            return row
    return None


def _number_of(row: CardPayment) -> str | None:
    return session.scalar(select(Invoice.number).where(Invoice.id == row.invoice_id))


def _without_row(news: CardNews) -> Outcome:
    if not news.is_ours or news.meaning in ("expired", "nothing"):
        return Outcome("Gehört nicht zu einer Rechnung von hier.")
    return Outcome(
        f"Geld ohne Zuordnung: {euro(news.cents)} mit Karte zu „{news.invoice[:60]}“, "
        f"Vorgang {news.payment_id or news.session_id}.",
        attention=True,
    )


def _paid(row: CardPayment, news: CardNews, now: datetime) -> Outcome:
    row.payment_id = row.payment_id or news.payment_id or None
    row.provider_id = row.provider_id or news.session_id
    if news.currency != "eur":
        text = f"Geld ohne Zuordnung: eine Zahlung in {news.currency.upper()} statt in Euro."
        return Outcome(text, attention=True)
    invoice = get_invoice(_invoice_of(row))
    expected = open_amount(invoice.id)
    day = news.at.astimezone(BERLIN).date()
    key = f"card:{news.session_id}"
    if not record_payment(invoice.id, news.cents, day, now, key=key, method="card"):
        return Outcome("War schon verbucht.")
    if row.state != "refunded":
        row.state = "paid"
    words = f"{euro(news.cents)} mit Karte zu {invoice.number} verbucht"
    if news.cents == expected:
        return Outcome(f"{words}.")
    return Outcome(f"{words}; offen waren {euro(max(expected, 0))}. {_rest(invoice)}", True)


def _rest(invoice: Invoice) -> str:
    left = open_amount(invoice.id)
    if left < 0:
        return f"{euro(-left)} sind zurückzuzahlen."
    return f"{euro(left)} sind noch offen." if left else "Damit ist die Rechnung ausgeglichen."


def _refunded(row: CardPayment, news: CardNews, now: datetime) -> Outcome:
    # Stripe tells the sum of all refunds so far: of several in any order the largest counts.
    row.payment_id = row.payment_id or news.payment_id or None
    more = news.cents - row.refunded_cents
    if more <= 0:
        return Outcome("War schon verbucht.")
    invoice = get_invoice(_invoice_of(row))
    day = news.at.astimezone(BERLIN).date()
    key = f"card-refund:{row.id}:{news.cents}"
    record_payment(
        invoice.id, -more, day, now, key=key, method="card", note="bei Stripe zurückgezahlt"
    )
    row.refunded_cents = news.cents
    if news.cents >= row.cents:
        row.state = "refunded"
    return Outcome(f"{euro(more)} zu {invoice.number} bei Stripe zurückgezahlt.")


def _expired(row: CardPayment, _news: CardNews, _now: datetime) -> Outcome:
    if row.state == "open":
        row.state = "expired"
    return Outcome("Die Zeit zum Bezahlen ist abgelaufen, es ist kein Geld geflossen.")


def _refund_failed(_row: CardPayment, news: CardNews, _now: datetime) -> Outcome:
    text = (
        f"Eine Rückzahlung von {euro(news.cents)} bei Stripe ist gescheitert. Bitte dort ansehen."
    )
    return Outcome(text, attention=True)


def _disputed(_row: CardPayment, news: CardNews, _now: datetime) -> Outcome:
    text = f"Die Bank des Käufers will {euro(news.cents)} zurück. Bitte bei Stripe antworten."
    return Outcome(text, attention=True)


def _nothing(_row: CardPayment, _news: CardNews, _now: datetime) -> Outcome:
    return Outcome("Zur Kenntnis genommen.")


STEPS: dict[str, Callable[[CardPayment, CardNews, datetime], Outcome]] = {
    "paid": _paid,
    "expired": _expired,
    "refunded": _refunded,
    "refund-failed": _refund_failed,
    "disputed": _disputed,
    "nothing": _nothing,
}


def _invoice_of(row: CardPayment) -> int:
    if row.invoice_id is None:
        raise ValueError("a checkout without an invoice")
    return row.invoice_id


def events_to_look_at() -> Sequence[CardEvent]:
    """Where money and invoice do not fit, the oldest first: the trainer's list."""
    return session.scalars(
        select(CardEvent).where(CardEvent.attention.is_(True)).order_by(CardEvent.id)
    ).all()


def settle_event(card_event_id: int, by: Actor, now: datetime) -> bool:
    """Somebody has looked at it; says whether it was this call."""
    event = session.scalars(
        update(CardEvent)
        .where(CardEvent.id == card_event_id, CardEvent.attention.is_(True))
        .values(attention=False)
        .returning(CardEvent)
    ).one_or_none()
    if event is None:
        return False
    text = f"Kartenzahlung geklärt: {event.outcome}"
    note_action("card-settled", f"card-event:{event.id}", text, by, now)
    return True
