"""The trainer corrects what a buyer typed; the invoice that shows it is exchanged at once."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.billing import Billing
from leaderacademy.booking.service.billing import BillingRefused, billing_of, correct_billing
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM, history_of
from leaderacademy.core.database import session
from leaderacademy.core.mail import Post, compose
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.service.correcting import correct_vat_id
from leaderacademy.invoicing.service.reminders import address_of
from leaderacademy.invoicing.service.waiting import draft_of
from tests.booking import shop
from tests.booking.studio import desk

BUYER = replace(shop.TWO, accounting_email="buch@lotsen-metallbau.example", order_number="B-7")
TODAY = date(2026, 11, 27)
RIGHT = {"street": "Hafenstraße 3", "postcode": "20459", "order_number": "B-8"}


@pytest.fixture
def sold(app: Any) -> Booking:
    return desk.sell(shop.open_training(), BUYER)


def _correct(trainer: Any, booking: Booking, status: int = 200, **typed: str) -> Any:
    page = trainer.visit(f"/studio/buchungen/{booking.id}/angaben")
    return trainer.submit(page, "angaben", status, **typed)


def _documents(booking: Booking) -> list[Invoice]:
    session.rollback()
    return list(invoicing.invoices_of(f"booking:{booking.id}"))


def test_a_wrong_address_exchanges_the_invoice_and_carries_what_was_paid(
    trainer: Any, sold: Booking
) -> None:
    (old,) = _documents(sold)
    invoicing.record_payment(old.id, 100_000, TODAY, clock.now(), key="a")
    session.commit()
    link = trainer.visit(f"/studio/buchungen/{sold.id}").one("a[href$='/angaben']")
    assert "Angaben berichtigen" in link.text_content()
    page = _correct(trainer, sold, **RIGHT)
    old, note, new = _documents(sold)
    assert f"{new.number} ersetzt sie" in page.text
    assert (old.recipient.street, old.order_number) == (BUYER.street, "B-7")
    assert (note.original_id, note.gross_cents) == (old.id, old.gross_cents)
    assert (new.recipient.street, new.recipient.postcode) == ("Hafenstraße 3", "20459")
    assert (new.order_number, new.gross_cents, new.prepaid_cents) == ("B-8", 152_320, 100_000)
    assert old.number in new.note
    assert [invoicing.open_amount(one.id) for one in (old, new)] == [0, 52_320]
    found = desk.fresh(Booking, sold.id)
    assert (found.invoice_id, found.street) == (new.id, "Hafenstraße 3")
    # Who pays by the old number afterwards has paid the new invoice.
    invoicing.record_payment(old.id, 52_320, TODAY, clock.now(), key="b")
    session.commit()
    assert [invoicing.open_amount(one.id) for one in (old, new)] == [0, 0]
    (entry,) = [one for one in history_of(f"booking:{sold.id}") if "Berichtigt" in one.text]
    assert entry.text == (
        f"Berichtigt: Anschrift, Bestellnummer. {old.number} ist ersetzt durch {new.number}."
    )
    assert entry.actor == "Tina Trainer"


def test_buyer_and_accounting_get_both_documents(trainer: Any, sold: Booking) -> None:
    _correct(trainer, sold, **RIGHT)
    old, note, new = _documents(sold)
    sent = desk.mails("booking-corrected")
    assert [mail["to"] for mail in sent] == [BUYER.email, BUYER.accounting_email]
    assert all(mail["attached"] == [["invoice", note.id], ["invoice", new.id]] for mail in sent)
    post = Post("folder:/tmp", "Haus", "haus@example.org", "https://haus.example", "Haus")
    message = compose(post, {**sent[0], "attached": []}, clock.now())
    for kind in ("plain", "html"):
        text = str(message.get_body((kind,)).get_content())  # type: ignore[union-attr]
        for word in ("Anschrift, Bestellnummer", "Hafenstraße 3", old.number, new.number):
            assert word in text


def test_only_the_mail_was_wrong_so_the_invoice_stays_and_travels_once_more(
    trainer: Any, sold: Booking
) -> None:
    page = _correct(trainer, sold, email="Katrin@Lotsen.example", accounting_email="b@lotsen.de")
    assert "Eine Mail an den Kunden ist unterwegs" in page.text
    (old,) = _documents(sold)
    first, second = desk.mails("booking-corrected")
    calendar, invoice = ["booking-calendar", sold.id], ["invoice", old.id]
    assert (first["to"], first["attached"]) == ("Katrin@lotsen.example", [calendar, invoice])
    assert (second["to"], second["attached"]) == ("b@lotsen.de", [invoice])
    # A reminder, too, goes where accounting can be reached now.
    assert address_of(old) == "b@lotsen.de"
    _correct(trainer, sold, accounting_email="")
    assert address_of(_documents(sold)[0]) == "Katrin@lotsen.example"


def test_pressed_twice_it_is_one_correction(trainer: Any, sold: Booking) -> None:
    page = trainer.visit(f"/studio/buchungen/{sold.id}/angaben")
    trainer.submit(page, "angaben", 200, **RIGHT)
    assert "schon alles so eingetragen" in trainer.submit(page, "angaben", 200, **RIGHT).text
    assert len(_documents(sold)) == 3
    assert len(desk.mails("booking-corrected")) == 2


def test_what_changed_meanwhile_is_not_written_over(trainer: Any, sold: Booking) -> None:
    page = trainer.visit(f"/studio/buchungen/{sold.id}/angaben")
    _correct(trainer, sold, **RIGHT)
    page = trainer.submit(page, "angaben", 409, street="Ganz woanders 1")
    assert "inzwischen geändert" in page.text
    assert page.one("#street").get("value") == "Ganz woanders 1"
    assert desk.fresh(Booking, sold.id).street == "Hafenstraße 3"


def test_of_two_at_the_same_instant_one_is_done(app: Any, sold: Booking) -> None:
    seen, known = billing_of(sold).seal, billing_of(sold)
    gate, said = threading.Barrier(2), []
    session.remove()

    def press(street: str) -> None:
        gate.wait()
        try:
            wanted = replace(known, street=street)
            correct_billing(sold.id, wanted, seen, clock.now(), SYSTEM)
            session.commit()
            said.append("done")
        except BillingRefused:
            session.rollback()
            said.append("refused")
        finally:
            session.remove()

    _both(lambda: press("Erste Straße 1"), lambda: press("Zweite Straße 2"))
    assert sorted(said) == ["done", "refused"]
    old, _note, new = _documents(sold)
    assert new.recipient.street == desk.fresh(Booking, sold.id).street
    assert invoicing.open_amount(old.id) == 0


def _both(*calls: Callable[[], None]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)


def test_bad_input_is_said_at_its_field_and_nothing_is_lost(trainer: Any, sold: Booking) -> None:
    typed = {"postcode": "123", "vat_id": "DE1", "email": "ohne-at", "town": "Kiel"}
    page = _correct(trainer, sold, 422, **typed)
    for name in ("postcode", "vat_id", "email"):
        assert page.one(f"#{name}-error").text_content()
        assert page.one(f"#{name}").get("value") == typed[name]
    assert page.one("#town").get("value") == "Kiel"
    assert len(_documents(sold)) == 1


def test_country_and_vat_id_change_as_long_as_the_vat_stays(trainer: Any) -> None:
    here = desk.sell(shop.open_training(), BUYER)
    _correct(trainer, here, country="AT", postcode="1010", town="Wien")
    *_, new = _documents(here)
    assert (new.recipient.country, new.vat_percent) == ("AT", 19)
    online = shop.open_training(format="online", place="Online live", venue="")
    there = desk.sell(online, BUYER)
    page = _correct(trainer, there, 422, country="CH", postcode="8001")
    assert "andere Umsatzsteuer" in page.one("#country-error").text_content()
    assert desk.fresh(Booking, there.id).country == "DE"


def test_an_invoice_without_a_number_gets_the_address_and_keeps_its_vat_id(trainer: Any) -> None:
    online = shop.open_training(format="online", place="Online live", venue="")
    abroad = replace(BUYER, country="AT", postcode="1010", vat_id="ATU12345675")
    booking = desk.sell(online, abroad)
    page = _correct(trainer, booking, 422, vat_id="ATU13585627")
    assert "Wartet auf VIES" in page.one("#vat_id-error").text_content()
    _correct(trainer, booking, street="Ring 1", order_number="B-9")
    (waiting,) = invoicing.waiting_invoices_of(f"booking:{booking.id}")
    draft = waiting.draft
    assert (draft["recipient"]["street"], draft["order_number"]) == ("Ring 1", "B-9")
    assert draft["recipient"]["vat_id"] == "ATU12345675"
    session.rollback()


def test_a_vat_id_that_was_corrected_while_it_waited_stays(trainer: Any) -> None:
    online = shop.open_training(format="online", place="Online live", venue="")
    abroad = replace(BUYER, country="AT", postcode="1010", vat_id="ATU12345675")
    booking = desk.sell(online, abroad)
    (waiting,) = invoicing.waiting_invoices_of(f"booking:{booking.id}")
    correct_vat_id(waiting.id, "ATU13585627", clock.now(), SYSTEM)
    waiting.state = "issued"
    waiting.invoice_id = invoicing.issue_invoice(draft_of(waiting), clock.now()).id
    session.commit()
    assert desk.fresh(Booking, booking.id).vat_id == "ATU13585627"
    _correct(trainer, booking, street="Ring 1")
    *_, new = _documents(booking)
    assert (new.recipient.vat_id, new.recipient.street) == ("ATU13585627", "Ring 1")


def test_an_invoice_that_was_credited_in_full_is_not_issued_again(
    trainer: Any, sold: Booking
) -> None:
    service.cancel_booking(sold.id, clock.now())
    session.commit()
    _correct(trainer, sold, **RIGHT)
    assert len(_documents(sold)) == 2
    assert desk.fresh(Booking, sold.id).street == "Hafenstraße 3"


def test_nobody_else_corrects_anything(learner: Any, client: Any, sold: Booking) -> None:
    address = f"/studio/buchungen/{sold.id}/angaben"
    assert learner.get(address).status_code == 403
    assert client.get(address).status_code == 303
    assert learner.post(address, RIGHT).status_code in (400, 403)
    assert len(_documents(sold)) == 1


def test_the_seal_names_every_field() -> None:
    same = Billing("a", "b", "c", "d", "e", "f", "g", "h", "i")
    changed = {replace(same, **{name: "x"}).seal for name in Billing.__slots__}
    assert len({same.seal} | changed) == 10
