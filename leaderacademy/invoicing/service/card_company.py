"""Talks to Stripe over HTTP: opens, closes and reads checkouts; knows no table.

The library is imported where it is used: it costs a third of a second and some 30 MB, which a
house without cards, and a process that opens no checkout, should not pay.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from leaderacademy.invoicing.service.operator import card_keys

if TYPE_CHECKING:
    import stripe

PATIENCE = (3.0, 8.0)  # seconds for the connection, and between two parts of the answer
_log = logging.getLogger(__name__)


class CardSilent(Exception):  # noqa: N818 - named for what happened
    """No whole answer in time: nobody knows whether it was done. Ask again with the same key."""


class CardRefused(Exception):  # noqa: N818 - named for what happened
    """A clear no: a wrong key, or an order that is not accepted. Asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be paid on a page of Stripe's; `cents` gross, in euros."""

    card_payment: int
    invoice: str
    cents: int
    expires_at: datetime
    done_url: str
    cancelled_url: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The page that Stripe opened for it."""

    session_id: str
    url: str


def open_checkout(order: Order) -> Opened:
    """Open a page to pay on; the same order again is the same page. CardSilent, CardRefused.

    Takes up to some ten seconds: call it outside of any transaction. Stripe learns the number
    of the invoice and the amount, nothing of the buyer.
    """
    given = {"card_payment": str(order.card_payment), "invoice": order.invoice}
    price = {
        "currency": "eur",
        "unit_amount": order.cents,
        "product_data": {"name": f"Rechnung {order.invoice}"},
    }
    params: Any = {
        "mode": "payment",
        "locale": "de",
        "payment_method_types": ["card"],
        "line_items": [{"quantity": 1, "price_data": price}],
        "client_reference_id": order.invoice,
        "metadata": given,
        "payment_intent_data": {"metadata": given, "description": f"Rechnung {order.invoice}"},
        "expires_at": int(order.expires_at.timestamp()),
        "success_url": order.done_url,
        "cancel_url": order.cancelled_url,
    }
    key = f"leader-academy-{order.invoice}-{order.card_payment}"
    with _client() as client:
        opened = client.v1.checkout.sessions.create(params, {"idempotency_key": key}).to_dict()
        session_id, url = str(opened.get("id") or ""), str(opened.get("url") or "")
    # A half answer that is whole JSON all the same; and nobody is sent to a foreign page.
    if not session_id or not url.startswith(f"{card_keys().page_url}/"):
        raise CardSilent("an answer without a page")
    return Opened(session_id, url)


def close_checkout(session_id: str) -> None:
    """Let nobody pay on this page any more; CardRefused when it is paid or closed already."""
    with _client() as client:
        client.v1.checkout.sessions.expire(session_id)


def read_checkout(session_id: str) -> dict[str, Any]:
    """What has become of a checkout, as plain JSON."""
    with _client() as client:
        found: dict[str, Any] = client.v1.checkout.sessions.retrieve(session_id).to_dict()
        return found


@contextmanager
def _client() -> Iterator["stripe.StripeClient"]:
    import stripe

    stripe.enable_telemetry = False
    keys = card_keys()
    http = stripe.RequestsClient(timeout=PATIENCE)
    try:
        yield stripe.StripeClient(
            keys.secret_key,
            base_addresses={"api": keys.api_url},
            http_client=http,
            max_network_retries=0,  # somebody is waiting; they may press the button again
        )
    except (
        stripe.AuthenticationError,
        stripe.PermissionError,
        stripe.InvalidRequestError,
        stripe.IdempotencyError,
    ) as refusal:
        # Only the kind: a message may quote what was sent.
        _log.error("the card company refused", extra={"kind": type(refusal).__name__})
        raise CardRefused(type(refusal).__name__) from refusal
    except stripe.StripeError as silence:
        _log.warning("no answer from the card company", extra={"kind": type(silence).__name__})
        raise CardSilent(type(silence).__name__) from silence
    finally:
        http.close()  # type: ignore[no-untyped-call]
