"""The list of bookings: found by whatever a trainer remembers, filtered, paged, and quick."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.details import Name
from leaderacademy.booking.service.listing import Wanted, list_bookings
from leaderacademy.core import clock, listing
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from tests.booking import shop
from tests.booking.studio import desk

OTHER = replace(
    shop.DETAILS,
    participants=(Name("Özlem", "Yıldız"),),
    company="Müller & Söhne 100%",
    email="oe@mueller.example",
    country="AT",
    vat_id="ATU12345675",
    postcode="1010",
)


@pytest.fixture
def two(app: Flask) -> tuple[Booking, Booking]:
    training = shop.open_training(format="online", place="Online live")
    return desk.sell(training), desk.sell(training, OTHER)


def _found(text: str, **more: Any) -> list[int]:
    found = list_bookings(Wanted(words=tuple(text.split()), **more))
    numbers = [line.booking.id for line in found.lines]
    assert found.count == len(numbers)
    session.rollback()
    return numbers


def test_a_booking_is_found_by_name_company_mail_and_number(two: Any) -> None:
    first, second = two
    invoice = invoicing.get_invoice(first.invoice_id)
    waiting = invoicing.waiting_invoices_of(f"booking:{second.id}")[0]
    words = {
        "lotsen-metallbau": [first.id],
        "KATRIN": [first.id],
        "Katrin Metallbau": [first.id],
        "k.lotsen@": [first.id],
        invoice.number: [first.id],
        invoice.reference.lower(): [first.id],
        waiting.reference: [second.id],
        "müller": [second.id],
        "MÜLLER SÖHNE": [second.id],
        "özlem yıldız": [second.id],
        "100%": [second.id],
        "%": [second.id],
        "_": [],
        "Katrin Müller": [],
        "": [second.id, first.id],
    }
    for text, expected in words.items():
        assert _found(text) == expected, text


def test_the_filters_narrow_by_date_state_and_money(two: Any) -> None:
    first, second = two
    key = first.training.key
    assert _found("", training=key) == [second.id, first.id]
    assert _found("", training="2030-01-01-nirgends") == []
    assert _found("", paid="open") == [first.id]
    assert _found("", paid="none") == [second.id]
    invoicing.record_payment(
        first.invoice_id, first.gross_cents, clock.now().date(), clock.now(), key="k"
    )
    session.commit()
    assert _found("", paid="paid", training=key, state="booked") == [first.id]
    service.cancel_booking(first.id, clock.now())
    session.commit()
    assert _found("", paid="refund", state="cancelled") == [first.id]
    assert _found("", state="booked") == [second.id]


def test_the_list_says_how_the_money_stands(trainer: Any, two: Any) -> None:
    text = trainer.visit("/studio/buchungen").text
    assert "offen" in text
    assert "Rechnung wartet" in text


def test_nonsense_in_the_address_is_no_error(trainer: Any, two: Any) -> None:
    for query in ("seite=-1", "seite=99999999", "stand=x&geld=y", "termin=%00", "q=%00a%25_"):
        assert trainer.visit(f"/studio/buchungen?{query}")
    assert "Nichts gefunden" in trainer.visit("/studio/buchungen?q=Unsinn").text


def test_pages_follow_each_other_and_keep_the_filter(
    trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    training = shop.open_training()
    for _ in range(5):
        desk.sell(training)
    page = trainer.visit("/studio/buchungen?stand=booked")
    assert "5 Buchungen, hier 1 bis 2" in page.text
    seen = [a.get("href") for a in page.select("tbody th a")]
    while page.select("a[rel=next]"):
        page = trainer.visit(page.one("a[rel=next]").get("href"))
        assert page.one("#stand option[selected]").get("value") == "booked"
        seen += [a.get("href") for a in page.select("tbody th a")]
    assert len(set(seen)) == len(seen) == 5


def test_the_list_costs_six_queries_however_long(trainer: Any, queries: list[str]) -> None:
    training = shop.open_training()
    counts = []
    for _ in range(2):
        for _ in range(4):
            desk.sell(training, shop.TWO)
        session.remove()
        for address in ("/studio/buchungen", "/studio/buchungen?q=Lotsen&geld=open"):
            queries.clear()
            trainer.visit(address)
            counts.append(len(queries))
    assert counts == [counts[0]] * 4
    assert counts[0] <= 6, queries


def test_a_booking_shows_people_money_and_history(trainer: Any, two: Any) -> None:
    first, _ = two
    page = trainer.visit(f"/studio/buchungen/{first.id}")
    number = invoicing.get_invoice(first.invoice_id).number
    for words in ("Katrin Lotsen", number, "Werftstraße 12", "Rechnung", "offen"):
        assert words in page.text
    session.execute(update(Booking).where(Booking.id == first.id).values(attention="Doppelt?"))
    session.commit()
    assert "Doppelt?" in trainer.visit(f"/studio/buchungen/{first.id}").text
