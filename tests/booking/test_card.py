"""By card: to Stripe's page and back; whatever Stripe does, booking and transfer stay."""

import threading
import time
from typing import Any

import pytest
from flask import Flask

from leaderacademy.booking import service
from leaderacademy.core.database import session
from leaderacademy.core.mail import Post, compose
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.rules.card import CardKeys
from leaderacademy.invoicing.service import card_company
from tests.booking import card, shop
from tests.booking.card import GROSS, House
from tests.invoicing.stripe_alike import HANGS, KEY

CONFIRMATION = "booking-confirmation"
POST = Post("folder:/tmp", "Haus", "haus@example.org", "https://haus.example", "Haus")


def test_without_keys_nobody_is_offered_a_card(app: Flask, client: Any) -> None:
    shop.open_training()
    page = client.visit("/training/2036-04-15-hamburg/buchen")
    page = client.submit(page, "buchen", 200, **{**shop.GOOD, "step": "book"})
    assert "Karte" not in page.text
    assert client.post("/zahlung/karte/ereignis").status_code == 404


def test_checkout_and_confirmation_name_the_card_where_it_is_set_up(house: House) -> None:
    page = house.buyer.visit("/training/2036-04-15-hamburg/buchen")
    assert "per Überweisung oder mit Karte" in page.text
    service.place_booking(house.training_id, shop.DETAILS, shop.new_checkouts(1)[0], shop.NOW)
    session.commit()
    (mail,) = [one for one in shop.mail_payloads() if one.get("template") == CONFIRMATION]
    message = compose(POST, {**mail, "attached": []}, shop.NOW)
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert "oder mit Karte auf der Seite" in str(body.get_content())


def test_a_card_payment_leaves_with_the_data_of_its_buyer(house: House) -> None:
    number = house.checkout()
    (told,) = invoicing.export_subjects([f"booking:{house.booking_id}"])["card_payments"]
    assert (told["cents"], told["state"], told["checkout_at_stripe"]) == (GROSS, "open", number)
    assert told["invoice"].startswith("RE-")
    session.remove()


def test_half_of_the_keys_offers_nothing(house: House) -> None:
    invoicing.configure(invoicing.operator(), card=CardKeys(secret_key=KEY))
    assert not house.buyer.visit(house.page).select("#karte")


def test_an_invented_seller_takes_no_real_money(house: House) -> None:
    keys = CardKeys("sk_live_x", "whsec_x")
    invoicing.configure(invoicing.operator(), card=keys)
    assert not house.buyer.visit(house.page).select("#karte")


def test_the_button_leads_to_stripe_which_learns_number_and_amount_only(house: House) -> None:
    house.checkout()
    (order,) = house.stripe.orders
    assert order["line_items[0][price_data][unit_amount]"] == str(GROSS)
    assert order["line_items[0][price_data][product_data][name]"].startswith("Rechnung RE-")
    assert order["locale"] == "de"
    assert order["success_url"].endswith(f"{house.page}/karte?stand=fertig")
    assert "lotsen" not in str(order).lower()
    assert "booking" not in str(order).lower()


def test_the_way_back_is_clear_while_the_event_is_still_on_its_way(house: House) -> None:
    number = house.checkout()
    told = house.stripe.pay(number)
    assert "wird gerade bestätigt" in house.visit("fertig").text
    assert card.payments() == []
    house.tell(told)
    house.work()
    assert "Bezahlt." in house.visit("fertig").text
    assert card.payments() == [GROSS]
    assert "Die Rechnung ist bezahlt." in house.buyer.visit(house.page).text
    assert house.buyer.post(f"{house.page}/karte").status_code in (303, 400)


def test_nobody_says_by_the_address_that_it_is_paid(house: House) -> None:
    assert "Bezahlt." not in house.visit("fertig").text
    assert card.payments() == []


def test_who_stops_halfway_may_go_on_or_transfer(house: House) -> None:
    number = house.checkout()
    page = house.visit("abgebrochen")
    assert "abgebrochen" in page.text
    assert "DE36" in page.text
    again = house.buyer.post(f"{house.page}/karte", dict(page.form("karte").form_values()))
    assert again.headers["Location"].endswith(number)  # the same page: nobody pays twice


def test_a_page_that_expired_is_followed_by_a_new_one(house: House) -> None:
    number = house.checkout()
    house.tell(house.stripe.expire(number))
    house.work()
    page = house.visit("abgebrochen")
    assert "abgelaufen" in page.text
    assert house.checkout() != number
    assert card.states() == ["expired", "open"]


@pytest.mark.parametrize("mode", ["hang", "half", "broken", "empty", "refuse"])
def test_when_stripe_fails_the_booking_and_the_transfer_stay(
    house: House, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.stripe.mode = mode
    begun = time.monotonic()
    with monkeypatch.context() as patience:
        patience.setattr(card_company, "PATIENCE", (0.5, 0.5))
        page = house.buyer.checked(house.press(), 503)
    assert time.monotonic() - begun < HANGS  # the buyer does not wait as long as Stripe hangs
    words = "zurzeit nicht möglich" if mode == "refuse" else "antwortet gerade nicht"
    assert words in page.text
    assert "DE36" in page.text
    session.remove()
    assert "abgelaufen" not in house.visit().text
    house.stripe.mode = "ok"
    house.checkout()
    assert len(house.stripe.orders) == 1  # also after a hang that had opened one unheard
    assert card.bookings() == ["booked"]


def test_when_nobody_answers_at_all_the_buyer_is_told(house: House) -> None:
    nobody = CardKeys(KEY, "whsec_x", "http://127.0.0.1:9", "http://127.0.0.1:9")
    invoicing.configure(invoicing.operator(), card=nobody)
    page = house.buyer.checked(house.press(), 503)
    assert "antwortet gerade nicht" in page.text


def test_two_clicks_at_once_open_one_page(house: House) -> None:
    page = house.buyer.visit(house.page)
    data = dict(page.form("karte").form_values())
    session.remove()
    gate, found = threading.Barrier(4), []

    def press() -> None:
        gate.wait()
        answer = house.app.test_client().post(
            f"{house.page}/karte", data=data, headers={"Sec-Fetch-Site": "same-origin"}
        )
        found.append(answer.headers["Location"])

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert card.states() == ["open"]


def test_after_a_part_came_by_transfer_the_rest_is_asked_for_and_the_old_page_closed(
    house: House,
) -> None:
    old = house.checkout()
    from tests.invoicing.test_payments import pay

    pay(house.invoice_id, 50_000, "bank:1")
    session.commit()
    new = house.checkout()
    house.work()
    assert house.stripe.sessions[old]["status"] == "expired"
    assert house.stripe.sessions[new]["amount_total"] == GROSS - 50_000


def test_when_the_event_is_lost_the_house_asks_and_finds_the_payment(house: House) -> None:
    house.stripe.pay(house.checkout())
    house.work(hours=2)
    house.work(hours=2)
    assert card.payments() == [GROSS]
    assert card.states() == ["paid"]


def test_the_browser_may_follow_the_form_to_stripe_only_where_cards_are_taken(
    app: Flask, client: Any
) -> None:
    from dataclasses import replace

    from leaderacademy.web.headers import _policy

    assert "form-action 'self';" in _policy(app)
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, card=CardKeys("sk_live_x", "whsec_x"))
    try:
        assert "form-action 'self' https://checkout.stripe.com;" in _policy(app)
    finally:
        app.config["SETTINGS"] = before
