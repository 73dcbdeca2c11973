"""The checkout: one page, no JavaScript; only its button books, and what was typed stays."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from leaderacademy.booking.models import Booking, Training
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.shop import GOOD, TYPED
from tests.databases import on_one_database

PATH = "/training/2036-04-15-hamburg/buchen"


def _bookings() -> list[Booking]:
    found = list(session.scalars(select(Booking)))
    session.remove()
    return found


def _book(visitor: Any, status: int | None = None, **fields: Any) -> Any:
    page = visitor.visit(PATH)
    return visitor.submit(page, "buchen", status, **{**GOOD, "step": "book", **fields})


def _kept(page: Any) -> dict[str, str]:
    return {name: value for name, value in page.form("buchen").form_values() if name in TYPED}


def test_a_booking_ends_on_the_page_of_what_was_booked(client: Any) -> None:
    shop.open_training()
    page = _book(client, 200)
    (booking,) = _bookings()
    assert page.response.request.path == f"/buchung/{booking.token}"
    for words in ("Gebucht.", "15. April 2036", "Katrin Lotsen", "821,10 €", "19 % Umsatzsteuer"):
        assert words in page.text
    assert booking.seats == 1
    assert booking.person_id is None


def test_the_price_with_its_reason_stands_before_the_button(client: Any) -> None:
    shop.open_training()
    page = client.visit(PATH)
    assert len(page.select(".btn-main")) == 1
    assert page.one(".btn-main").text_content() == "Zahlungspflichtig buchen"
    before = page.text.partition("Zahlungspflichtig")[0]
    for words in ("690,00 €", "131,10 €", "821,10 €", "weil das Training in Deutschland"):
        assert words in before


def test_a_second_person_comes_and_goes_without_losing_a_word(client: Any) -> None:
    shop.open_training()
    typed = {**GOOD, "email": "noch falsch", "terms": None}
    page = client.submit(client.visit(PATH), "buchen", 200, **{**typed, "step": "add"})
    assert page.one("[name=last_name_2]") is not None
    assert not page.select(".error-summary")
    assert "590,00 €" in page.text
    assert "1.523,20 €" in page.text
    assert _kept(page)["email"] == "noch falsch"
    page = client.submit(page, "buchen", 200, step="remove-2", first_name_2="Jens")
    assert not page.select("[name=last_name_2]")
    assert "821,10 €" in page.text
    assert _bookings() == []


def test_two_people_are_booked_and_named(client: Any) -> None:
    shop.open_training()
    page = client.submit(client.visit(PATH), "buchen", 200, **{**GOOD, "step": "add"})
    page = client.submit(
        page, "buchen", 200, step="book", first_name_2="Jens", last_name_2="Brandt"
    )
    assert "Jens Brandt" in page.text
    assert "1.523,20 €" in page.text
    assert _bookings()[0].seats == 2


def test_the_enter_key_checks_and_does_not_buy(client: Any) -> None:
    shop.open_training()
    page = client.submit(client.visit(PATH), "buchen", 200, **GOOD)
    assert "Alles ist ausgefüllt." in page.text
    first = page.select("#buchen button")[0]
    assert first.get("value") == "check"
    assert _bookings() == []


WRONG = [
    ("first_name_1", "", "Vornamen"),
    ("last_name_1", " ", "Nachnamen"),
    ("last_name_1", "x" * 101, "höchstens 100"),
    ("company", "-", "Unternehmen"),
    ("industry", None, "Branche"),
    ("email", "k.lotsen.lotsen-metallbau.example", "fehlt das @"),
    ("email", "a@b.de, c@d.de", "vor dem @"),
    ("phone", "ruf an", "Ziffern"),
    ("street", "", "Straße"),
    ("postcode", "2045", "5"),
    ("town", "1", "Ort"),
    ("country", "XX", "Land"),
    ("accounting_email", "x@", "nach dem @"),
    ("order_number", "x" * 61, "höchstens 60"),
    ("voucher", "GIBTESNICHT", "Gutschein gibt es nicht"),
    ("vat_id", "DE136695977", "Prüfziffer"),
    ("business", None, "nur Unternehmen"),
    ("course_stage", "", "wie weit"),
    ("course_stage", "lesson-99", "wie weit"),
    ("notes", "x" * 2001, "höchstens 2000"),
    ("terms", None, "Teilnahmebedingungen"),
    ("people", "0", "1 bis 10"),
    ("people", "-1", "1 bis 10"),
    ("people", "1000", "1 bis 10"),
    ("people", None, "1 bis 10"),
]


@on_one_database
@pytest.mark.parametrize(("field", "value", "problem"), WRONG)
def test_one_wrong_field_is_named_and_everything_typed_is_kept(
    client: Any, field: str, value: str | None, problem: str
) -> None:
    shop.open_training()
    page = _book(client, 422, **{field: value})
    assert "Bitte prüfen Sie eine Angabe" in page.text
    (link,) = page.select(".error-summary a")
    assert problem in link.text_content()
    assert page.select(link.get("href")), "the link leads nowhere"
    assert len(page.select(".field-error")) == 1
    wanted = {name: text for name, text in TYPED.items() if name != field}
    assert wanted.items() <= _kept(page).items()
    assert _bookings() == []


def test_everything_wrong_at_once_is_listed_in_the_order_of_the_page(client: Any) -> None:
    shop.open_training()
    page = client.submit(
        client.visit(PATH),
        "buchen",
        422,
        step="book",
        people="2",
        email="falsch",
        phone="x",
        vat_id="y",
        notes="z" * 3000,
    )
    links = [a.get("href") for a in page.select(".error-summary a")]
    fields = [f"#{name}" for name in ("first_name_1", "last_name_1", "first_name_2")]
    assert links[:3] == fields
    assert len(links) == 16
    assert "Bitte prüfen Sie 16 Angaben" in page.text
    assert page.one("#notes").text == "z" * 3000


def test_a_price_in_the_form_is_not_read(client: Any) -> None:
    shop.open_training()
    _book(client, 200, price="1", net_cents="1", gross_cents="1", price_cents="1", seats="0")
    assert _bookings()[0].gross_cents == 82_110


@pytest.mark.parametrize("checkout_id", ["", "1", "x" * 500, "../..", None])
def test_a_changed_checkout_id_is_replaced_and_asks_once_more(
    client: Any, checkout_id: str | None
) -> None:
    shop.open_training()
    page = _book(client, 200, checkout_id=checkout_id)
    assert _bookings() == []
    page = client.submit(page, "buchen", 200, step="book")
    assert "Gebucht." in page.text


def test_a_second_click_books_once(client: Any) -> None:
    shop.open_training()
    page = client.visit(PATH)
    first = client.submit(page, "buchen", 200, **{**GOOD, "step": "book"})
    second = client.submit(page, "buchen", 200, **{**GOOD, "step": "book"})
    assert first.response.request.path == second.response.request.path
    assert len(_bookings()) == 1


def test_an_unknown_date_is_not_found(client: Any) -> None:
    client.visit("/training/2036-04-15-atlantis/buchen", 404)
    shop.open_training()
    token = client.visit(PATH).one("[name=csrf_token]").get("value")
    answer = client.post("/training/nein/buchen", {"csrf_token": token})
    assert answer.status_code == 404


def test_what_is_known_of_a_signed_in_learner_is_filled_in(learner: Any) -> None:
    shop.open_training()
    page = learner.visit(PATH)
    assert page.one("#first_name_1").get("value") == "Ada"
    assert page.one("#last_name_1").get("value") == "Beispiel"
    assert page.one("#email").get("value") == "ada@example.org"
    _book(learner, 200)
    assert _bookings()[0].person_id == learner.person_id


def _sell_out(training: Training) -> None:
    training.seats_taken = training.seats


def _cancel(training: Training) -> None:
    training.state = "cancelled"


def _close(training: Training) -> None:
    training.state = "closed"


def _pass(training: Training) -> None:
    training.starts_at = clock.now() - timedelta(minutes=1)


CHANGES = [
    (_sell_out, "ist ausgebucht"),
    (_cancel, "ist abgesagt"),
    (_close, "ist geschlossen"),
    (_pass, "ist vorbei"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_a_date_that_went_while_the_form_was_open_keeps_the_text_and_shows_others(
    client: Any, change: Any, words: str
) -> None:
    shop.open_training(place="Köln")
    training_id = shop.open_training().id
    page = client.visit(PATH)
    change(session.get_one(Training, training_id))
    session.commit()
    session.remove()
    page = client.submit(page, "buchen", 409, **{**GOOD, "step": "book"})
    assert words in page.text
    assert "Es wurde nichts gebucht" in page.text
    assert TYPED.items() <= _kept(page).items()
    assert not page.select(".btn-main")
    assert _bookings() == []
    # What was typed goes along to the other date.
    other = page.one("button[formaction$='koeln/buchen']").get("formaction")
    page.form("buchen").set("action", other)
    page = client.submit(page, "buchen", 200, step="check")
    assert TYPED.items() <= _kept(page).items()
    assert "Gebucht." in client.submit(page, "buchen", 200, step="book").text


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_a_date_that_is_gone_offers_no_form(client: Any, change: Any, words: str) -> None:
    training = shop.open_training()
    change(training)
    session.commit()
    session.remove()
    page = client.visit(PATH)
    assert words in page.text
    assert not page.select("#buchen")
    assert "keinen anderen Termin" in page.text


def test_when_one_seat_is_left_two_people_are_told_so(client: Any) -> None:
    training = shop.open_training()
    training.seats_taken = 19
    session.commit()
    session.remove()
    page = client.submit(client.visit(PATH), "buchen", 200, **{**GOOD, "step": "add"})
    page = client.submit(page, "buchen", 409, step="book", first_name_2="J", last_name_2="B")
    assert "noch 1 Platz" in page.text
    page = client.submit(page, "buchen", 200, step="remove-2")
    assert "Gebucht." in client.submit(page, "buchen", 200, step="book").text


def test_a_price_that_changed_while_the_form_was_open_is_shown_and_confirmed_again(
    client: Any,
) -> None:
    training = shop.open_training()
    page = client.visit(PATH)
    session.get_one(Training, training.id).price_cents = 79_000
    session.commit()
    session.remove()
    page = client.submit(page, "buchen", 409, **{**GOOD, "step": "book"})
    assert "Bisher stand hier 821,10 €, jetzt sind es 940,10 €" in page.text
    assert TYPED.items() <= _kept(page).items()
    assert _bookings() == []
    client.submit(page, "buchen", 200, step="book")
    assert _bookings()[0].gross_cents == 94_010
