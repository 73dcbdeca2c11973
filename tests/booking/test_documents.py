"""The buyer opens invoice and credit note; how to pay is known from the first second."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import WaitingInvoice
from leaderacademy.invoicing.service import documents
from leaderacademy.invoicing.service.waiting import draft_of
from tests.booking import shop

AUSTRIA = replace(shop.DETAILS, country="AT", postcode="1010", town="Wien", vat_id="ATU13585627")


@pytest.fixture(autouse=True)
def files(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the files look like is invoicing's business."""
    monkeypatch.setattr(
        documents, "render_files", lambda one: (b"%PDF " + one.number.encode(), b"<x/>")
    )


def _booked(details: Any = shop.DETAILS, **changed: Any) -> Booking:
    training = shop.open_training(**changed)
    booking = service.place_booking(training.id, details, shop.new_checkouts(1)[0], shop.NOW)
    session.commit()
    return booking


def _waiting() -> Booking:
    return _booked(AUSTRIA, place="Online live", format="online")


def _confirm_vat_id() -> None:
    waiting = session.scalars(select(WaitingInvoice)).one()
    waiting.state = "issued"
    waiting.invoice_id = invoicing.issue_invoice(draft_of(waiting), shop.NOW).id
    session.commit()


def _mails(template: str) -> list[Any]:
    return [one for one in shop.mail_payloads() if one["template"] == template]


def test_the_page_says_at_once_how_to_pay(client: Any) -> None:
    booking = _booked()
    page = client.visit(f"/buchung/{booking.token}")
    (invoice,) = invoicing.invoices_of(f"booking:{booking.id}")
    assert booking.invoice_id == invoice.id
    assert invoice.reference in page.text
    picture = client.get(page.one(".giro img").get("src"))
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert "no-store" in picture.headers["Cache-Control"]


def test_an_invoice_that_is_not_rendered_yet_says_so_and_is_not_rendered_in_the_request(
    client: Any,
) -> None:
    booking = _booked()
    page = client.visit(f"/buchung/{booking.token}/rechnung.pdf", 202)
    assert "wird gerade erstellt" in page.text
    assert documents.find_document(booking.invoice_id or 0) is None
    documents.ensure_document(booking.invoice_id or 0, shop.NOW)
    session.commit()
    answer = client.get(f"/buchung/{booking.token}/rechnung.pdf")
    assert (answer.mimetype, answer.data[:8]) == ("application/pdf", b"%PDF RE-")
    assert "no-store" in answer.headers["Cache-Control"]
    client.visit(f"/buchung/{booking.token}/stornorechnung.pdf", 404)


def test_another_buyers_token_opens_only_their_own_documents(client: Any) -> None:
    mine = _booked()
    theirs = _booked(place="Köln")
    for booking in (mine, theirs):
        documents.ensure_document(booking.invoice_id or 0, shop.NOW)
    session.commit()
    answers = {client.get(f"/buchung/{one.token}/rechnung.pdf").data for one in (mine, theirs)}
    assert len(answers) == 2
    for guess in (str(mine.id), mine.token[:-1], mine.checkout_id):
        for name in ("rechnung", "stornorechnung"):
            client.visit(f"/buchung/{guess}/{name}.pdf", 404)


def test_while_the_vat_id_is_checked_the_page_says_so_and_the_invoice_comes_later(
    client: Any,
) -> None:
    booking = _waiting()
    (waiting,) = invoicing.waiting_invoices_of(f"booking:{booking.id}")
    page = client.visit(f"/buchung/{booking.token}")
    assert "Die Rechnung folgt." in page.text
    assert waiting.reference in page.text
    assert "USt-IdNr." in client.visit(f"/buchung/{booking.token}/rechnung.pdf", 202).text
    assert _mails("booking-invoice") == []
    _confirm_vat_id()
    (mail,) = _mails("booking-invoice")
    found = service.find_booking(booking.token)
    assert found is not None
    assert mail["attached"] == [["invoice", found.invoice_id]]
    assert "Die Rechnung folgt." not in client.visit(f"/buchung/{booking.token}").text


def test_cancelling_for_free_withdraws_the_waiting_invoice(client: Any) -> None:
    booking = _waiting()
    service.cancel_booking(booking.id, shop.NOW)
    session.commit()
    assert session.scalars(select(WaitingInvoice.state)).one() == "dropped"
    assert "Die Rechnung folgt." not in client.visit(f"/buchung/{booking.token}").text


def test_who_cancels_for_a_fee_before_the_invoice_comes_gets_it_with_its_credit_note(
    app: object,
) -> None:
    booking = _waiting()
    service.cancel_booking(booking.id, shop.NOW, percent=50)
    session.commit()
    _confirm_vat_id()
    invoice, note = invoicing.invoices_of(f"booking:{booking.id}")
    assert (invoice.gross_cents, note.gross_cents) == (69_000, 34_500)
    assert _mails("booking-invoice")[0]["attached"] == [
        ["invoice", invoice.id],
        ["invoice", note.id],
    ]


@pytest.mark.parametrize(("days", "left"), [(40, 14), (15, 14), (10, 9), (1, 0)])
def test_the_money_is_due_before_the_training_begins(app: object, days: int, left: int) -> None:
    today = shop.NOW.date()
    booking = _booked(day=today + timedelta(days=days))
    (invoice,) = invoicing.invoices_of(f"booking:{booking.id}")
    assert invoice.due_on == today + timedelta(days=left)


def test_what_costs_nothing_says_so_instead_of_an_invoice(client: Any) -> None:
    page = client.visit(f"/buchung/{_booked(price_cents=0, second_price_cents=0).token}")
    assert "Es ist nichts zu zahlen, deshalb gibt es keine Rechnung." in page.text
    assert "weil das Training" not in page.text


def test_cancelling_late_costs_the_agreed_share_and_brings_a_credit_note(client: Any) -> None:
    booking = _booked()
    service.cancel_booking(booking.id, shop.NOW, percent=50)
    session.commit()
    invoice, note = invoicing.invoices_of(f"booking:{booking.id}")
    # 345 € net and 65.55 € VAT go back; the other half stays owed.
    assert (note.gross_cents, invoicing.open_amount(invoice.id)) == (41_055, 41_055)
    page = client.visit(f"/buchung/{booking.token}")
    assert note.number in page.text
    client.visit(f"/buchung/{booking.token}/stornorechnung.pdf", 202)
    (mail,) = _mails("booking-cancelled")
    assert mail["attached"] == [["booking-calendar", booking.id], ["invoice", note.id]]
