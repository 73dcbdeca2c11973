"""A house that takes cards at the look-alike, a booked seat, and Stripe's messenger."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, run_due
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import CardEvent, CardPayment, Payment
from leaderacademy.invoicing.rules.card import CardKeys
from leaderacademy.invoicing.service import card_company
from leaderacademy.invoicing.service.issuing import RENDER
from leaderacademy.invoicing.service.operator import operator
from tests.booking import shop
from tests.invoicing import stripe_alike
from tests.invoicing.stripe_alike import KEY, SECRET, Stripe, signature
from tests.pages import Page, Visitor

HOOK = "/zahlung/karte/ereignis"
GROSS = 82_110


class House:
    """Booked once, payable by card; `stripe` is the company, `buyer` the browser."""

    def __init__(self, app: Flask, stripe: Stripe) -> None:
        self.app, self.stripe, self.buyer = app, stripe, Visitor(app)
        self.training_id = shop.open_training().id
        self.token, self.booking_id, self.invoice_id = self.book()

    def book(self) -> tuple[str, int, int]:
        (checkout,) = shop.new_checkouts(1)
        booking = service.place_booking(self.training_id, shop.DETAILS, checkout, clock.now())
        session.commit()
        assert booking.invoice_id is not None
        found = booking.token, booking.id, booking.invoice_id
        no_paper()
        return found

    @property
    def page(self) -> str:
        return f"/buchung/{self.token}"

    def press(self) -> Any:
        """„Mit Karte bezahlen“ on the page of the booking; the answer, not followed."""
        page = self.buyer.visit(self.page)
        data = dict(page.form("karte").form_values())
        session.remove()
        return self.buyer.post(f"{self.page}/karte", data)

    def checkout(self) -> str:
        """Press and give back Stripe's number of the page one is sent to."""
        answer = self.press()
        assert answer.status_code == 303, answer.get_data(as_text=True)
        address = answer.headers["Location"]
        assert address.startswith(f"{self.stripe.url}/c/pay/")
        return str(address.rpartition("/")[2])

    def tell(self, body: str, status: int = 200, sign: str | None = None) -> None:
        """Stripe sends an event."""
        header = {"Stripe-Signature": signature(body) if sign is None else sign}
        answer = self.app.test_client().post(
            HOOK, data=body, content_type="application/json", headers=header
        )
        assert answer.status_code == status, answer.get_data(as_text=True)
        session.remove()

    def work(self, **later: float) -> None:
        """The worker does what is due."""
        from datetime import timedelta

        run_due(clock.now() + timedelta(**later), limit=500)
        session.remove()

    def visit(self, said: str = "") -> Page:
        page = self.buyer.visit(f"{self.page}/karte{f'?stand={said}' if said else ''}")
        session.remove()
        return page


def payments() -> list[int]:
    """All money that was recorded, in cents."""
    found = list(session.scalars(select(Payment.cents).order_by(Payment.id)))
    session.remove()
    return found


def attention() -> list[str]:
    """What the trainer has to look at."""
    wanted = select(CardEvent.outcome).where(CardEvent.attention.is_(True)).order_by(CardEvent.id)
    found = list(session.scalars(wanted))
    session.remove()
    return found


def states() -> list[str]:
    found = list(session.scalars(select(CardPayment.state).order_by(CardPayment.id)))
    session.remove()
    return found


def open_cents(invoice_id: int) -> int:
    cents = invoicing.open_amount(invoice_id)
    session.remove()
    return cents


def cancel(booking_id: int) -> None:
    assert service.cancel_booking(booking_id, clock.now())
    session.commit()
    no_paper()


def no_paper() -> None:
    """Let nobody draw PDF files or send mail: that takes a second and is tested elsewhere."""
    session.execute(delete(Job).where(Job.kind.in_(("mail", RENDER))))
    session.commit()
    session.remove()


def bookings() -> list[str]:
    found = list(session.scalars(select(Booking.state)))
    session.remove()
    return found


def shuffled(bodies: list[str], times: int, seed: int) -> Iterator[str]:
    """Every event so many times, in an order that `seed` decides."""
    mixed = list(itertools.chain.from_iterable([body] * times for body in bodies))
    random.Random(seed).shuffle(mixed)
    return iter(mixed)


@pytest.fixture(scope="session")
def stripe() -> Iterator[Stripe]:
    with stripe_alike.running() as server:
        yield server


@pytest.fixture
def house(app: Flask, stripe: Stripe, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The house; a busy machine needs patience, a Stripe that hangs is tested with little."""
    stripe.mode = "ok"
    stripe.orders.clear()
    stripe.by_key.clear()  # the same numbers come again in every test
    before = app.config["SETTINGS"]
    keys = CardKeys(KEY, SECRET, stripe.url, stripe.url)
    app.config["SETTINGS"] = replace(before, card=keys)
    invoicing.configure(operator(), card=keys)
    monkeypatch.setattr(card_company, "PATIENCE", (5.0, 5.0))
    yield House(app, stripe)
    app.config["SETTINGS"] = before
    invoicing.configure(before.operator, before.vies_url)
