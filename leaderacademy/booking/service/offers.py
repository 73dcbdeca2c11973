"""Freed seats are offered to whoever waits: held for a while, accepted, declined or expired.

Every step is one conditional update, so that no seat is offered twice and none is lost. Whoever
changes more than one row takes the lock of the training first.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from leaderacademy.booking.models import Training, WaitingEntry
from leaderacademy.booking.rules.terms import offer_until
from leaderacademy.booking.service.letters import send_offer, send_offer_over
from leaderacademy.booking.service.seats import (
    NotBookable,
    TrainingClosed,
    TrainingPassed,
    changed,
    claim_seats,
    lock_training,
    release_seats,
)
from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue

EXPIRE = "expire-offer"


class OfferGone(Exception):  # noqa: N818 - named for what happened
    """The offer was declined, used or has expired; `state` is what the entry is now."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class TooManyForOffer(Exception):  # noqa: N818 - named for what happened
    """More people than seats were offered; nothing was changed."""

    def __init__(self, seats: int) -> None:
        super().__init__(seats)
        self.seats = seats


def entry_subject(entry: WaitingEntry) -> str:
    """What the audit log calls this entry."""
    return f"waiting:{entry.id}"


def offer_freed_seats(training_id: int, now: datetime, by: Actor = SYSTEM) -> int:
    """Offer what is free to the first in line that fit; how many offers were made.

    May be called at any time and as often as one likes: where nobody waits or nothing is free,
    nothing happens. Call it after whatever frees seats, in the same transaction.
    """
    made = 0
    while (entry := first_that_fits(training_id)) is not None:
        try:
            if not make_offer(entry, now, by):
                continue
        except NotBookable:
            break
        made += 1
    return made


def first_that_fits(training_id: int) -> WaitingEntry | None:
    """Who is to get an offer now: the first in line for whom enough seats are free."""
    return session.scalar(
        select(WaitingEntry)
        .join(Training, Training.id == WaitingEntry.training_id)
        .where(
            WaitingEntry.training_id == training_id,
            WaitingEntry.state == "waiting",
            WaitingEntry.seats <= Training.seats - Training.seats_taken,
        )
        .order_by(WaitingEntry.since, WaitingEntry.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def make_offer(entry: WaitingEntry, now: datetime, by: Actor = SYSTEM) -> bool:
    """Hold seats for this entry and tell it by mail; False when it no longer waits.

    Raises SoldOut, TrainingClosed or TrainingPassed, and has changed nothing then.
    """
    training = claim_seats(entry.training_id, entry.seats, now)
    until = offer_until(now, training.starts_at, training.offer_hours)
    if not change_entry(entry.id, ("waiting",), "offered", offered_at=now, expires_at=until):
        release_seats(training.id, entry.seats)
        return False
    entry = fresh_entry(entry.id)
    enqueue(EXPIRE, {"entry_id": entry.id}, now, run_at=until)
    send_offer(entry, now)
    seats = "einen Platz" if entry.seats == 1 else f"{entry.seats}\u00a0Plätze"
    note_action("offer-made", entry_subject(entry), f"Der Warteliste {seats} angeboten.", by, now)
    return True


def claim_offer(entry_id: int, people: int, now: datetime) -> Training:
    """Take the seats that were held for this entry; what is left over is given back.

    Raises OfferGone, TooManyForOffer, TrainingClosed (cancelled) or TrainingPassed. A date that
    was closed after the offer still honours it.
    """
    entry = fresh_entry(entry_id)
    training = lock_training(entry.training_id)
    if training.state == "cancelled":
        raise TrainingClosed
    if training.starts_at <= now:
        raise TrainingPassed
    if people > entry.seats:
        raise TooManyForOffer(entry.seats)
    still_good = WaitingEntry.expires_at > now
    if not change_entry(entry_id, ("offered",), "accepted", still_good, ended_at=now):
        raise OfferGone(fresh_entry(entry_id).state)
    if people < entry.seats:
        release_seats(training.id, entry.seats - people)
    return training


def expire_offer(entry_id: int, now: datetime) -> bool:
    """End an offer whose time is over, once however often called, and offer its seats again."""
    entry = session.get(WaitingEntry, entry_id)
    if entry is None:
        return False
    lock_training(entry.training_id)
    over = WaitingEntry.expires_at <= now
    if not change_entry(entry_id, ("offered",), "expired", over, ended_at=now):
        return False
    entry = fresh_entry(entry_id)
    release_seats(entry.training_id, entry.seats)
    send_offer_over(entry, now)
    text = "Das Angebot ist ohne Antwort abgelaufen."
    note_action("offer-expired", entry_subject(entry), text, SYSTEM, now)
    offer_freed_seats(entry.training_id, now)
    return True


def expire_offers(now: datetime, training_id: int | None = None) -> int:
    """End every offer whose time is over; whoever looks may call this, not only the worker."""
    due = select(WaitingEntry.id).where(
        WaitingEntry.state == "offered", WaitingEntry.expires_at <= now
    )
    if training_id is not None:
        due = due.where(WaitingEntry.training_id == training_id)
    due = due.order_by(WaitingEntry.training_id)  # as everybody locks several dates
    return sum(expire_offer(entry_id, now) for entry_id in session.scalars(due).all())


def end_entry(entry_id: int, after: str, text: str, by: Actor, now: datetime) -> bool:
    """Take an entry out of the line; seats that were held for it are offered to the next."""
    entry = fresh_entry(entry_id)
    lock_training(entry.training_id)
    held = change_entry(entry_id, ("offered",), after, ended_at=now)
    if not held and not change_entry(entry_id, ("waiting",), after, ended_at=now):
        return False
    note_action(f"waiting-{after}", entry_subject(entry), text, by, now)
    if held:
        release_seats(entry.training_id, entry.seats)
        offer_freed_seats(entry.training_id, now)
    return True


def change_entry(
    entry_id: int, before: tuple[str, ...], after: str, *conditions: Any, **values: Any
) -> bool:
    """Move an entry on, exactly once however many try; says whether it was this call."""
    if after != "offered":
        values["expires_at"] = None
    done = changed(
        update(WaitingEntry)
        .where(WaitingEntry.id == entry_id, WaitingEntry.state.in_(before), *conditions)
        .values(state=after, **values)
    )
    if done:
        fresh_entry(entry_id)
    return done


def fresh_entry(entry_id: int) -> WaitingEntry:
    """The entry as the database has it now, whatever was read before."""
    return session.scalars(
        select(WaitingEntry)
        .where(WaitingEntry.id == entry_id)
        .execution_options(populate_existing=True)
    ).one()


def waiting_trainings(now: datetime) -> list[Training]:
    """The dates ahead for which somebody waits or has an offer."""
    some = select(WaitingEntry.training_id).where(WaitingEntry.state.in_(("waiting", "offered")))
    query = select(Training).where(Training.id.in_(some), Training.starts_at > now)
    return list(session.scalars(query.order_by(Training.starts_at, Training.id)))
