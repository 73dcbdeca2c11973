"""The mail of confirmation holds the whole contract, as text and as HTML."""

from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import html5lib
import pytest
import vobject
from sqlalchemy import select

from leaderacademy.booking import service
from leaderacademy.core import mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.core.mail import Attachment, Post, compose
from tests.booking import shop

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def invoice_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The invoice's file is invoicing's business; here it only has to travel."""
    file = Attachment("rechnung.pdf", "application/pdf", b"%PDF")
    monkeypatch.setitem(mail._sources, "invoice", lambda _number, _now: file)


POST = Post("folder:/nowhere", "Leader Academy", "post@example.org", "https://x.example", "Academy")


def _written(demo: bool = False, details: object = shop.TWO, **changed: Any) -> EmailMessage:
    training = service.add_training(replace(shop.HAMBURG, **changed), shop.NOW, demo=demo)
    (checkout_id,) = shop.new_checkouts(1)
    service.place_booking(training.id, details, checkout_id, shop.NOW)  # type: ignore[arg-type]
    session.commit()
    payload = session.scalars(select(Job.payload).where(Job.kind == "mail")).one()
    return compose(POST, payload, shop.NOW)


def _parts(message: EmailMessage) -> list[str]:
    found = [message.get_body((kind,)) for kind in ("plain", "html")]
    return [part.get_content().replace("\u00a0", " ") for part in found if part]


def test_both_parts_say_what_was_booked_what_it_costs_and_where_to_see_it() -> None:
    message = _written()
    assert message["Subject"].replace("\u00a0", " ") == "Ihre Buchung für Dienstag, 15. April 2036"
    assert message["To"] == shop.DETAILS.email
    text, html = _parts(message)
    for part in (text, html):
        for words in (
            *("Katrin Lotsen", "Jens Brandt", "9:00 bis 17:00 Uhr", "Hamburg, Speicherstadt"),
            *("1.280,00 €", "243,20 €", "1.523,20 €", "weil das Training in Deutschland"),
            *("Lotsen-Metallbau GmbH", "20457 Hamburg", "https://x.example/buchung/", "/agb"),
        ):
            assert words in part
        assert "Probe" not in part


def test_the_html_part_is_valid_and_the_text_has_no_holes() -> None:
    text, html = _parts(_written())
    html5lib.HTMLParser(strict=True).parse(html)
    assert "\n\n\n" not in text
    assert "{" not in text + html


def test_the_mail_of_an_example_date_says_that_nothing_is_owed() -> None:
    message = _written(demo=True, details=shop.DETAILS)
    assert message["Subject"].startswith("Probe: ")
    for part in _parts(message):
        assert "es entstehen keine Kosten" in part
        assert "Rechnung schicken" not in part
        assert "Ihr Platz ist reserviert" in part


def test_a_domain_with_an_umlaut_can_be_written_to() -> None:
    from leaderacademy.booking.rules.details import plain_email

    details = replace(shop.DETAILS, email=plain_email("info@müller.de"))
    assert b"To: info@xn--mller-kva.de" in bytes(_written(details=details))


def test_the_calendar_file_and_the_invoice_travel_along() -> None:
    files = {part.get_filename(): part for part in _written().iter_attachments()}
    assert set(files) == {"termin.ics", "rechnung.pdf"}
    event = vobject.readOne(files["termin.ics"].get_payload(decode=True).decode()).vevent
    assert event.summary.value.startswith("Live-Training")
    assert event.dtstart.value.isoformat() == "2036-04-15T07:00:00+00:00"


def test_how_to_pay_stands_in_the_text_itself() -> None:
    for part in _parts(_written()):
        for words in (
            *("IBAN: DE36 0000", "Verwendungszweck: ", "RE-2026-0001", "1.523,20 €"),
            *("bis zum 7. Dezember 2026", "Person 2, gleiches Unternehmen"),
        ):
            assert words in part


def test_what_to_transfer_stands_in_a_paragraph_of_its_own() -> None:
    paragraphs = _parts(_written())[0].split("\n\n")
    (transfer,) = [one for one in paragraphs if "IBAN" in one]
    assert transfer.startswith("Bitte überweisen Sie")
    assert transfer.splitlines()[-1].startswith("Verwendungszweck: RE-")


def test_the_numbers_that_the_accounting_asks_for_stand_there_too() -> None:
    details = replace(shop.DETAILS, vat_id="DE136695976", order_number="2027-4711")
    for part in _parts(_written(details=details)):
        assert "USt-IdNr. DE136695976" in part
        assert "Bestellnummer 2027-4711" in part


def test_an_invoice_that_waits_for_the_vat_id_is_announced() -> None:
    details = replace(shop.DETAILS, country="AT", postcode="9020", vat_id="ATU13585627")
    message = _written(details=details, place="Online live", format="online")
    assert {part.get_filename() for part in message.iter_attachments()} == {"termin.ics"}
    for part in _parts(message):
        assert "Die Rechnung folgt per E-Mail, sobald Ihre USt-IdNr. bestätigt ist." in part
        assert "Verwendungszweck: " in part


def test_what_costs_nothing_promises_no_invoice() -> None:
    free = _written(details=shop.DETAILS, price_cents=0, second_price_cents=0)
    for part in _parts(free):
        assert "Es ist nichts zu zahlen, deshalb gibt es keine Rechnung." in part
        assert "Rechnung an" not in part


def test_an_example_asks_for_no_money() -> None:
    for part in _parts(_written(demo=True, details=shop.DETAILS)):
        assert "IBAN" not in part
