"""A booking goes to another date once: seats, price, documents, calendar, all together."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import vobject
from sqlalchemy import select

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training, WaitingEntry
from leaderacademy.booking.service.money import refund_of
from leaderacademy.booking.service.vouchers import add_voucher
from leaderacademy.core import clock
from leaderacademy.core.audit import history_of
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import WaitingInvoice
from leaderacademy.invoicing.service.waiting import draft_of
from tests.booking import line, shop
from tests.booking.shop import NOW

AUSTRIA = replace(shop.DETAILS, country="AT", postcode="1010", town="Wien", vat_id="ATU13585627")


def _booked(details: Any = shop.TWO, **changed: Any) -> Booking:
    training = shop.open_training(**changed)
    booking = service.place_booking(training.id, details, shop.new_checkouts(1)[0], NOW)
    session.commit()
    return booking


def _other(**changed: Any) -> Training:
    return shop.open_training(**{"place": "Köln", **changed})


def _pay(booking: Booking, cents: int) -> None:
    invoice = booking.invoice_id or 0
    invoicing.record_payment(invoice, cents, NOW.date(), NOW, key=f"test-{invoice}")
    session.commit()


def _move(client: Any, booking: Booking, training: Training, status: int = 200) -> Any:
    page = client.visit(f"/buchung/{booking.token}")
    assert "umbuchen" in page.text
    page = client.visit(f"/buchung/{booking.token}/umbuchen")
    link = page.one(f"a[href$='{training.key}']").get("href")
    return client.submit(client.visit(link), "umbuchen", status)


def test_the_seats_move_and_the_documents_are_exchanged(client: Any) -> None:
    booking, other = _booked(), _other()
    old = booking.training
    page = _move(client, booking, other)
    assert "Umgebucht auf diesen Termin" in page.text
    assert "Köln" in page.text
    assert (line.counted(old.id), line.counted(other.id)) == ((0, 0), (2, 2))
    first, note, second = invoicing.invoices_of(f"booking:{booking.id}")
    assert (note.is_credit_note, note.gross_cents) == (True, first.gross_cents)
    assert second.gross_cents == 152_320
    assert second.supplied_from.isoformat() == "2036-04-15"
    found = session.get_one(Booking, booking.id)
    assert (found.invoice_id, found.moves) == (second.id, 1)
    assert [invoicing.open_amount(one.id) for one in (first, second)] == [0, 152_320]
    for one in (first, note, second):
        kind = "stornorechnung" if one.is_credit_note else "rechnung"
        path = f"/buchung/{booking.token}/{kind}.pdf?nummer={one.number}"
        assert one.number in client.visit(path, 202).text
    client.visit(f"/buchung/{booking.token}/rechnung.pdf?nummer={note.number}", 404)
    (mail,) = line.mails("booking-moved")
    assert mail["attached"][1:] == [["invoice", note.id], ["invoice", second.id]]
    assert "booking-moved" in {one.action for one in history_of(f"booking:{booking.id}")}
    session.commit()


def test_the_calendar_file_keeps_its_uid_and_raises_its_sequence(client: Any) -> None:
    booking, other = _booked(), _other()

    def event() -> Any:
        text = client.get(f"/buchung/{booking.token}/termin.ics").get_data(as_text=True)
        return vobject.readOne(text).vevent

    before = event()
    _move(client, booking, other)
    after = event()
    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert "Köln" in after.location.value
    service.cancel_booking(booking.id, NOW)
    session.commit()
    assert (event().sequence.value, event().status.value) == ("2", "CANCELLED")


def test_what_was_paid_counts_for_the_new_invoice(client: Any) -> None:
    booking, other = _booked(), _other(price_cents=50_000, second_price_cents=40_000)
    _pay(booking, 152_320)
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{other.key}")
    assert "Es wird 452,20 € günstiger" in page.text
    page = _move(client, booking, other)
    first, _note, second = invoicing.invoices_of(f"booking:{booking.id}")
    assert [invoicing.balance_of(one.id).open for one in (first, second)] == [0, -45_220]
    assert "Sie bekommen 452,20 € zurück" in page.text


def test_a_dearer_date_shows_both_prices_and_says_what_is_paid_on_top(client: Any) -> None:
    booking, other = _booked(), _other(price_cents=79_000)
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{other.key}")
    assert "Sie zahlen 119,00 € mehr" in page.text
    assert page.one("#umbuchen button").text_content() == "Zahlungspflichtig umbuchen"


def test_it_goes_once(client: Any) -> None:
    booking, other = _booked(), _other()
    third = _other(place="Ulm")
    _move(client, booking, other)
    assert "schon einmal umgebucht" in client.visit(f"/buchung/{booking.token}/umbuchen").text
    with pytest.raises(service.CannotChange):
        service.move_booking(booking.id, third.id, NOW)
    session.rollback()
    assert line.counted(third.id) == (0, 0)


def test_to_online_the_vat_changes_and_the_new_invoice_waits_for_the_vat_id(client: Any) -> None:
    booking, other = _booked(AUSTRIA), _other(place="Online live", format="online")
    _pay(booking, 82_110)
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{other.key}")
    assert "Reverse Charge" in page.text
    page = _move(client, booking, other)
    assert "Die Rechnung folgt." in page.text
    waiting = session.scalars(select(WaitingInvoice)).one()
    assert waiting.gross_cents == 69_000
    # Until the new invoice is there the money lies on the old one; then it is carried over.
    waiting.state = "issued"
    waiting.invoice_id = invoicing.issue_invoice(draft_of(waiting), NOW).id
    session.commit()
    found = session.get_one(Booking, booking.id)
    assert invoicing.balance_of(found.invoice_id or 0).open == 69_000 - 82_110
    assert refund_of(found) == 13_110
    session.commit()


def test_from_online_back_a_waiting_invoice_is_withdrawn(client: Any) -> None:
    booking, other = _booked(AUSTRIA, place="Online live", format="online"), _other()
    _move(client, booking, other)
    assert session.scalars(select(WaitingInvoice.state)).one() == "dropped"
    (invoice,) = invoicing.invoices_of(f"booking:{booking.id}")
    assert (invoice.vat_percent, invoice.gross_cents) == (19, 82_110)
    session.commit()


def test_without_a_vat_id_a_date_online_is_refused_with_its_reason(client: Any) -> None:
    booking = _booked(replace(AUSTRIA, vat_id=""))
    other = _other(place="Online live", format="online")
    page = client.visit(f"/buchung/{booking.token}/umbuchen")
    assert "USt-IdNr." in page.text
    assert not page.select(f"a[href$='{other.key}']")
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{other.key}")
    assert "Dieser Termin passt nicht" in page.text
    assert not page.select("#umbuchen")


def test_early_birds_stay_early_and_a_voucher_stays(app: object) -> None:
    from leaderacademy.booking.rules.voucher import NewVoucher

    add_voucher(NewVoucher("ZEHN", 10, None, 1), NOW)
    booking = _booked(replace(shop.DETAILS, voucher="ZEHN"))
    other = _other()
    other.early_price_cents, other.early_until = 60_000, NOW + timedelta(days=1)
    session.commit()
    move = service.move_to(booking, other, NOW + timedelta(days=9))
    assert move.quote.net_cents == 54_000


def test_a_price_that_changed_meanwhile_moves_nothing(client: Any) -> None:
    booking, other = _booked(), _other()
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{other.key}")
    session.get_one(Training, other.id).price_cents = 99_000
    session.commit()
    session.remove()
    page = client.submit(page, "umbuchen", 409)
    assert "Es wurde nichts umgebucht" in page.text
    assert "Sie zahlen 357,00 € mehr" in page.text
    page = client.submit(page, "umbuchen", 409, seen="1.tampered")
    assert line.counted(other.id) == (0, 0)
    client.submit(page, "umbuchen", 200)
    assert line.counted(other.id) == (2, 2)


def test_of_two_clicks_at_one_instant_both_end_on_the_moved_booking(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking, other = _booked(), _other()
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{other.key}")
    move = service.move_booking

    def second(*given: Any, **named: Any) -> None:
        move(*given, **named)  # the first click
        session.commit()
        move(*given, **named)

    monkeypatch.setattr(service, "move_booking", second)
    assert client.submit(page, "umbuchen", 200).response.request.path == f"/buchung/{booking.token}"
    assert line.counted(other.id) == (2, 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seats_taken": 20}, "ausgebucht"),
        ({"seats_taken": 19}, "Sie brauchen 2"),
        ({"state": "cancelled"}, "abgesagt"),
        ({"state": "closed"}, "geschlossen"),
        ({"starts_at": clock.now() - timedelta(hours=1)}, "vorbei"),
    ],
)
def test_a_date_that_went_while_the_page_was_open_moves_nothing(
    client: Any, change: dict[str, Any], words: str
) -> None:
    booking, other = _booked(), _other()
    old = booking.training_id
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{other.key}")
    for name, value in change.items():
        setattr(session.get_one(Training, other.id), name, value)
    session.commit()
    session.remove()
    assert words in client.submit(page, "umbuchen", 409).text
    assert line.counted(old) == (2, 2)
    assert len(invoicing.invoices_of(f"booking:{booking.id}")) == 1
    session.commit()


def test_the_seats_left_behind_are_offered_to_whoever_waits(client: Any) -> None:
    booking, other = _booked(seats=2), _other()
    entry = line.wait(booking.training, seats=2)
    _move(client, booking, other)
    assert line.state(entry) == "offered"
    session.get_one(WaitingEntry, entry.id)
    session.commit()


def test_late_it_is_too_late_and_a_move_in_between_keeps_the_fee_of_then(app: object) -> None:
    booking, other = _booked(), _other(day=shop.HAMBURG.day + timedelta(days=90))
    begin = booking.training.starts_at
    assert service.move_problem(booking, begin - timedelta(days=10)) is not None
    twenty = begin - timedelta(days=20)
    moved = service.move_booking(booking.id, other.id, twenty)
    session.commit()
    assert service.cancel_fee(moved, twenty) == (50, 64_000)


def test_nobody_moves_another_buyers_booking_or_one_that_is_cancelled(client: Any) -> None:
    booking, other = _booked(), _other()
    client.visit(f"/buchung/{booking.token[:-1]}/umbuchen", 404)
    client.visit(f"/buchung/{booking.token[:-1]}/umbuchen/{other.key}", 404)
    client.visit(f"/buchung/{booking.token}/umbuchen/2036-01-01-atlantis", 404)
    service.cancel_booking(booking.id, NOW)
    session.commit()
    assert "storniert" in client.visit(f"/buchung/{booking.token}/umbuchen").text
    assert client.get(f"/buchung/{booking.token}/umbuchen/{other.key}").status_code == 303


def test_moving_an_example_promises_no_documents(client: Any) -> None:
    service.seed_demo_trainings(clock.now())
    first, second = service.upcoming_trainings(clock.now())[:2]
    booking = line.book(first)
    page = client.visit(f"/buchung/{booking.token}/umbuchen/{second.key}")
    assert "Rechnungen kommen bei einem Beispieltermin nicht" in page.text
    assert "Stornorechnung" not in page.text
