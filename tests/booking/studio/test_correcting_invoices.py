"""A date was moved: its invoices still name the old day, and are exchanged by one button."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.service.correcting import EXCHANGE, correct_invoice
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM
from leaderacademy.core.database import session
from leaderacademy.core.mail import Post, compose
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.draft import Line
from leaderacademy.invoicing.rules.matching.verdict import Matcher
from leaderacademy.invoicing.service.claims import open_claims
from tests.booking import shop
from tests.booking.studio import desk

BUYER = replace(shop.TWO, accounting_email="buch@lotsen-metallbau.example", order_number="B-7")
DAY, NEW_DAY = date(2036, 4, 15), date(2036, 5, 20)
TODAY = date(2026, 11, 27)


def _typed(training: Training, **changes: str) -> dict[str, str]:
    same = {"title": training.title, "place": training.place, "venue": training.venue}
    return {**desk.TYPED, **same, "day": "15.04.2036", "begin": "9:00", "seats": "20", **changes}


@pytest.fixture
def sold(app: Any) -> Booking:
    """Two seats on a date with its invoice, as they are before the date moves."""
    return desk.sell(shop.open_training(), BUYER)


def _move(trainer: Any, training: Training, **changes: str) -> Any:
    page = trainer.visit(f"/studio/termine/{training.key}/bearbeiten")
    return trainer.submit(page, "termin", **_typed(training, **changes))


def _press(trainer: Any, page: Any) -> Any:
    page = trainer.submit(page, "berichtigen")
    desk.work(EXCHANGE)
    return page


def _documents(booking: Booking) -> list[Invoice]:
    session.rollback()
    return list(invoicing.invoices_of(f"booking:{booking.id}"))


def test_one_press_credits_the_old_invoice_and_issues_one_with_the_right_day(
    trainer: Any, sold: Booking
) -> None:
    page = _move(trainer, sold.training, day="20.05.2036")
    assert "Eine Rechnung nennt noch einen alten Tag." in page.text
    (before,) = _documents(sold)
    assert f"{before.number} nennt noch den 15. April 2036" in trainer.visit(
        f"/studio/buchungen/{sold.id}"
    ).text.replace("\xa0", " ")
    _press(trainer, page)
    old, note, new = _documents(sold)
    assert (old.supplied_from, old.gross_cents) == (DAY, 152_320)
    assert (note.original_id, note.gross_cents) == (old.id, old.gross_cents)
    assert (new.supplied_from, new.supplied_to) == (NEW_DAY, NEW_DAY)
    assert new.gross_cents == old.gross_cents
    assert (new.order_number, new.recipient) == (old.order_number, old.recipient)
    assert "20. Mai 2036" in new.lines[0].text.replace("\xa0", " ")
    assert old.number in new.note
    assert desk.fresh(Booking, sold.id).invoice_id == new.id
    assert "alten Tag" not in trainer.visit(f"/studio/termine/{sold.training.key}").text
    assert desk.acts()[-1] == "invoice-corrected"


def test_both_documents_go_to_the_buyer_and_to_accounting(trainer: Any, sold: Booking) -> None:
    _press(trainer, _move(trainer, sold.training, day="20.05.2036"))
    _old, note, new = [one.id for one in _documents(sold)]
    sent = desk.mails("invoice-corrected")
    assert [mail["to"] for mail in sent] == [BUYER.email, BUYER.accounting_email]
    assert sent[0]["attached"] == [["invoice", note], ["invoice", new]]
    message = compose(_post(), {**sent[0], "attached": []}, clock.now())
    text = str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert "1.523,20\xa0€" in text
    assert "20.\xa0Mai 2036" in text


def _post() -> Post:
    return Post("folder:/tmp", "Haus", "haus@example.org", "https://haus.example", "Haus")


def test_what_was_paid_counts_for_the_new_invoice(trainer: Any, sold: Booking) -> None:
    (old,) = _documents(sold)
    invoicing.record_payment(old.id, 100_000, TODAY, clock.now(), key="a")
    session.commit()
    _press(trainer, _move(trainer, sold.training, day="20.05.2036"))
    old, _note, new = _documents(sold)
    assert [invoicing.open_amount(one.id) for one in (old, new)] == [0, 52_320]
    assert (new.prepaid_cents, new.due_cents) == (100_000, 52_320)
    # Who pays by the old number afterwards has paid the new invoice, however it is entered.
    for key, left in (("b", 32_320), ("c", 12_320)):
        invoicing.record_payment(old.id, 20_000, TODAY, clock.now(), key=key)
        session.commit()
        assert [invoicing.open_amount(one.id) for one in (old, new)] == [0, left]
    verdict = Matcher(tuple(open_claims())).judge(12_320, "Lotsen", f"Rechnung {old.number}")
    assert verdict.shares == ((new.id, 12_320),)
    assert verdict.certain


def test_pressed_twice_or_run_twice_it_is_one_exchange(trainer: Any, sold: Booking) -> None:
    page = _move(trainer, sold.training, day="20.05.2036")
    trainer.submit(page, "berichtigen")
    trainer.submit(page, "berichtigen")
    desk.work(EXCHANGE)
    assert correct_invoice(sold.id, clock.now(), SYSTEM) is False
    session.rollback()
    assert len(_documents(sold)) == 3
    assert len(desk.mails("invoice-corrected")) == 2


def test_another_hour_or_house_needs_no_other_invoice(trainer: Any, sold: Booking) -> None:
    page = _move(trainer, sold.training, begin="10:00", venue="Block D")
    assert "Wer gebucht hat, bekommt eine Mail" in page.text
    assert "alten Tag" not in page.text


def test_moved_there_and_back_nothing_is_to_be_done(trainer: Any, sold: Booking) -> None:
    page = _move(trainer, sold.training, day="20.05.2036")
    trainer.submit(page, "berichtigen")
    _move(trainer, sold.training)
    desk.work(EXCHANGE)
    assert len(_documents(sold)) == 1
    _press(trainer, _move(trainer, sold.training, day="20.05.2036"))
    assert len(_documents(sold)) == 3


def test_what_was_credited_before_is_taken_off_the_new_invoice(trainer: Any, sold: Booking) -> None:
    (old,) = _documents(sold)
    invoicing.issue_credit_note(old.id, clock.now(), lines=[Line("Nachlass", 28_000)])
    session.commit()
    _press(trainer, _move(trainer, sold.training, day="20.05.2036"))
    *_, new = _documents(sold)
    assert (new.net_cents, new.gross_cents) == (100_000, 119_000)
    assert sum(one.cents for one in new.allowances) == 28_000


def test_who_cancelled_or_owes_nothing_any_more_is_left_alone(trainer: Any, sold: Booking) -> None:
    free = desk.sell(sold.training)
    gone = desk.sell(sold.training)
    service.cancel_booking(gone.id, clock.now())
    session.commit()
    invoicing.issue_credit_note(_documents(free)[0].id, clock.now())
    session.commit()
    page = _move(trainer, sold.training, day="20.05.2036")
    assert "Eine Rechnung nennt" in page.text


def test_an_invoice_that_waits_for_its_number_simply_gets_the_new_day(trainer: Any) -> None:
    training = shop.open_training(format="online", place="Online live", venue="")
    abroad = replace(shop.DETAILS, country="AT", vat_id="ATU12345675")
    booking = desk.sell(training, abroad)
    page = _move(trainer, training, day="20.05.2036", format="online", venue="")
    assert "alten Tag" not in page.text
    session.rollback()
    (waiting,) = invoicing.waiting_invoices_of(f"booking:{booking.id}")
    assert waiting.draft["supplied_from"] == NEW_DAY.isoformat()
    assert "20.\xa0Mai" in waiting.draft["lines"][0]["text"]


def test_a_late_invoice_still_leaves_a_week_to_pay(trainer: Any, sold: Booking) -> None:
    _move(trainer, sold.training, day="20.05.2036")
    later = clock.now() + timedelta(days=60)
    correct_invoice(sold.id, later, SYSTEM)
    session.commit()
    *_, new = _documents(sold)
    assert (new.due_on - new.issued_on).days == 7


def test_a_stranger_does_nothing(learner: Any, sold: Booking) -> None:
    answer = learner.post(f"/studio/termine/{sold.training.key}/berichtigen", {})
    assert answer.status_code in (400, 403)
    assert len(_documents(sold)) == 1
