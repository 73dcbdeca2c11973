"""Card payments by Stripe: the keys, the signature of an event, and what an event says."""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from leaderacademy.invoicing.rules.money import LARGEST_CENTS

API = "https://api.stripe.com"
PAGE = "https://checkout.stripe.com"
TOLERANCE = timedelta(minutes=5)
# A page at Stripe is open that long; Stripe itself demands at least half an hour.
OPEN_FOR = timedelta(minutes=60)
# A page that was asked for and never came is not asked for again later than this.
RETRY_FOR = timedelta(minutes=20)

Meaning = Literal["paid", "expired", "refunded", "refund-failed", "disputed", "nothing"]


class BadSignature(Exception):  # noqa: N818 - named for what happened
    """The event was not signed by Stripe for us, or too long ago."""


class UnreadableEvent(Exception):  # noqa: N818 - named for what happened
    """Signed, and yet not an event that we can read."""


@dataclass(frozen=True, slots=True)
class CardKeys:
    """What the operator got from Stripe; the addresses differ for a look-alike."""

    secret_key: str = ""
    webhook_secret: str = ""
    api_url: str = API
    page_url: str = PAGE

    @property
    def complete(self) -> bool:
        """Whether cards can be offered at all."""
        return bool(self.secret_key and self.webhook_secret)

    @property
    def is_test(self) -> bool:
        """Whether no real money moves."""
        return self.secret_key.startswith(("sk_test_", "rk_test_"))


NO_CARDS = CardKeys()


def problems_of(keys: CardKeys) -> Iterator[str]:
    """What is missing or wrong in German sentences; nothing where cards are simply not wanted."""
    key, secret = "LEADERACADEMY_STRIPE_KEY", "LEADERACADEMY_STRIPE_WEBHOOK_SECRET"
    if not keys.secret_key and not keys.webhook_secret:
        return
    if not keys.secret_key:
        yield f"Kartenzahlung: {key} fehlt; ohne ihn ist die Zahlung mit Karte ausgeschaltet."
    elif not keys.secret_key.startswith(("sk_", "rk_")):
        yield f"Kartenzahlung: {key} ist kein geheimer Schlüssel; er beginnt mit sk_ oder rk_."
    elif keys.is_test:
        yield f"Kartenzahlung: {key} ist ein Testschlüssel; es fließt kein Geld."
    if not keys.webhook_secret:
        yield f"Kartenzahlung: {secret} fehlt; ohne ihn ist die Zahlung mit Karte ausgeschaltet."
    elif not keys.webhook_secret.startswith("whsec_"):
        yield f"Kartenzahlung: {secret} beginnt nicht mit whsec_."
    if keys.api_url != API or keys.page_url.startswith("http://"):
        yield f"Kartenzahlung: {keys.api_url} ist nicht die Adresse von Stripe."


def check_signature(body: bytes, header: str, secret: str, now: datetime) -> None:
    """Raise BadSignature unless `header` (t=…,v1=…) signs this body with our secret, just now.

    https://docs.stripe.com/webhooks#verify-manually: HMAC-SHA256 over "t.body"; there may be
    several v1 while a secret is being renewed.
    """
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    signed = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not times[0].isascii() or not times[0].isdigit() or len(times[0]) > 12:
        raise BadSignature("no time")
    right = hmac.new(secret.encode(), times[0].encode() + b"." + body, sha256).hexdigest()
    if not secret or not any(hmac.compare_digest(right.encode(), one.encode()) for one in signed):
        raise BadSignature("not ours")
    if abs(now.timestamp() - int(times[0])) > TOLERANCE.total_seconds():
        raise BadSignature("too old")


@dataclass(frozen=True, slots=True)
class CardNews:
    """What an event means to us. `cents` is what was paid, or given back so far in all.

    `card_payment` and `invoice` come back from what we gave along; None and "" are not ours.
    """

    event_id: str
    kind: str
    meaning: Meaning
    at: datetime
    session_id: str = ""
    payment_id: str = ""
    cents: int = 0
    currency: str = ""
    card_payment: int | None = None
    invoice: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it speaks of something that this house has sold."""
        return self.card_payment is not None


def read_event(text: str) -> CardNews:
    """Understand an event's JSON; raises UnreadableEvent."""
    try:
        event = json.loads(text)
        kind, thing = str(event["type"]), event["data"]["object"]
        at = datetime.fromtimestamp(int(event["created"]), UTC)
        meaning, cents = _meaning(kind, thing)
        return CardNews(
            event_id=_short(event["id"]),
            kind=_short(kind[:80]),
            meaning=meaning,
            at=at,
            session_id=_id_of(thing) if thing["object"] == "checkout.session" else "",
            payment_id=_short(thing.get("payment_intent") or ""),
            cents=cents,
            currency=_short(thing.get("currency") or "").lower(),
            card_payment=_number((thing.get("metadata") or {}).get("card_payment")),
            invoice=_short((thing.get("metadata") or {}).get("invoice", "")),
        )
    except _UNREADABLE as error:
        raise UnreadableEvent(type(error).__name__) from error


_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)


def event_of_session(thing: dict[str, Any], now: datetime) -> str:
    """What Stripe answers when asked for a checkout, as the event that it would have sent."""
    kind = "expired" if thing.get("status") == "expired" else "completed"
    return json.dumps(
        {
            "id": f"asked:{thing.get('id')}:{kind}:{thing.get('payment_status')}",
            "type": f"checkout.session.{kind}",
            "created": int(now.timestamp()),
            "data": {"object": thing},
        }
    )


def _meaning(kind: str, thing: dict[str, Any]) -> tuple[Meaning, int]:
    if kind in ("checkout.session.completed", "checkout.session.async_payment_succeeded"):
        # Not yet paid: a slow way of paying, whose outcome is told by an event of its own.
        paid = thing["payment_status"] == "paid"
        return ("paid", _cents(thing["amount_total"])) if paid else ("nothing", 0)
    if kind == "charge.refunded":
        return "refunded", _cents(thing["amount_refunded"])
    if kind in ("refund.failed", "charge.dispute.created"):
        return ("refund-failed" if kind == "refund.failed" else "disputed"), _cents(thing["amount"])
    over = ("checkout.session.expired", "checkout.session.async_payment_failed")
    return ("expired" if kind in over else "nothing"), 0


def _id_of(thing: dict[str, Any]) -> str:
    return _short(thing["id"])


def _cents(value: Any) -> int:
    cents = int(value)
    if not 0 <= cents <= LARGEST_CENTS:
        raise ValueError("an amount is positive and fits into the database")
    return cents


def _short(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 120 or not value.isprintable():
        raise ValueError("an id is a short text")
    return value


def _number(text: Any) -> int | None:
    fits = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if fits else None


KEPT = (
    *("id", "object", "amount", "amount_total", "amount_refunded", "currency", "status"),
    *("payment_status", "payment_intent", "metadata", "created", "expires_at", "reason"),
)


def without_payer(text: str) -> str:
    """The event as it is kept once it has been dealt with: without name, address and card."""
    event = json.loads(text)
    thing = event["data"]["object"]
    kept = {name: thing[name] for name in KEPT if name in thing}
    whole = {name: event[name] for name in ("id", "type", "created") if name in event}
    return json.dumps({**whole, "data": {"object": kept}})
