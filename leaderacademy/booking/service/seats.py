"""Claims seats and gives them back: single conditional statements, so that nothing can race."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, bindparam, select, update

from leaderacademy.booking.models import SEATED, Booking, Training
from leaderacademy.core.database import session
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import Part, next_id, table_of


class NotBookable(Exception):  # noqa: N818 - named for what happened
    """A training whose seats cannot be claimed; nothing was changed."""


class SoldOut(NotBookable):
    """Fewer seats are free than were asked for; `left` says how many."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class TrainingClosed(NotBookable):
    """The training takes no bookings (any more), or was cancelled."""


class TrainingPassed(NotBookable):
    """The training has begun."""


# One statement with its own condition: nothing is read before the write, so there is nothing to
# race. The CHECK on seats_taken stands behind it.
_WHOLE = Part(Training)


def _claim() -> Any:
    dates = table_of(Training).c
    return (
        update(table_of(Training))
        .where(
            dates.id == bindparam("date"),
            dates.state == "open",
            dates.starts_at > bindparam("now"),
            dates.seats_taken + bindparam("people") <= dates.seats,
        )
        .values(seats_taken=dates.seats_taken + bindparam("people"))
    )


_CLAIM = Ready(lambda: _claim().returning(*_WHOLE.columns, next_id(Booking)))
_NUMBER = Ready(lambda: select(next_id(Booking)))


def number_for_booking() -> int:
    """The number of the next booking, for whoever holds seats already."""
    number: int = _NUMBER.run({})[0][0]
    return number


def claim_seats(training_id: int, seats: int, now: datetime) -> Training:
    """Take so many seats; gives back the training as it is after that.

    Raises SoldOut, TrainingClosed or TrainingPassed, and has changed nothing then.
    """
    return claim_for_booking(training_id, seats, now)[0]


def claim_for_booking(training_id: int, seats: int, now: datetime) -> tuple[Training, int]:
    """The same for a booking, with its number: its invoice is made before it is stored."""
    wanted = {"date": training_id, "people": seats, "now": now}
    for claimed in _CLAIM.run(wanted):
        return _WHOLE.changed(claimed[:-1]), claimed[-1]
    training = session.get(Training, training_id, populate_existing=True)
    if training is None or training.state != "open":  # an example date may have been removed
        raise TrainingClosed
    if training.starts_at <= now:
        raise TrainingPassed
    raise SoldOut(training.free)


def release_seats(training_id: int, seats: int) -> None:
    """Give so many seats back; only for whoever has just changed a booking's state."""
    changed(
        update(Training)
        .where(Training.id == training_id)
        .values(seats_taken=Training.seats_taken - seats)
    )
    fresh_training(training_id)


def change_state(booking_id: int, before: tuple[str, ...], after: str, **values: Any) -> bool:
    """Move a booking on, exactly once however many try; says whether it was this call."""
    done = changed(
        update(Booking)
        .where(Booking.id == booking_id, Booking.state.in_(before))
        .values(state=after, **values)
    )
    if done:
        fresh_booking(booking_id)
    return done


def give_up_seats(booking_id: int, before: tuple[str, ...], after: str, **values: Any) -> bool:
    """Move a booking to a state without seats and give them back, both exactly once."""
    if not set(before) <= set(SEATED) or after in SEATED:
        raise ValueError("only who holds seats can give them up")
    # The training first, as everybody does who changes several rows: nobody waits in a circle.
    lock_training(fresh_booking(booking_id).training_id)
    if not change_state(booking_id, before, after, **values):
        return False
    booking = fresh_booking(booking_id)
    release_seats(booking.training_id, booking.seats)
    return True


def changed(statement: Any) -> bool:
    """Run a conditional statement; says whether it changed exactly one row."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


def lock_training(training_id: int) -> Training:
    """The training as it is now, locked until this transaction ends; SQLite has one lock."""
    (row,) = _LOCK.run({"date": training_id})
    return _WHOLE.changed(row)


_LOCK = Ready(
    lambda: (
        select(*_WHOLE.columns)
        .where(table_of(Training).c.id == bindparam("date"))
        .with_for_update(of=table_of(Training))
    )
)


def fresh_training(training_id: int) -> Training:
    """The training as the database has it now, whatever was read before."""
    return session.scalars(
        select(Training).where(Training.id == training_id).execution_options(populate_existing=True)
    ).one()


def fresh_booking(booking_id: int) -> Booking:
    """The booking as the database has it now, whatever was read before."""
    return session.scalars(
        select(Booking).where(Booking.id == booking_id).execution_options(populate_existing=True)
    ).one()
