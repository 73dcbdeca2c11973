"""What was tried out on an example stands in the way of nobody, also where numbers come again."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.service.editing import cancel_training
from leaderacademy.booking.service.examples import remove_example
from leaderacademy.booking.service.listing import Wanted
from leaderacademy.booking.service.sheets import ask_for_sheet, forget_sheets
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM, history_of
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, run_due
from tests.booking import shop


def _example() -> Training:
    now = clock.now()
    service.seed_demo_trainings(now)
    session.commit()
    # The newest one: SQLite gives its number to the next date.
    return session.scalars(select(Training).order_by(Training.id.desc()).limit(1)).one()


def _booked(training: Training) -> Booking:
    (checkout_id,) = shop.new_checkouts(1)
    booking = service.place_booking(training.id, shop.DETAILS, checkout_id, clock.now())
    session.commit()
    return booking


def _mails_of(booking: Booking) -> list[str]:
    key = f"confirmation:{booking.id}"
    return [
        job.payload["to"]
        for job in session.scalars(select(Job).where(Job.key == key, Job.done_at.is_(None)))
    ]


def _tried_out_and_removed() -> tuple[int, int]:
    example = _example()
    booking = _booked(example)
    run_due(clock.now())
    cancel_training(example.id, "", clock.now(), SYSTEM)
    session.commit()
    run_due(clock.now())
    numbers = example.id, booking.id
    remove_example(example.id, clock.now(), SYSTEM)
    session.commit()
    session.remove()
    return numbers


def test_the_first_real_buyer_gets_the_confirmation(app: Flask) -> None:
    _tried_out_and_removed()
    booking = _booked(shop.open_training())
    assert _mails_of(booking) == [booking.email]
    session.commit()
    session.remove()
    opened = service.find_with_letter(booking.token, clock.now())
    assert opened is not None
    assert opened[1].state == "underway"


def test_the_first_real_date_can_be_cancelled(app: Flask) -> None:
    _tried_out_and_removed()
    real = shop.open_training()
    number = _booked(real).id
    assert cancel_training(real.id, "krank", clock.now(), SYSTEM)
    session.commit()
    run_due(clock.now())
    session.remove()
    assert session.get_one(Booking, number).state == "cancelled"


def test_nobody_reads_the_history_of_what_was_tried_out(app: Flask) -> None:
    example, booking = _tried_out_and_removed()
    assert history_of(f"booking:{booking}", f"training:{example}") == []
    assert [one.action for one in history_of(f"removed-training:{example}")][:2] == [
        "example-removed",
        "training-cancelled",
    ]


def test_a_long_list_is_written_again_after_the_old_ones_were_forgotten(
    app: Flask, trainer: Any, moved_clock: Any
) -> None:
    for _ in range(2):
        sheet = ask_for_sheet(trainer.person_id, Wanted(), clock.now())
        session.commit()
        run_due(clock.now())
        session.refresh(sheet)
        assert sheet.made_at is not None
        session.remove()
        moved_clock.forward(days=40)
        forget_sheets(clock.now())
        session.commit()
