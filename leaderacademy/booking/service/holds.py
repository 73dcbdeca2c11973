"""Seats held while a checkout is open: claimed, changed, turned into the booking, or given back.

Every step is one conditional statement, so that no seat is given back twice and none is lost.
Whoever changes more than one row takes the lock of the training first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from leaderacademy.booking.models import Booking, CheckoutHold, Training, WaitingEntry
from leaderacademy.booking.rules.holding import MOST_A_DAY, hold_until, most_held, network_of
from leaderacademy.booking.service.offers import (
    expire_offers,
    first_that_fits,
    offer_freed_seats,
)
from leaderacademy.booking.service.seats import (
    NotBookable,
    TrainingClosed,
    TrainingPassed,
    changed,
    claim_seats,
    fresh_training,
    lock_training,
    release_seats,
)
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue
from leaderacademy.core.throttle import DAY, hit

EXPIRE = "expire-hold"


def hold_of(checkout_id: str) -> CheckoutHold | None:
    """What this checkout holds, as the database has it now."""
    return session.scalar(_BY_CHECKOUT, {"checkout": checkout_id})


_BY_CHECKOUT = (
    select(CheckoutHold)
    .where(CheckoutHold.checkout_id == bindparam("checkout"))
    .execution_options(populate_existing=True)
)


def earlier_clicks(checkout_id: str) -> tuple[str | None, bool]:
    """The token of what this form has booked, and whether it holds seats; in one query.

    For whoever seems to come too late: that costs everybody in a rush, so it is asked together.
    """
    token, held = session.execute(_EARLIER, {"checkout": checkout_id}).one()
    return token, held is not None


_EARLIER = select(
    select(Booking.token).where(Booking.checkout_id == bindparam("checkout")).scalar_subquery(),
    select(CheckoutHold.id)
    .where(CheckoutHold.checkout_id == bindparam("checkout"))
    .scalar_subquery(),
)


def hold_seats(
    training_id: int, seats: int, checkout_id: str, address: str, now: datetime
) -> CheckoutHold | None:
    """Hold so many seats for this checkout, or hold what it has for longer.

    Gives back what is held now, which may be fewer seats than wished; None when nothing is: too
    few are free, too many are held already, or too often from this network `address`. One
    checkout holds seats of one date only.
    """
    mine = hold_of(checkout_id)
    # In the order of their numbers, so that two who change dates do not wait for each other.
    for one in sorted({training_id, mine.training_id if mine else training_id}):
        lock_training(one)
    training, mine = lock_training(training_id), hold_of(checkout_id)
    if mine is not None and mine.training_id != training_id:
        give_up(mine, now)
        mine = None
    if mine is None:
        return _new_hold(training, seats, checkout_id, address, now)
    return _changed(mine, training, seats, now)


def _new_hold(
    training: Training, seats: int, checkout_id: str, address: str, now: datetime
) -> CheckoutHold | None:
    if not _has_room(training, seats, now):
        return None
    if not hit(f"hold:{network_of(address)}", MOST_A_DAY, DAY, now):
        return None
    until = hold_until(now, training.starts_at, now)
    hold = CheckoutHold(
        checkout_id=checkout_id, training_id=training.id, seats=seats, since=now, expires_at=until
    )
    try:
        with session.begin_nested():
            claim_seats(training.id, seats, now)
            session.add(hold)
    except (NotBookable, IntegrityError):
        return None
    plan_expiry(hold, now)
    return hold


def _changed(mine: CheckoutHold, training: Training, seats: int, now: datetime) -> CheckoutHold:
    more = seats - mine.seats
    if more > 0 and not _has_room(training, more, now):
        more = 0
    if more > 0:
        claim_seats(training.id, more, now)
    until = max(mine.expires_at, hold_until(mine.since, training.starts_at, now))
    as_seen = (CheckoutHold.id == mine.id, CheckoutHold.seats == mine.seats)
    change = update(CheckoutHold).where(*as_seen)
    if not changed(change.values(seats=mine.seats + more, expires_at=until)):
        raise RuntimeError("a hold changed while its training was locked")
    if more < 0:
        _give_back(training.id, -more, now)
    return session.scalars(_BY_CHECKOUT, {"checkout": mine.checkout_id}).one()


def _has_room(training: Training, seats: int, now: datetime) -> bool:
    """Whether so many more may be held; holds while the training is locked."""
    if training.standing(now) not in ("free", "few") or training.free < seats:
        return False
    held = select(func.coalesce(func.sum(CheckoutHold.seats), 0))
    held = held.where(CheckoutHold.training_id == training.id)
    return (session.scalar(held) or 0) + seats <= most_held(training.seats)


def claim_held(training_id: int, checkout_id: str, people: int, now: datetime) -> Training:
    """Take the seats that this checkout holds, for its booking; what is missing is claimed.

    As long as nobody has ended the hold it is good, also when its time is over by the clock.
    Raises SoldOut, TrainingClosed or TrainingPassed; a date closed meanwhile still honours it.
    """
    training = lock_training(training_id)
    if training.state == "cancelled":
        raise TrainingClosed
    if training.starts_at <= now:
        raise TrainingPassed
    held = _end(CheckoutHold.checkout_id == checkout_id, CheckoutHold.training_id == training_id)
    if people > held:
        return claim_seats(training_id, people - held, now)
    if people < held:
        _give_back(training_id, held - people, now)
    return training


def give_up(hold: CheckoutHold, now: datetime) -> bool:
    """Give back what is held before its time is over; says whether it was this call."""
    training_id = hold.training_id
    lock_training(training_id)
    seats = _end(CheckoutHold.id == hold.id)
    if seats:
        _give_back(training_id, seats, now)
    return seats > 0


def let_go(checkout_id: str, now: datetime) -> None:
    """Give back what this checkout holds, for whoever waits instead of booking."""
    hold = hold_of(checkout_id)
    if hold is not None:
        give_up(hold, now)


def expire_hold(hold_id: int, now: datetime) -> bool:
    """Give back the seats of a hold whose time is over, once however often called."""
    hold = _by_id(hold_id)
    if hold is None:
        return False
    training_id = hold.training_id
    lock_training(training_id)
    seats = _end(CheckoutHold.id == hold_id, CheckoutHold.expires_at <= now)
    if seats:
        _give_back(training_id, seats, now)
    return seats > 0


def expire_holds(now: datetime, training_id: int | None = None) -> int:
    """End every hold whose time is over; whoever looks may call this, not only the worker."""
    due = select(CheckoutHold.id).where(CheckoutHold.expires_at <= now)
    if training_id is not None:
        due = due.where(CheckoutHold.training_id == training_id)
    due = due.order_by(CheckoutHold.training_id)  # as everybody locks several dates
    return sum(expire_hold(hold_id, now) for hold_id in session.scalars(due).all())


def _end(*conditions: Any) -> int:
    """Remove a hold, exactly once however many try; how many seats it held, 0 for whoever lost."""
    statement = delete(CheckoutHold).where(*conditions).returning(CheckoutHold.seats)
    found = session.execute(statement.execution_options(synchronize_session="fetch"))
    return found.scalar_one_or_none() or 0


def _give_back(training_id: int, seats: int, now: datetime) -> None:
    release_seats(training_id, seats)
    offer_freed_seats(training_id, now)


def _by_id(hold_id: int) -> CheckoutHold | None:
    query = select(CheckoutHold).where(CheckoutHold.id == hold_id)
    return session.scalar(query.execution_options(populate_existing=True))


def plan_expiry(hold: CheckoutHold, now: datetime) -> None:
    """Have the worker look when the time is over."""
    key = f"{EXPIRE}:{hold.id}:{hold.expires_at.timestamp():.0f}"
    enqueue(EXPIRE, {"hold_id": hold.id}, now, run_at=hold.expires_at, key=key)


def expire_or_look_again(hold_id: int, now: datetime) -> None:
    """What the worker does: one job per hold, which follows it when it is held for longer."""
    if expire_hold(hold_id, now):
        return
    hold = _by_id(hold_id)
    if hold is not None and hold.expires_at > now:
        plan_expiry(hold, now)


@dataclass(frozen=True, slots=True)
class Held:
    """Seats of a date that are taken only for now: how many, and until when at the latest."""

    seats: int
    until: datetime | None


def held_in_checkouts(training_id: int) -> Held:
    """What open checkouts hold of a date."""
    sums = select(func.coalesce(func.sum(CheckoutHold.seats), 0), func.max(CheckoutHold.expires_at))
    return Held(*session.execute(sums.where(CheckoutHold.training_id == training_id)).one())


def held_by_offers(training_id: int) -> Held:
    """What is offered to the waiting list of a date."""
    sums = select(func.coalesce(func.sum(WaitingEntry.seats), 0), func.max(WaitingEntry.expires_at))
    offered = (WaitingEntry.training_id == training_id, WaitingEntry.state == "offered")
    return Held(*session.execute(sums.where(*offered)).one())


def is_behind(training_id: int, now: datetime) -> bool:
    """Whether refresh() would change something there: a look that takes no lock."""
    held = select(CheckoutHold.id).where(
        CheckoutHold.training_id == training_id, CheckoutHold.expires_at <= now
    )
    offered = select(WaitingEntry.id).where(
        WaitingEntry.training_id == training_id,
        WaitingEntry.state == "offered",
        WaitingEntry.expires_at <= now,
    )
    over = session.scalar(select(or_(held.exists(), offered.exists())))
    return bool(over) or first_that_fits(training_id) is not None


def refresh(training_id: int, now: datetime) -> Training:
    """End what has expired and offer what is free, for whoever is about to look at the line."""
    expire_holds(now, training_id)
    expire_offers(now, training_id)
    training = fresh_training(training_id)
    if training.free > 0 and offer_freed_seats(training_id, now):
        training = fresh_training(training_id)
    return training
