"""Proof 5: every event five times, shuffled: money counts once, what does not fit is seen."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import CardEvent, CardPayment
from leaderacademy.invoicing.service import card_events, payments
from tests.booking import card, shop
from tests.booking.card import GROSS, House
from tests.invoicing.stripe_alike import signature


@pytest.mark.parametrize("seed", range(3))
def test_every_event_five_times_shuffled_records_each_amount_once(house: House, seed: int) -> None:
    number = house.checkout()
    thing = house.stripe.sessions[number]
    events = [
        house.stripe.event("checkout.session.completed", {**thing, "payment_status": "unpaid"}),
        house.stripe.pay(number),
        house.stripe.event("checkout.session.async_payment_succeeded", thing),
        house.stripe.refund(number, 10_000),
        house.stripe.refund(number, 30_000),
        house.stripe.event("checkout.session.expired", thing),
        house.stripe.event("payment_intent.succeeded", {"id": "pi_1", "object": "payment_intent"}),
    ]
    for turn, body in enumerate(card.shuffled(events, 5, seed)):
        house.tell(body)
        if turn % 3 == seed % 3:
            house.work()
    house.work()
    assert sum(card.payments()) == GROSS - 30_000
    assert [cents for cents in card.payments() if cents > 0] == [GROSS]
    assert card.open_cents(house.invoice_id) == 30_000
    assert card.states() == ["paid"]
    assert len(session.scalars(select(CardEvent)).all()) == len(events)
    assert session.scalars(select(CardEvent).where(CardEvent.processed_at.is_(None))).all() == []


def test_an_event_that_is_worked_on_by_many_at_once_counts_once(house: House) -> None:
    house.tell(house.stripe.pay(house.checkout()))
    event_id = session.scalars(select(CardEvent.id)).one()
    session.remove()

    def work(_training_id: int, _checkout_id: str) -> str:
        from tests.booking.shop import NOW

        try:
            card_events.process_event(event_id, NOW)
            session.commit()
            return "done"
        finally:
            session.remove()

    answers = shop.all_at_once(0, shop.new_checkouts(8), work)
    assert answers == {"done": 8}
    assert card.payments() == [GROSS]


def test_two_refunds_at_once_are_noted_with_their_sum(house: House) -> None:
    number = house.checkout()
    house.tell(house.stripe.pay(number))
    house.work()
    for so_far in (20_000, 50_000):
        house.tell(house.stripe.refund(number, so_far))
    ids = iter(session.scalars(select(CardEvent.id).where(CardEvent.processed_at.is_(None))).all())
    session.remove()

    def work(_training_id: int, _checkout_id: str) -> str:
        try:
            card_events.process_event(next(ids), shop.NOW)
            session.commit()
            return "done"
        finally:
            session.remove()

    assert shop.all_at_once(0, shop.new_checkouts(2), work) == {"done": 2}
    assert sum(card.payments()) == GROSS - 50_000


WRONG: dict[str, Any] = {
    "of somebody else": lambda body: signature(body, secret="whsec_foreign"),
    "of an old event": lambda body: signature(body, at=time.time() - 301),
    "of tomorrow": lambda body: signature(body, at=time.time() + 900),
    "of another body": lambda body: signature(body + " "),
    "without a time": lambda body: signature(body).partition(",")[2],
    "with words": lambda body: "t=jetzt,v1=ü",
    "missing": lambda body: "",
}


@pytest.mark.parametrize("name", WRONG)
def test_an_event_with_a_signature_that_is_wrong_changes_nothing(house: House, name: str) -> None:
    body = house.stripe.pay(house.checkout())
    header = WRONG[name](body)
    house.tell(body, 400, header.encode().decode("latin-1"))
    assert session.scalars(select(CardEvent)).all() == []
    house.tell(body)  # the same one rightly signed
    house.work()
    assert card.payments() == [GROSS]


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"id": 7, "type": "x"}'])
def test_signed_nonsense_is_refused_and_not_kept(house: House, body: str) -> None:
    house.tell(body, 400)
    assert session.scalars(select(CardEvent)).all() == []


def test_money_for_a_cancelled_booking_is_kept_and_shown_never_sent_back(
    house: House, trainer: Any
) -> None:
    number = house.checkout()
    card.cancel(house.booking_id)
    house.tell(house.stripe.pay(number))
    house.work()
    assert card.payments() == [GROSS]
    assert card.open_cents(house.invoice_id) == -GROSS
    (words,) = card.attention()
    assert "821,10\u00a0€ sind zurückzuzahlen." in words
    page = trainer.visit("/studio/kartenzahlungen")
    assert "sind zurückzuzahlen." in page.text
    (event_id,) = session.scalars(select(CardEvent.id)).all()
    session.remove()
    page = trainer.submit(page, f"geklaert-{event_id}", 200)
    assert "Nichts zu klären" in page.text


@pytest.mark.parametrize(
    ("cents", "words"), [(80_000, "21,10\u00a0€ sind noch offen"), (90_000, "zurückzuzahlen")]
)
def test_another_amount_is_recorded_and_shown(house: House, cents: int, words: str) -> None:
    house.tell(house.stripe.pay(house.checkout(), cents))
    house.work()
    assert card.payments() == [cents]
    assert words in card.attention()[0]


def test_another_currency_is_shown_and_not_recorded(house: House) -> None:
    house.tell(house.stripe.pay(house.checkout(), currency="usd"))
    house.work()
    assert card.payments() == []
    assert "USD" in card.attention()[0]


def test_money_for_a_checkout_that_is_not_known_is_shown(house: House) -> None:
    body = json.loads(house.stripe.pay(house.checkout()))
    body["data"]["object"] |= {"id": "cs_unknown", "payment_intent": "pi_unknown"}
    body["data"]["object"]["metadata"] = {"card_payment": "4711", "invoice": "RE-1999-0001"}
    house.tell(json.dumps(body))
    house.work()
    assert card.payments() == []
    assert card.attention() == [
        "Geld ohne Zuordnung: 821,10\u00a0€ mit Karte zu „RE-1999-0001“, Vorgang pi_unknown."
    ]


def test_other_business_on_the_same_account_is_none_of_ours(house: House) -> None:
    body = json.loads(house.stripe.pay(house.checkout()))
    body["data"]["object"] |= {"id": "cs_other", "payment_intent": "pi_other", "metadata": {}}
    house.tell(json.dumps(body))
    house.work()
    assert card.payments() == []
    assert card.attention() == []


def test_a_refund_that_failed_and_a_dispute_are_shown(house: House) -> None:
    number = house.checkout()
    house.tell(house.stripe.pay(number))
    house.work()
    payment = house.stripe.sessions[number]["payment_intent"]
    for kind in ("refund.failed", "charge.dispute.created"):
        thing = {"id": "re_1", "object": "x", "amount": 500, "payment_intent": payment}
        house.tell(house.stripe.event(kind, thing))
    house.work()
    assert len(card.attention()) == 2
    assert card.payments() == [GROSS]


def test_the_payers_name_is_forgotten_once_the_event_is_dealt_with(house: House) -> None:
    house.tell(house.stripe.pay(house.checkout()))
    assert "Lotsen" in session.scalars(select(CardEvent.body)).one()
    session.remove()
    house.work()
    kept = session.scalars(select(CardEvent.body)).one()
    assert "Lotsen" not in kept
    assert json.loads(kept)["data"]["object"]["amount_total"] == GROSS


def test_nothing_of_the_money_is_recorded_when_the_job_dies_halfway(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.tell(house.stripe.pay(house.checkout()))

    def die(text: str) -> str:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(card_events, "without_payer", die)
        house.work()
    assert card.payments() == []
    house.work(minutes=1)
    assert card.payments() == [GROSS]
    assert session.scalars(select(CardPayment.state)).all() == ["paid"]


def test_without_the_key_the_money_would_be_recorded_several_times(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of this proof."""
    number = house.checkout()
    thing = house.stripe.sessions[number]
    house.tell(house.stripe.pay(number))
    house.tell(house.stripe.event("checkout.session.async_payment_succeeded", thing))
    real, keys = payments._new_keys, iter("ab")

    def keyless(wanted: Sequence[payments.Incoming], now: datetime) -> set[str]:
        real([replace(one, key=next(keys)) for one in wanted], now)
        return {one.key for one in wanted}

    monkeypatch.setattr(payments, "_new_keys", keyless)
    house.work()
    assert card.payments() == [GROSS, GROSS]
    assert invoicing.open_amount(house.invoice_id) == -GROSS
