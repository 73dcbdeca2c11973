"""What an event of Stripe's says, also when parts of it are missing, long or of a foreign kind."""

import json
from typing import Any

import pytest

from leaderacademy.config import settings_from
from leaderacademy.invoicing.rules.card import (
    API,
    UnreadableEvent,
    event_of_session,
    read_event,
    without_payer,
)
from tests.invoicing.shop import NOW

SESSION = {
    "id": "cs_1",
    "object": "checkout.session",
    "status": "complete",
    "payment_status": "paid",
    "payment_intent": "pi_1",
    "amount_total": 82_110,
    "currency": "EUR",
    "metadata": {"card_payment": "7", "invoice": "RE-2027-0001"},
    "customer_details": {"email": "k@lotsen.example"},
}


def event(kind: str = "checkout.session.completed", **changes: Any) -> str:
    thing = {**SESSION, **changes}
    return json.dumps({"id": "evt_1", "type": kind, "created": 1, "data": {"object": thing}})


def test_a_payment_is_understood() -> None:
    news = read_event(event())
    assert (news.meaning, news.cents, news.currency) == ("paid", 82_110, "eur")
    assert (news.session_id, news.payment_id) == ("cs_1", "pi_1")
    assert (news.card_payment, news.invoice, news.is_ours) == (7, "RE-2027-0001", True)


@pytest.mark.parametrize(
    ("kind", "changes", "meaning"),
    [
        ("checkout.session.completed", {"payment_status": "unpaid"}, "nothing"),
        ("checkout.session.async_payment_succeeded", {}, "paid"),
        ("checkout.session.async_payment_failed", {}, "expired"),
        ("checkout.session.expired", {}, "expired"),
        ("charge.refunded", {"object": "charge", "amount_refunded": 5}, "refunded"),
        ("refund.failed", {"object": "refund", "amount": 5}, "refund-failed"),
        ("charge.dispute.created", {"object": "dispute", "amount": 5}, "disputed"),
        ("customer.created", {"object": "customer", "metadata": None}, "nothing"),
    ],
)
def test_every_kind_has_its_meaning(kind: str, changes: dict[str, Any], meaning: str) -> None:
    assert read_event(event(kind, **changes)).meaning == meaning


@pytest.mark.parametrize("number", ["", "-1", "7.0", "x", "9" * 10, 7, None, "٧"])
def test_a_number_of_ours_that_is_none_is_not_ours(number: Any) -> None:
    assert not read_event(event(metadata={"card_payment": number})).is_ours


UNFIT: list[dict[str, Any]] = [
    *({"id": one} for one in ("x" * 121, 7, "cs_\x00", "cs_\ud800")),
    *({"amount_total": one} for one in ("viel", -5, 2_000_000_001, 10**30)),
    {"currency": "eu\x00"},
    {"metadata": {"card_payment": "1", "invoice": "RE\x00"}},
]


@pytest.mark.parametrize("changes", UNFIT)
def test_what_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UnreadableEvent):
        read_event(event(**changes))


def test_an_event_without_bottom_is_refused() -> None:
    with pytest.raises(UnreadableEvent):
        read_event("[" * 100_000)


@pytest.mark.parametrize(("status", "meaning"), [("complete", "paid"), ("expired", "expired")])
def test_what_stripe_answers_when_asked_is_read_like_an_event(status: str, meaning: str) -> None:
    asked = event_of_session({**SESSION, "status": status}, NOW)
    assert read_event(asked).meaning == meaning
    assert read_event(asked).event_id.startswith("asked:cs_1:")


def test_what_is_kept_says_the_same_without_the_payer() -> None:
    kept = without_payer(event())
    assert read_event(kept) == read_event(event())
    assert "lotsen" not in kept


def test_the_keys_come_from_the_environment(tmp_path: Any) -> None:
    instance = {"LEADERACADEMY_INSTANCE": str(tmp_path)}
    assert not settings_from(instance).card.complete
    keys = {"LEADERACADEMY_STRIPE_KEY": "sk_live_x", "LEADERACADEMY_STRIPE_WEBHOOK_SECRET": "w"}
    card = settings_from({**instance, **keys}).card
    assert card.complete
    assert card.api_url == API
    look_alike = {"LEADERACADEMY_STRIPE_URL": "http://127.0.0.1:9/"}
    assert settings_from({**instance, **look_alike}).card.api_url == "http://127.0.0.1:9"
