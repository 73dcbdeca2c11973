"""Where private persons may book they can withdraw for fourteen days, without an account."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.withdrawal import may_withdraw, withdrawal_ends
from leaderacademy.core.database import session
from leaderacademy.core.mail import Post, compose
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.service.operator import card_keys, vies_url
from tests.booking import shop
from tests.booking.studio import desk

PATH = "/training/2036-04-15-hamburg/buchen"
PRIVATE = {**shop.GOOD, "business": None, "vat_id": "", "industry": "privat", "step": "book"}
POST = Post("folder:/tmp", "Haus", "haus@example.org", "https://haus.example", "Haus")
CONTRACT = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture
def open_house(app: Any) -> Iterator[None]:
    """A house that sells to private persons too."""
    before = invoicing.operator()
    asked, card = vies_url(), card_keys()
    invoicing.configure(replace(before, consumers=True), asked, card)
    yield
    invoicing.configure(before, asked, card)


def _book(client: Any, **changes: Any) -> Any:
    shop.open_training()
    return client.submit(client.visit(PATH), "buchen", 200, **{**PRIVATE, **changes})


def _one() -> Booking:
    session.rollback()
    return session.scalars(select(Booking)).one()


def test_the_fourteenth_day_counts_whole() -> None:
    ends = withdrawal_ends(CONTRACT)
    assert ends == datetime(2026, 12, 11, 23, tzinfo=UTC)  # midnight in Germany
    day = timedelta(days=100)
    for moment, allowed in ((ends - timedelta(seconds=1), True), (ends, False)):
        assert may_withdraw(False, "booked", CONTRACT, CONTRACT + day, moment) is allowed
    assert not may_withdraw(True, "booked", CONTRACT, CONTRACT + day, CONTRACT)
    assert not may_withdraw(False, "cancelled", CONTRACT, CONTRACT + day, CONTRACT)
    assert not may_withdraw(False, "booked", CONTRACT, CONTRACT, CONTRACT)


def test_a_private_person_books_and_is_told_of_the_right(client: Any, open_house: None) -> None:
    page = _book(client)
    assert "Gebucht." in page.text
    assert not _one().business
    (mail,) = desk.mails("booking-confirmation")
    for kind in ("plain", "html"):
        body = compose(POST, {**mail, "attached": []}, CONTRACT).get_body((kind,))
        assert body is not None
        text = " ".join(str(body.get_content()).split())
        assert "binnen vierzehn Tagen ohne Angabe von Gründen" in text
        assert "Muster-Akademie" in text


def test_two_steps_end_the_contract_free_of_charge(client: Any, open_house: None) -> None:
    page = _book(client)
    link = next(a for a in page.select("main a") if a.text_content() == "Vertrag widerrufen")
    second = client.visit(link.get("href"))
    assert second.one("#name").get("value") == "Katrin Lotsen"
    empty = client.submit(second, "widerrufen", 422, name=" ")
    assert "Bitte tragen Sie Ihren Namen ein." in empty.text
    assert second.one("#widerrufen .btn-main").text_content() == "Widerruf bestätigen"
    page = client.submit(second, "widerrufen", 200)
    assert "Storniert" in page.text
    booking = _one()
    assert (booking.state, booking.fee_cents) == ("cancelled", 0)
    (mail,) = desk.mails("withdrawal-received")
    body = compose(POST, mail, CONTRACT).get_body(("plain",))
    assert body is not None
    assert "Uhr bei uns eingegangen" in str(body.get_content()).replace("\xa0", " ")
    assert "contract-withdrawn" in desk.acts()
    # Pressed once more it is the same withdrawal.
    client.submit(second, "widerrufen", 200)
    assert len(desk.mails("withdrawal-received")) == 1


def test_too_late_there_is_no_button(client: Any, open_house: None, moved_clock: Any) -> None:
    _book(client)
    address = f"/buchung/{_one().token}"
    session.rollback()
    moved_clock.forward(days=15)
    assert "Vertrag widerrufen" not in client.visit(address).one("main").text_content()
    assert client.get(f"{address}/widerrufen").status_code == 303


def test_who_lost_the_link_gets_it_by_mail_and_nobody_learns_more(
    client: Any, open_house: None
) -> None:
    _book(client)
    page = client.visit("/widerruf")
    assert "an dem die Mitteilung über Ihren Widerruf" in page.text
    found = client.submit(page, "link", 422, email="kein")
    assert "fehlt das @" in found.text
    told = [
        client.submit(page, "link", 200, email=email).one(".note").text_content()
        for email in ("fremd@example.org", shop.GOOD["email"])
    ]
    assert told[0] == told[1]
    assert len(desk.mails("booking-confirmation")) == 2


def test_where_only_companies_book_nothing_of_it_shows(client: Any) -> None:
    shop.open_training()
    page = client.submit(client.visit(PATH), "buchen", 422, **PRIVATE)
    assert "nur Unternehmen" in page.text
    assert "widerruf" not in page.text.lower()
    assert client.get("/widerruf").status_code == 404
    page = client.submit(client.visit(PATH), "buchen", 200, **{**shop.GOOD, "step": "book"})
    assert "Vertrag widerrufen" not in page.text
    (mail,) = desk.mails("booking-confirmation")
    assert not mail["context"]["withdrawal"]
