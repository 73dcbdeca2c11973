"""The buyer's own page leaves nobody alone: whom to write to, what was agreed, what was changed."""

from dataclasses import replace
from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.voucher import NewVoucher
from leaderacademy.booking.service.vouchers import add_voucher
from leaderacademy.core.database import session
from tests.booking import line, shop
from tests.booking.shop import NOW

SELLER = "rechnung@leader-academy.example"


def _booked(**changed: Any) -> Booking:
    details = replace(shop.TWO, **changed)
    training = shop.open_training()
    booking = service.place_booking(training.id, details, shop.new_checkouts(1)[0], NOW)
    session.commit()
    return booking


def test_a_second_move_names_an_address_and_a_telephone(client: Any) -> None:
    booking = _booked()
    booking.moves = 1
    session.commit()
    page = client.visit(f"/buchung/{booking.token}/umbuchen")
    assert "schon einmal umgebucht" in page.text
    mail = page.one("main a[href^='mailto:']")
    assert mail.text_content() == SELLER
    assert "Lotsen-Metallbau" in mail.get("href")
    assert page.one("main a[href^='tel:']").get("href") == "tel:+4940000000"
    assert SELLER in client.visit(f"/buchung/{booking.token}").text


def test_naming_somebody_else_is_confirmed_in_words_once(client: Any) -> None:
    booking = _booked()
    page = client.visit(f"/buchung/{booking.token}/teilnehmer/2")
    named = {"first_name_1": "Rosa", "last_name_1": "Ersatz"}
    page = client.submit(page, "ersatz", 200, **named)
    assert "Gespeichert: Statt Jens Brandt kommt jetzt Rosa Ersatz." in page.text
    assert "Gespeichert:" not in client.visit(f"/buchung/{booking.token}").text


def test_the_page_shows_voucher_order_number_and_the_accounts_department(client: Any) -> None:
    add_voucher(NewVoucher("HAFEN", 10, None, 5), NOW)
    booking = _booked(voucher="HAFEN", order_number="PO 4711", accounting_email="b@example.org")
    page = client.visit(f"/buchung/{booking.token}")
    for words in ("Gutschein HAFEN", "\u2212128,00 €", "1.152,00 €", "PO 4711", "b@example.org"):
        assert words in page.text
    (mail,) = line.mails("booking-confirmation")
    assert ["Gutschein HAFEN", "\u2212128,00\u00a0€"] in mail["context"]["lines"]


def test_an_address_that_looks_misspelt_is_asked_about_after_booking_too(client: Any) -> None:
    booking = _booked(email="joerg@gmial.com")
    assert "Meinten Sie joerg@gmail.com?" in client.visit(f"/buchung/{booking.token}").text


@pytest.mark.parametrize(("seats", "most"), [(2, 2), (20, 10)])
def test_the_waiting_list_offers_no_more_seats_than_the_date_has(
    client: Any, seats: int, most: int
) -> None:
    training, _ = line.sold_out(seats=seats)
    path = f"/training/{training.key}/warteliste"
    page = client.visit(path)
    assert len(page.select("#seats option")) == most
    typed = {"name": "Wanda Warter", "company": "Warter GmbH", "email": "w@example.org"}
    page = client.submit(page, "warten", 422, **typed, seats=str(most + 1))
    assert "Wanda Warter" in page.html


def test_a_checkout_for_more_people_than_the_date_has_cannot_wait(client: Any) -> None:
    training = shop.open_training(seats=1)
    page = client.visit(f"/training/{training.key}/buchen")
    line.book(training)
    two = {"first_name_2": "Jens", "last_name_2": "Brandt", "people": "2"}
    page = client.submit(page, "buchen", 422, **{**shop.GOOD, **two, "step": "wait"})
    assert "nur einen Platz" in page.text
    assert page.one("#last_name_2").get("value") == "Brandt"
