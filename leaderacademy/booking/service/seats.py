"""Claims seats and gives them back: single conditional statements, so that nothing can race."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Integer, bindparam, func, literal_column, select, update

from leaderacademy.booking.models import SEATED, Booking, Training
from leaderacademy.core.database import is_postgresql, once_per_dialect, session
from leaderacademy.core.rows import Part, run, table_of


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
# race. The CHECK on seats_taken stands behind it. Built once, because building takes longer than
# running it, and whoever claims seats keeps all others waiting.
_DATES, _WHOLE = table_of(Training), Part(Training)
_CLAIM = (
    update(_DATES)
    .where(
        _DATES.c.id == bindparam("date"),
        _DATES.c.state == "open",
        _DATES.c.starts_at > bindparam("now"),
        _DATES.c.seats_taken + bindparam("people") <= _DATES.c.seats,
    )
    .values(seats_taken=_DATES.c.seats_taken + bindparam("people"))
)


@once_per_dialect
def _claim() -> Any:
    return _CLAIM.returning(*_WHOLE.columns, _next_number())


@once_per_dialect
def _number() -> Any:
    return select(_next_number())


def _next_number() -> Any:
    """SQL: the number of the next booking; on PostgreSQL nobody gets it again."""
    if is_postgresql():
        return literal_column("nextval('booking_id_seq')", Integer)
    # SQLite has one writer, and would take the same number by itself.
    return select(func.coalesce(func.max(Booking.id), 0) + 1).scalar_subquery()


def number_for_booking() -> int:
    """The number of the next booking, for whoever holds seats already."""
    number: int = run(_number(), {}).scalar_one()
    return number


def claim_seats(training_id: int, seats: int, now: datetime) -> Training:
    """Take so many seats; gives back the training as it is after that.

    Raises SoldOut, TrainingClosed or TrainingPassed, and has changed nothing then.
    """
    return claim_for_booking(training_id, seats, now)[0]


def claim_for_booking(training_id: int, seats: int, now: datetime) -> tuple[Training, int]:
    """The same for a booking, with its number: its invoice is made before it is stored."""
    wanted = {"date": training_id, "people": seats, "now": now}
    claimed = run(_claim(), wanted).one_or_none()
    if claimed is not None:
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
    return session.scalars(_LOCK, {"date": training_id}).one()


_LOCK = (
    select(Training)
    .where(Training.id == bindparam("date"))
    .with_for_update(of=Training)
    .execution_options(populate_existing=True)
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
