"""The trainer moves a booking as often as it takes, and set-offs are called what they are."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.service.moving import Favour
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM, history_of
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.service.undoing import CannotUndo, payments_of_invoice, undo_payment
from tests.booking import line, shop
from tests.booking.studio import desk

TODAY = date(2026, 11, 27)


@pytest.fixture
def sold(app: Any) -> Booking:
    return desk.sell(shop.open_training(), shop.TWO)


def _other(**changed: Any) -> Training:
    return shop.open_training(**{"place": "Köln", **changed})


def _open(trainer: Any, booking: Booking, training: Training) -> Any:
    page = trainer.visit(f"/studio/buchungen/{booking.id}")
    page = trainer.visit(page.one("a[href$='/umbuchen']").get("href"))
    return trainer.visit(page.one(f"a[href$='{training.key}']").get("href"))


def _documents(booking: Booking) -> list[Invoice]:
    session.rollback()
    return list(invoicing.invoices_of(f"booking:{booking.id}"))


def test_it_moves_also_after_the_buyer_has_moved_it_once(trainer: Any, sold: Booking) -> None:
    other, third = _other(), _other(place="Ulm")
    service.move_booking(sold.id, other.id, shop.NOW)
    session.commit()
    page = trainer.submit(_open(trainer, sold, third), "umbuchen", 200)
    assert "Umgebucht." in page.text
    assert [line.counted(one.id) for one in (other, third)] == [(0, 0), (2, 2)]
    found = desk.fresh(Booking, sold.id)
    assert (found.training_id, found.moves) == (third.id, 2)
    assert len(_documents(sold)) == 5
    assert desk.mails("booking-moved")[-1]["context"]["place"].startswith("Ulm")
    (last, *_) = [one for one in history_of(f"booking:{sold.id}") if one.action == "booking-moved"]
    assert last.actor == "Tina Trainer"


def test_the_price_may_stay_as_agreed(trainer: Any, sold: Booking) -> None:
    dearer = _other(price_cents=99_000)
    page = _open(trainer, sold, dearer)
    assert "1.880,20 € gesamt" in page.text
    trainer.submit(page, "umbuchen", 200, price="kept")
    found = desk.fresh(Booking, sold.id)
    assert (found.gross_cents, _documents(sold)[-1].gross_cents) == (152_320, 152_320)
    last = _other(price_cents=99_000, place="Ulm")
    trainer.submit(_open(trainer, sold, last), "umbuchen", 200, price="new")
    assert desk.fresh(Booking, sold.id).gross_cents == 188_020


def test_a_price_that_changed_meanwhile_is_shown_again(trainer: Any, sold: Booking) -> None:
    other = _other()
    page = _open(trainer, sold, other)
    session.get_one(Training, other.id).price_cents = 99_000
    session.commit()
    page = trainer.submit(page, "umbuchen", 409)
    assert "Es wurde nichts umgebucht." in page.text
    assert desk.fresh(Booking, sold.id).training_id == sold.training_id


@pytest.mark.parametrize(("keep", "percent"), [(True, 50), (False, 0)])
def test_late_the_trainer_decides_whether_the_fee_of_today_stays(
    app: Any, sold: Booking, keep: bool, percent: int
) -> None:
    other = _other(day=shop.HAMBURG.day + timedelta(days=90))
    late = sold.training.starts_at - timedelta(days=20)
    favour = Favour(keep_fee=keep)
    moved = service.move_booking(sold.id, other.id, late, None, SYSTEM, favour)
    assert service.cancel_fee(moved, late)[0] == percent
    session.commit()


def test_after_the_beginning_or_without_room_it_does_not_move(trainer: Any, sold: Booking) -> None:
    full = _other(seats=1)
    page = trainer.visit(f"/studio/buchungen/{sold.id}/umbuchen/{full.key}")
    assert "Dieser Termin passt nicht." in page.text
    example = service.add_training(replace(shop.HAMBURG, place="Ulm"), shop.NOW, demo=True)
    session.commit()
    trainer.visit(f"/studio/buchungen/{sold.id}/umbuchen/{example.key}", 404)
    desk.begin(sold.training)
    answer = trainer.get(f"/studio/buchungen/{sold.id}/umbuchen")
    assert answer.status_code == 303
    page = trainer.visit(f"/studio/buchungen/{sold.id}")
    assert not page.select("a[href$='/umbuchen']")


def test_what_was_set_off_is_called_so_and_nobody_takes_it_back(
    trainer: Any, sold: Booking
) -> None:
    (old,) = _documents(sold)
    invoicing.record_payment(old.id, 152_320, TODAY, clock.now(), key="a")
    session.commit()
    other = _other()
    trainer.submit(_open(trainer, sold, other), "umbuchen", 200)
    old, _note, new = _documents(sold)
    page = trainer.visit(f"/studio/buchungen/{sold.id}")
    assert f"1.523,20 € bei {old.number} verrechnet mit {new.number}." in page.text
    assert f"1.523,20 € bei {new.number} verrechnet mit {old.number}." in page.text
    assert "zurückgezahlt" not in page.text
    assert "von Hand" not in page.text
    page = trainer.visit(f"/studio/rechnungen/{new.id}")
    (row,) = page.select("#zahlungen tbody tr")
    assert "verrechnet" in row.text_content()
    assert not row.cssselect("button")
    assert "von Hand" not in trainer.visit("/studio/zahlungen").text
    (payment,) = payments_of_invoice(new.id)
    with pytest.raises(CannotUndo):
        undo_payment(payment.id, clock.now(), SYSTEM)
    session.rollback()


def test_a_booking_is_marked_as_paid_on_its_own_page(trainer: Any, sold: Booking) -> None:
    page = trainer.visit(f"/studio/buchungen/{sold.id}")
    assert page.one("#amount").get("value") == "1.523,20"
    page = trainer.submit(page, "bezahlt", 200, day=TODAY.isoformat())
    assert page.one("h1").text_content() == sold.company
    assert "Die Rechnung ist ausgeglichen" in page.text
    assert "nichts offen" in page.text
    assert not page.select("#bezahlt")


def test_a_second_press_is_one_payment(trainer: Any, sold: Booking) -> None:
    page = trainer.visit(f"/studio/buchungen/{sold.id}")
    for _ in range(2):
        trainer.submit(page, "bezahlt", 200, day=TODAY.isoformat())
    (invoice,) = _documents(sold)
    assert invoicing.open_amount(invoice.id) == 0


def test_a_stranger_moves_nothing(learner: Any, client: Any, sold: Booking) -> None:
    other = _other()
    for end in ("umbuchen", f"umbuchen/{other.key}"):
        assert learner.get(f"/studio/buchungen/{sold.id}/{end}").status_code == 403
        assert client.get(f"/studio/buchungen/{sold.id}/{end}").status_code == 303
    answer = learner.post(f"/studio/buchungen/{sold.id}/umbuchen/{other.key}", {})
    assert answer.status_code in (400, 403)


def test_a_credit_note_for_nothing_takes_no_number(app: Any, sold: Booking) -> None:
    (old,) = _documents(sold)
    first = invoicing.issue_credit_note(old.id, clock.now()).ordinal
    session.commit()
    service.cancel_booking(sold.id, clock.now())
    session.commit()
    again = desk.sell(sold.training)
    service.cancel_booking(again.id, clock.now())
    session.commit()
    assert _documents(again)[-1].ordinal == first + 1
