"""What a trainer does with a date: add, change, open, close, cancel; bookers hear of it by job."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.rules.changes import changes_in_words
from leaderacademy.booking.rules.editing import MOVED, DateDraft, seats_problem
from leaderacademy.booking.service.changing import cancel_booking
from leaderacademy.booking.service.correcting import reschedule_waiting
from leaderacademy.booking.service.letters import send_change
from leaderacademy.booking.service.offers import offer_freed_seats
from leaderacademy.booking.service.seats import (
    change_state,
    changed,
    fresh_booking,
    fresh_training,
    give_up_seats,
)
from leaderacademy.booking.service.trainings import TrainingRefused, add_training
from leaderacademy.booking.service.waiting import end_line
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue

TELL = "training-changed"
CANCEL = "training-cancelled"
CANCEL_ONE = "booking-of-cancelled-training"
_KEPT = (
    *("title", "starts_at", "ends_at", "format", "country", "place", "venue", "price_cents"),
    *("second_price_cents", "early_price_cents", "early_until", "free_days", "partial_days"),
    *("partial_percent", "late_percent", "recorded", "seats", "minimum", "offer_hours"),
)
_EXTRAS = (
    *("early_price_cents", "early_until", "free_days", "partial_days", "partial_percent"),
    *("late_percent", "recorded", "offer_hours"),
)


def training_subject(training: Training) -> str:
    """What the audit log calls this date."""
    return f"training:{training.id}"


def create_training(draft: DateDraft, now: datetime, by: Actor) -> Training:
    """Add a date with everything that was typed; raises TrainingRefused."""
    training = add_training(draft, now)
    for name in _EXTRAS:
        setattr(training, name, getattr(draft, name))
    session.flush()
    text = f"{training.day}, {training.where} angelegt."
    note_action("training-added", training_subject(training), text, by, now)
    return training


def change_training(training_id: int, draft: DateDraft, now: datetime, by: Actor) -> bool:
    """Save a changed date; says whether the bookers will be told.

    Bookings keep price and steps as agreed. Raises TrainingRefused when it has begun, was
    cancelled, or has sold more seats than there would be, also at this instant.
    """
    before = fresh_training(training_id)
    old = {name: getattr(before, name) for name in _KEPT}
    was = {
        "day": f"{before.weekday}, {before.day}",
        "hours": before.hours,
        "place": before.where,
    }
    # One conditional statement: a buyer may take a seat between the form and this click.
    saved = changed(
        update(Training)
        .where(
            Training.id == training_id,
            Training.state != "cancelled",
            Training.starts_at > now,
            Training.seats_taken <= draft.seats,
        )
        .values({name: getattr(draft, name) for name in _KEPT})
    )
    training = fresh_training(training_id)
    if not saved:
        raise TrainingRefused(_why_not(training, now))
    offer_freed_seats(training_id, now)
    different = [name for name in _KEPT if getattr(training, name) != old[name]]
    if different:
        values = {name: getattr(training, name) for name in _KEPT}
        text = f"Geändert: {changes_in_words(old, values)}."
        note_action("training-changed", training_subject(training), text, by, now)
    return _tell(training, was, now) if set(different) & set(MOVED) else False


def _why_not(training: Training, now: datetime) -> str:
    if training.state == "cancelled":
        return "Der Termin ist inzwischen abgesagt."
    if training.starts_at <= now:
        return "Der Termin hat schon begonnen und lässt sich nicht mehr ändern."
    return seats_problem(training.seats_taken)


def _tell(training: Training, was: dict[str, Any], now: datetime) -> bool:
    moved = session.execute(
        update(Booking)
        .where(Booking.training_id == training.id, Booking.state == "booked")
        .values(date_changes=Booking.date_changes + 1)
        .returning(Booking.id, Booking.date_changes)
        .execution_options(synchronize_session=False)
    ).all()
    for booking_id, count in moved:
        enqueue(
            TELL, {"booking_id": booking_id, "was": was}, now, key=f"{TELL}:{booking_id}:{count}"
        )
    reschedule_waiting(training, [booking_id for booking_id, _count in moved])
    return bool(moved)


def tell_booker(booking_id: int, was: dict[str, Any], now: datetime) -> None:
    """Write to one booker that the date was moved; nothing when they cancelled meanwhile."""
    booking = fresh_booking(booking_id)
    if booking.state == "booked" and booking.training.state != "cancelled":
        send_change(booking, was, now)


def open_training(training_id: int, wanted: bool, now: datetime, by: Actor) -> bool:
    """Take bookings again, or none for now; says whether that changed something."""
    before, after = ("closed", "open") if wanted else ("open", "closed")
    done = changed(
        update(Training)
        .where(Training.id == training_id, Training.state == before)
        .values(state=after)
    )
    if done:
        training = fresh_training(training_id)
        action, word = (
            ("training-opened", "geöffnet") if wanted else ("training-closed", "geschlossen")
        )
        text = f"{training.day}, {training.place} {word}."
        note_action(action, training_subject(training), text, by, now)
        offer_freed_seats(training_id, now)
    return done


def cancel_training(training_id: int, reason: str, now: datetime, by: Actor) -> bool:
    """Cancel the date, once however often called; jobs cancel its bookings and write to all."""
    done = changed(
        update(Training)
        .where(Training.id == training_id, Training.state != "cancelled", Training.ends_at > now)
        .values(state="cancelled", cancelled_at=now, cancel_reason=reason)
    )
    if not done:
        return False
    training = fresh_training(training_id)
    text = f"{training.day}, {training.place} abgesagt."
    note_action("training-cancelled", training_subject(training), text, by, now)
    payload = {"training_id": training_id, "by": [by.id, by.name]}
    enqueue(CANCEL, payload, now)
    return True


def plan_cancelling(training_id: int, by: list[Any], now: datetime) -> int:
    """One job for each booking of a cancelled date, so that each is done whole or not at all."""
    waiting = select(Booking.id).where(
        Booking.training_id == training_id,
        Booking.state.in_(("booked", "held", "offered", "waiting")),
    )
    numbers = list(session.scalars(waiting))
    for number in numbers:
        enqueue(CANCEL_ONE, {"booking_id": number, "by": by}, now, key=f"{CANCEL_ONE}:{number}")
    end_line(training_id, Actor(*by), now)
    return len(numbers)


def cancel_for_us(booking_id: int, by: Actor, now: datetime) -> None:
    """End one booking of a cancelled date: all money back, a mail; a second run changes nothing."""
    if cancel_booking(booking_id, now, by, percent=0):
        return
    # A card payment that comes in for these later finds no booking and goes to the trainer's list.
    give_up_seats(booking_id, ("held", "offered"), "expired")
    change_state(booking_id, ("waiting",), "cancelled", cancelled_at=now)
