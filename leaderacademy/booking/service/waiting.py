"""The waiting list of a date: joining, looking, leaving, and waiting once more."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from leaderacademy.booking.models import IN_LINE, CheckoutHold, Training, WaitingEntry
from leaderacademy.booking.rules.waiting import MOST_WAITING, Line
from leaderacademy.booking.service.holds import refresh
from leaderacademy.booking.service.letters import send_line_over, send_waiting
from leaderacademy.booking.service.offers import (
    change_entry,
    end_entry,
    entry_subject,
    fresh_entry,
    offer_freed_seats,
)
from leaderacademy.booking.service.seats import lock_training
from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import keep, table_of


class CannotWait(Exception):  # noqa: N818 - named for what happened
    """There is no waiting list to join; `why` is free, known, full, closed, cancelled or passed."""

    def __init__(self, why: str, known_id: int | None = None) -> None:
        super().__init__(why)
        self.why, self.known_id = why, known_id


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wishes who waits, already checked; `typed` is the checkout as it was typed."""

    seats: int
    name: str
    company: str
    email: str
    typed: dict[str, Any]


def join_line(
    training_id: int, wish: Wish, checkout_id: str, now: datetime, person_id: int | None = None
) -> WaitingEntry:
    """Take the last place in line and confirm it by mail; the same `checkout_id` is one place.

    Raises CannotWait: `free` when so many seats can simply be booked, `known` when the address
    stands in this line already (its link is then sent there once more, and shown to nobody).
    """
    # Nobody looks for an earlier click before: it is rare, and in a rush everybody waits for us.
    try:
        return _join(training_id, wish, checkout_id, now, person_id)
    except CannotWait as refusal:
        if earlier := _joined_before(checkout_id):
            return earlier
        if refusal.known_id is not None:
            known = fresh_entry(refusal.known_id)
            send_waiting(known, line_of(known).position, now)
        raise
    except IntegrityError:
        session.rollback()
        if earlier := _joined_before(checkout_id):
            return earlier
        raise


def _join(
    training_id: int, wish: Wish, checkout_id: str, now: datetime, person_id: int | None
) -> WaitingEntry:
    training = lock_training(training_id)
    line = _line(training_id, wish, now)
    if line.overdue or training.free:
        training = refresh(training_id, now)
        line = _line(training_id, wish, now)
    standing = training.standing(now)
    if standing in ("closed", "cancelled", "passed"):
        raise CannotWait(standing)
    if training.free >= wish.seats:
        raise CannotWait("free")
    if line.known_id is not None:
        raise CannotWait("known", line.known_id)
    if line.long >= MOST_WAITING:
        raise CannotWait("full")
    owner = {"checkout_id": checkout_id, "person_id": person_id}
    entry = keep(WaitingEntry, _entry(training_id, wish, now) | owner)
    set_committed_value(entry, "training", training)
    send_waiting(entry, line.waiting + 1, now)
    return entry


def _entry(training_id: int, wish: Wish, now: datetime) -> dict[str, Any]:
    return {
        "token": secrets.token_urlsafe(24),
        "training_id": training_id,
        "seats": wish.seats,
        "name": wish.name,
        "company": wish.company,
        "email": wish.email,
        "typed": wish.typed,
        "state": "waiting",
        "since": now,
        "created_at": now,
    }


def _joined_before(checkout_id: str) -> WaitingEntry | None:
    return session.scalar(select(WaitingEntry).where(WaitingEntry.checkout_id == checkout_id))


class _Queue(NamedTuple):
    """How many wait, how many are in line at all, how many offers have ended, who is the same."""

    waiting: int
    long: int
    overdue: int
    known_id: int | None


def _line(training_id: int, wish: Wish, now: datetime) -> _Queue:
    asked = {"training": training_id, "email": wish.email.lower(), "now": now}
    return _Queue(*_LINE.run(asked)[0])


def _count_line() -> Any:
    entries = table_of(WaitingEntry).c
    in_line = or_(*(entries.state == state for state in IN_LINE))
    return select(
        func.count().filter(entries.state == "waiting"),
        func.count(),
        func.count().filter(entries.expires_at <= bindparam("now")),
        func.min(entries.id).filter(func.lower(entries.email) == bindparam("email")),
    ).where(entries.training_id == bindparam("training"), in_line)


_LINE = Ready(_count_line)


def find_entry(token: str) -> WaitingEntry | None:
    """The place in line that this secret address opens."""
    return session.scalar(select(WaitingEntry).where(WaitingEntry.token == token))


def line_of(entry: WaitingEntry) -> Line:
    """How the line looks from this entry, in one query besides the training."""
    training = entry.training
    waits = WaitingEntry.state == "waiting"
    offered = WaitingEntry.state == "offered"
    sooner = or_(
        WaitingEntry.since < entry.since,
        and_(WaitingEntry.since == entry.since, WaitingEntry.id < entry.id),
    )
    own = WaitingEntry.id == entry.id
    since = WaitingEntry.offered_at >= entry.since
    held = select(func.coalesce(func.sum(CheckoutHold.seats), 0)).where(
        CheckoutHold.training_id == entry.training_id
    )
    row = session.execute(
        select(
            func.count().filter(waits, sooner),
            func.count().filter(waits, ~sooner, ~own),
            func.coalesce(func.sum(WaitingEntry.seats).filter(offered, ~own), 0),
            func.max(WaitingEntry.expires_at).filter(offered, ~own),
            func.coalesce(func.sum(WaitingEntry.seats).filter(since, ~own), 0),
            held.scalar_subquery(),
        ).where(WaitingEntry.training_id == entry.training_id)
    ).one()
    return Line(
        seats=entry.seats,
        ahead=row[0],
        behind=row[1],
        training_seats=training.seats,
        free=training.free,
        offered_seats=int(row[2]),
        offered_until=row[3],
        freed=int(row[4]),
        is_open=training.state == "open",
        held_seats=int(row[5]),
    )


def leave_line(entry: WaitingEntry, now: datetime) -> bool:
    """Leave the list, or decline the offer; says whether that changed something."""
    if entry.state == "offered":
        return end_entry(entry.id, "declined", "Das Angebot wurde abgelehnt.", SYSTEM, now)
    return end_entry(entry.id, "left", "Die Warteliste wurde verlassen.", SYSTEM, now)


def rejoin_line(entry: WaitingEntry, now: datetime) -> bool:
    """Stand in line once more, at its end; says whether that changed something."""
    training = lock_training(entry.training_id)
    if training.standing(now) in ("closed", "cancelled", "passed"):
        return False
    over = ("declined", "expired", "left")
    if not change_entry(entry.id, over, "waiting", since=now, offered_at=None, ended_at=None):
        return False
    text = "Wieder auf der Warteliste."
    note_action("waiting-again", entry_subject(entry), text, SYSTEM, now)
    offer_freed_seats(entry.training_id, now)
    return True


def remove_entry(entry_id: int, by: Actor, now: datetime) -> bool:
    """The trainer takes an entry out of the line."""
    return end_entry(entry_id, "removed", "Aus der Warteliste entfernt.", by, now)


def end_line(training_id: int, by: Actor, now: datetime) -> None:
    """Nobody waits for a date that was cancelled; who did is told, once."""
    for entry in line_of_training(training_id):
        if end_entry(entry.id, "removed", "Der Termin wurde abgesagt.", by, now):
            send_line_over(entry, now)


def line_of_training(training_id: int) -> list[WaitingEntry]:
    """Who waits or has an offer, in the order of the line."""
    return list(
        session.scalars(
            select(WaitingEntry)
            .where(WaitingEntry.training_id == training_id, WaitingEntry.state.in_(IN_LINE))
            .order_by(WaitingEntry.since, WaitingEntry.id)
        )
    )


def lines_of(trainings: list[Training]) -> dict[int, list[WaitingEntry]]:
    """Who ever stood in line for these dates, in one query, in the order of the line."""
    found: dict[int, list[WaitingEntry]] = {training.id: [] for training in trainings}
    query = select(WaitingEntry).where(WaitingEntry.training_id.in_(found))
    for entry in session.scalars(query.order_by(WaitingEntry.since, WaitingEntry.id)):
        found[entry.training_id].append(entry)
    return found


def note_booking(entry_id: int, booking_id: int) -> None:
    """What became of an accepted offer."""
    fresh_entry(entry_id).booking_id = booking_id
