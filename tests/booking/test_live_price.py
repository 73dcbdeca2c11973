"""The price follows what is typed; the part that a script asks for is what the page would show."""

from datetime import timedelta
from typing import Any

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.rules.voucher import NewVoucher
from leaderacademy.booking.service.vouchers import add_voucher
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import line, shop
from tests.booking.shop import GOOD, NOW
from tests.pages import Page

PATH = "/training/2036-04-15-hamburg"


def _asked(client: Any, page: Page, path: str = f"{PATH}/preis", **typed: str) -> Page:
    form = {**dict(page.form("buchen").form_values()), **typed}
    answer = client.post(path, form)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return Page(answer)


def test_the_part_holds_net_vat_with_its_reason_and_gross(client: Any) -> None:
    shop.open_training(place="Online live", format="online")
    page = client.visit("/training/2036-04-15-online-live/buchen")
    path = "/training/2036-04-15-online-live/preis"
    assert page.form("buchen").get("data-price") == path
    part = _asked(client, page, path, country="AT", vat_id="ATU13585627")
    for words in ("690,00 €", "0,00 €", "Reverse Charge"):
        assert words in part.text
    without = _asked(client, page, path, country="AT")
    assert "Bitte geben Sie Ihre USt-IdNr." in without.text
    assert without.one("[data-seen]").get("data-seen") == ""
    assert "weil Ihr Unternehmen außerhalb" in _asked(client, page, path, country="CH").text


def test_whoever_typed_a_wrong_vat_id_hears_what_is_wrong_with_it(client: Any) -> None:
    shop.open_training(place="Online live", format="online")
    page = client.visit("/training/2036-04-15-online-live/buchen")
    path = "/training/2036-04-15-online-live/preis"
    wrong = {"country": "AT", "vat_id": "ATU13585628"}
    part = _asked(client, page, path, **wrong)
    assert "Prüfziffer" in part.text
    assert "Bitte geben Sie Ihre USt-IdNr." not in part.text
    without_script = client.submit(page, "buchen", 200, step="price", **wrong)
    assert "Prüfziffer" in without_script.one("[data-part=finish]").text_content()


def test_a_voucher_for_another_date_says_so(client: Any) -> None:
    other = shop.open_training(place="Köln")
    add_voucher(NewVoucher("NURKOELN", 10, None, 1, training_id=other.id), NOW)
    shop.open_training()
    page = client.visit(f"{PATH}/buchen")
    said = _asked(client, page, voucher="nurkoeln").one("[data-part=voucher]").text_content()
    assert "Dieser Gutschein gilt für einen anderen Termin." in said


def test_what_costs_nothing_names_no_vat(client: Any) -> None:
    add_voucher(NewVoucher("ALLES", 100, None, 1), NOW)
    shop.open_training()
    part = _asked(client, client.visit(f"{PATH}/buchen"), voucher="ALLES")
    assert "0,00 €. Es ist nichts zu zahlen." in part.text
    assert "weil das Training" not in part.text


def test_a_voucher_and_the_early_price_show_at_once(client: Any) -> None:
    add_voucher(NewVoucher("ZEHN", 10, None, 1), NOW)
    training = shop.open_training()
    training.early_price_cents, training.early_until = 60_000, clock.now() + timedelta(days=1)
    session.commit()
    page = client.visit(f"{PATH}/buchen")
    part = _asked(client, page, voucher="zehn")
    for words in ("Frühbucher", "Gutschein ZEHN", "540,00 €", "642,60 €"):
        assert words in part.text
    refused = _asked(client, page, voucher="ELF").one("[data-part=voucher] .field-error")
    assert "Gutschein gibt es nicht" in refused.text_content()


def test_what_the_script_puts_in_place_can_be_booked_and_nothing_else(client: Any) -> None:
    add_voucher(NewVoucher("ZEHN", 10, None, 1), NOW)
    shop.open_training()
    page = client.visit(f"{PATH}/buchen")
    part = _asked(client, page, voucher="ZEHN")
    good = {**GOOD, "step": "book", "voucher": "ZEHN"}
    # Without the script the old seal comes along, and the new price is shown first.
    assert "jetzt sind es 738,99 €" in client.submit(page, "buchen", 409, **good).text
    seen = part.one("[data-seen]").get("data-seen")
    client.submit(page, "buchen", 200, **good, seen=seen)
    assert session.query(Booking).one().gross_cents == 73_899
    session.commit()


def test_a_price_that_changed_after_the_script_asked_is_asked_again(client: Any) -> None:
    training_id = shop.open_training().id
    page = client.visit(f"{PATH}/buchen")
    seen = _asked(client, page).one("[data-seen]").get("data-seen")
    session.get_one(Training, training_id).price_cents = 79_000
    session.commit()
    session.remove()
    page = client.submit(page, "buchen", 409, **{**GOOD, "step": "book", "seen": seen})
    assert "jetzt sind es 940,10 €" in page.text


def test_the_part_is_the_same_words_as_the_page(client: Any) -> None:
    shop.open_training()
    page = client.visit(f"{PATH}/buchen")
    part = _asked(client, page)
    names = {one.get("data-part") for one in page.select("[data-part]")}
    assert names == {"price", "finish", "voucher", "email"}
    for name in names:
        words = {" ".join(p.text_content().split()) for p in page.select(f"[data-part={name}]")}
        assert words == {" ".join(part.one(f"[data-part={name}]").text_content().split())}
    assert page.select("script[src*='checkout']")


def test_a_misspelt_address_is_asked_about_and_keeps_nobody_from_booking(client: Any) -> None:
    shop.open_training()
    page = client.visit(f"{PATH}/buchen")
    part = _asked(client, page, email="joerg@gmial.com").one("[data-part=email]")
    assert "Meinten Sie joerg@gmail.com?" in part.text_content()
    assert not _asked(client, page).one("[data-part=email]").text_content()
    good = {**GOOD, "email": "joerg@gmial.com", "step": "book"}
    assert "Gebucht." in client.submit(page, "buchen", 200, **good).text


def test_nonsense_is_priced_without_a_failure(client: Any) -> None:
    shop.open_training()
    page = client.visit(f"{PATH}/buchen")
    for people in ("0", "-1", "1000", "x"):
        assert "690,00 €" in _asked(client, page, people=people, vat_id="?", country="XX").text
    token = page.one("[name=csrf_token]").get("value")
    assert client.post("/training/nein/preis", {"csrf_token": token}).status_code == 404


def test_while_an_offer_is_held_its_own_address_gives_the_price(client: Any) -> None:
    training, bookings = line.sold_out(1)
    entry = line.wait(training, now=clock.now())
    service.cancel_booking(bookings[0].id, clock.now())
    session.commit()
    page = client.visit(f"/warteliste/{entry.token}")
    path = page.form("buchen").get("data-price")
    assert path == f"/warteliste/{entry.token}/preis"
    assert "821,10 €" in _asked(client, page, path).text
