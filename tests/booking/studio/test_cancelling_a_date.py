"""Cancelling a date gives everybody all their money back and a mail, however often it is run."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from leaderacademy.booking import jobs as booking_jobs
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.service import editing
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing.models import Invoice
from tests.booking import shop
from tests.booking.studio import desk

WORK = (editing.CANCEL, editing.CANCEL_ONE)


def _sold() -> tuple[Training, list[Booking]]:
    training = shop.open_training()
    return training, [desk.sell(training, shop.TWO), desk.sell(training)]


def _notes() -> list[Invoice]:
    session.rollback()
    found = select(Invoice).where(Invoice.kind == "credit_note").order_by(Invoice.id)
    return list(session.scalars(found))


def test_everybody_gets_a_mail_a_full_credit_note_and_a_cancelled_entry(trainer: Any) -> None:
    training, bookings = _sold()
    page = trainer.visit(f"/studio/termine/{training.key}/absagen")
    assert "3 Plätze sind" in page.text
    page = trainer.submit(page, "absagen", reason="Der Trainer ist krank.")
    assert "Abgesagt am" in page.text
    payload = {"training_id": training.id, "by": [None, "x"]}
    booking_jobs.cancel_training(payload, clock.now())
    for booking in bookings:
        booking_jobs.cancel_one({"booking_id": booking.id, "by": [None, "x"]}, clock.now())
    session.commit()
    assert [note.gross_cents for note in _notes()] == [booking.gross_cents for booking in bookings]
    mails = desk.mails("training-cancelled")
    assert len(mails) == 2
    assert mails[0]["context"]["reason"] == "Der Trainer ist krank."
    assert [kind for kind, _ in mails[0]["attached"]] == ["booking-calendar", "invoice"]
    assert desk.fresh(Training, training.id).seats_taken == 0
    assert {desk.fresh(Booking, one.id).fee_cents for one in bookings} == {0}


def test_the_worker_does_it_all_and_a_second_run_changes_nothing(app: Flask) -> None:
    training, _bookings = _sold()
    assert editing.cancel_training(training.id, "", clock.now(), SYSTEM)
    assert not editing.cancel_training(training.id, "", clock.now(), SYSTEM)
    session.commit()
    desk.work(*WORK)
    assert len(_notes()) == 2
    # A worker that died after its commit: every job is due once more.
    session.execute(
        update(Job)
        .where(Job.kind.in_((editing.CANCEL, editing.CANCEL_ONE)))
        .values(done_at=None, lease_until=None)
    )
    session.commit()
    desk.work(*WORK)
    assert len(_notes()) == 2
    assert len(desk.mails("training-cancelled")) == 2
    assert not session.scalars(select(Job).where(Job.last_error.is_not(None))).all()


def test_a_crash_between_two_bookings_is_taken_up_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    training, bookings = _sold()
    first, second = (booking.id for booking in bookings)
    editing.cancel_training(training.id, "", clock.now(), SYSTEM)
    session.commit()
    right = editing.cancel_for_us

    def dies(booking_id: int, *rest: Any) -> None:
        right(booking_id, *rest)
        if booking_id == second:
            raise RuntimeError("the power went")

    monkeypatch.setattr(editing, "cancel_for_us", dies)
    desk.work(*WORK)
    assert [desk.fresh(Booking, one).state for one in (first, second)] == ["cancelled", "booked"]
    assert len(_notes()) == 1
    monkeypatch.setattr(editing, "cancel_for_us", right)
    desk.work(*WORK, later=timedelta(seconds=30))
    assert desk.fresh(Booking, second).state == "cancelled"
    assert len(_notes()) == 2


def test_seats_on_hold_are_given_back_too(app: Flask) -> None:
    training, (first, _second) = _sold()
    held, date = first.id, training.id
    first.state, first.expires_at = "held", clock.now()
    session.commit()
    editing.cancel_training(training.id, "", clock.now(), SYSTEM)
    session.commit()
    desk.work(*WORK)
    assert desk.fresh(Booking, held).state == "expired"
    assert desk.fresh(Training, date).seats_taken == 0


def test_a_reason_that_is_too_long_stays_typed(trainer: Any) -> None:
    training = shop.open_training()
    page = trainer.visit(f"/studio/termine/{training.key}/absagen")
    page = trainer.submit(page, "absagen", status=422, reason="x" * 501)
    assert "501" in page.one("#reason-error").text_content()
    assert page.one("#reason").text_content() == "x" * 501
    assert desk.fresh(Training, training.id).state == "open"
