"""An example date is removed for good, with whatever was tried out on it; a real date never is."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from leaderacademy.booking.models import Booking, CheckoutHold, Training, Voucher, WaitingEntry
from leaderacademy.booking.service.editing import CANCEL_ONE, TELL
from leaderacademy.booking.service.seats import lock_training
from leaderacademy.booking.service.trainings import TrainingRefused
from leaderacademy.core.audit import Actor, move_history, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, forget

# What the keys of a booking's jobs begin with.
JOBS = (
    *("confirmation", "confirmation-again", "withdrawal", "mail-training-changed"),
    *(TELL, CANCEL_ONE),
)


def tried_out(training: Training) -> int:
    """How many bookings and places in line were tried out on this date."""
    kinds = (Booking, WaitingEntry)
    counts = (
        select(func.count()).select_from(kind).where(kind.training_id == training.id)
        for kind in kinds
    )
    return sum(session.scalar(count) or 0 for count in counts)


def remove_example(training_id: int, now: datetime, by: Actor) -> str:
    """Delete the date with its trial bookings, which have no invoices; what it was called.

    Raises TrainingRefused for a real date. Whoever books at this instant waits for the lock and
    finds no date any more.
    """
    training = lock_training(training_id)
    if not training.demo:
        raise TrainingRefused(
            "Das ist ein echter Termin. Er lässt sich absagen, aber nicht löschen."
        )
    name = f"{training.day}, {training.place}"
    bookings = list(session.scalars(select(Booking.id).where(Booking.training_id == training_id)))
    _drop_mails(bookings)
    session.execute(delete(CheckoutHold).where(CheckoutHold.training_id == training_id))
    session.execute(delete(WaitingEntry).where(WaitingEntry.training_id == training_id))
    session.execute(delete(Booking).where(Booking.id.in_(bookings)))
    # A voucher of this date alone must not become one for all dates.
    session.execute(
        update(Voucher)
        .where(Voucher.training_id == training_id)
        .values(training_id=None, active=False)
    )
    session.execute(delete(Training).where(Training.id == training_id))
    session.expunge_all()
    text = f"Beispieltermin {name} gelöscht."
    note_action("example-removed", f"training:{training_id}", text, by, now, bookings=len(bookings))
    _make_way(training_id, bookings)
    return name


def _make_way(training_id: int, bookings: list[int]) -> None:
    """On SQLite the next date and the next booking may get the same numbers.

    Their mails must not count as sent, and what was tried out is no part of their history.
    """
    forget(*(f"{word}:{number}" for word in JOBS for number in bookings))
    gone = {"training": [training_id], "booking": bookings}
    for kind, numbers in gone.items():
        for number in numbers:
            move_history(f"{kind}:{number}", f"removed-{kind}:{number}")


def _drop_mails(bookings: list[int]) -> None:
    """Mails that were not sent yet would carry the calendar file of a booking that is gone."""
    gone = {("booking-calendar", number) for number in bookings}
    waiting = select(Job).where(Job.kind == "mail", Job.done_at.is_(None))
    for job in session.scalars(waiting) if bookings else ():
        if gone & {(one[0], one[1]) for one in job.payload.get("attached", ())}:
            session.delete(job)
    session.flush()
