"""Claims seats, gives them back, keeps each buyer's booking and the dates on sale."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from leaderacademy.booking.models import Booking, Participant, Training
from leaderacademy.booking.rules.details import MOST_PEOPLE, Details
from leaderacademy.booking.rules.training import NewTraining, example_trainings, training_problem
from leaderacademy.core.database import session
from leaderacademy.core.mail import send_later


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


class TrainingRefused(Exception):  # noqa: N818 - named for what happened
    """A date that cannot be sold as it was given; the message says why in German."""


def place_booking(
    training_id: int,
    details: Details,
    checkout_id: str,
    now: datetime,
    person_id: int | None = None,
) -> Booking:
    """Claim the seats, keep the booking and its mail of confirmation, all in one transaction.

    The same `checkout_id` again, also at the same instant, gives back the booking that exists.
    Raises SoldOut, TrainingClosed or TrainingPassed.
    """
    if not 1 <= len(details.participants) <= MOST_PEOPLE:
        raise ValueError("the number of people was not checked")
    if earlier := _booked_before(checkout_id):
        return earlier
    try:
        # A savepoint: when the twin of this request wins, its booking stays and our claim goes.
        with session.begin_nested():
            training = _claim_seats(training_id, len(details.participants), now)
            booking = _keep(training, details, checkout_id, now, person_id)
    except (NotBookable, IntegrityError):
        # The twin may have taken the last seats or inserted first while we waited for its lock.
        if twin := _booked_before(checkout_id):
            return twin
        raise
    send_later("booking-confirmation", booking.email, now, **booking.in_words())
    return booking


def _booked_before(checkout_id: str) -> Booking | None:
    return session.scalar(select(Booking).where(Booking.checkout_id == checkout_id))


def _claim_seats(training_id: int, seats: int, now: datetime) -> Training:
    # One statement with its own condition: nothing is read before the write, so there is
    # nothing to race. The CHECK on seats_taken stands behind it.
    claimed = _changed(
        update(Training)
        .where(
            Training.id == training_id,
            Training.state == "open",
            Training.starts_at > now,
            Training.seats_taken + seats <= Training.seats,
        )
        .values(seats_taken=Training.seats_taken + seats)
    )
    training = session.scalars(
        select(Training).where(Training.id == training_id).execution_options(populate_existing=True)
    ).one()
    if claimed:
        return training
    if training.state != "open":
        raise TrainingClosed
    if training.starts_at <= now:
        raise TrainingPassed
    raise SoldOut(training.free)


def _changed(statement: Any) -> bool:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


def _keep(
    training: Training, details: Details, checkout_id: str, now: datetime, person_id: int | None
) -> Booking:
    price = training.price(len(details.participants))
    booking = Booking(
        token=secrets.token_urlsafe(24),
        checkout_id=checkout_id,
        training=training,
        person_id=person_id,
        seats=len(details.participants),
        company=details.company,
        industry=details.industry,
        email=details.email,
        phone=details.phone,
        address=details.address,
        country="DE",
        vat_id=details.vat_id,
        business=True,
        course_stage=details.course_stage,
        notes=details.notes,
        terms_accepted_at=now,
        course_mails=details.course_mails,
        net_cents=price.net_cents,
        vat_percent=price.vat_percent,
        vat_cents=price.vat_cents,
        gross_cents=price.gross_cents,
        vat_reason=price.reason,
        state="booked",
        created_at=now,
    )
    booking.participants = [
        Participant(position=position, first_name=name.first, last_name=name.last)
        for position, name in enumerate(details.participants, start=1)
    ]
    session.add(booking)
    session.flush()
    return booking


def cancel_booking(booking_id: int, now: datetime) -> bool:
    """Cancel and give the seats back, once however often it is called; says whether it was now."""
    cancelled = _changed(
        update(Booking)
        .where(Booking.id == booking_id, Booking.state == "booked")
        .values(state="cancelled", cancelled_at=now)
    )
    if not cancelled:
        return False
    booking = session.scalars(
        select(Booking).where(Booking.id == booking_id).execution_options(populate_existing=True)
    ).one()
    _changed(
        update(Training)
        .where(Training.id == booking.training_id)
        .values(seats_taken=Training.seats_taken - booking.seats)
    )
    session.expire(booking.training)
    return True


def find_booking(token: str) -> Booking | None:
    """The booking that this secret address opens."""
    return session.scalar(select(Booking).where(Booking.token == token))


def add_training(new: NewTraining, now: datetime, demo: bool = False) -> Training:
    """Add a date; raises TrainingRefused."""
    if problem := training_problem(new, now):
        raise TrainingRefused(problem)
    if find_training(new.key):
        raise TrainingRefused(f"Den Termin /training/{new.key}/buchen gibt es schon.")
    training = Training(
        key=new.key,
        title=new.title,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        format=new.format,
        country=new.country,
        place=new.place,
        venue=new.venue,
        price_cents=new.price_cents,
        second_price_cents=new.second_price_cents,
        seats=new.seats,
        seats_taken=0,
        minimum=new.minimum,
        state="open",
        demo=demo,
        created_at=now,
    )
    session.add(training)
    session.flush()
    return training


def find_training(key: str) -> Training | None:
    """The training with this part of the address."""
    return session.scalar(select(Training).where(Training.key == key))


def upcoming_trainings(now: datetime) -> list[Training]:
    """All dates that are not over, also the sold out; the cancelled are left out."""
    return list(
        session.scalars(
            select(Training)
            .where(Training.starts_at > now, Training.state != "cancelled")
            .order_by(Training.starts_at, Training.id)
        )
    )


def all_trainings() -> list[Training]:
    """Every date, the latest first."""
    return list(session.scalars(select(Training).order_by(Training.starts_at.desc(), Training.id)))


def seed_demo_trainings(now: datetime) -> int:
    """Have three example dates in the future, as long as there is no real one; how many are new.

    May be called at every start: what exists stays, what has passed is followed by a new one.
    """
    if session.scalar(select(Training.id).where(Training.demo.is_(False)).limit(1)):
        return 0
    coming = {training.place for training in upcoming_trainings(now)}
    missing = [new for new in example_trainings(now) if new.place not in coming]
    added = 0
    for new in missing:
        if find_training(new.key) is None:
            add_training(new, now, demo=True)
            added += 1
    return added


def move_person(from_id: int, into_id: int, _now: datetime) -> None:
    """When two people turn out to be one, the bookings of the first go to the second."""
    session.execute(update(Booking).where(Booking.person_id == from_id).values(person_id=into_id))


def export_person(person_id: int, email: str | None) -> dict[str, Any]:
    """All bookings of a person, also those made with the mail address without signing in.

    `email` must be confirmed: whoever can read its mail has had the confirmations anyway.
    """
    theirs = [Booking.person_id == person_id]
    if email:
        theirs.append(func.lower(Booking.email) == email.lower())
    found = session.scalars(
        select(Booking).where(or_(*theirs)).order_by(Booking.created_at, Booking.id)
    )
    return {"bookings": [_exported(booking) for booking in found]}


def _exported(booking: Booking) -> dict[str, Any]:
    copied = (
        *("token", "state", "seats", "company", "industry", "email", "phone", "address"),
        *("country", "vat_id", "business", "course_stage", "notes", "course_mails"),
        *("net_cents", "vat_percent", "vat_cents", "gross_cents", "vat_reason"),
    )
    moments = ("terms_accepted_at", "created_at", "cancelled_at")
    training = booking.training
    return {
        "training": {
            "title": training.title,
            "starts_at": training.starts_at.isoformat(),
            "ends_at": training.ends_at.isoformat(),
            "place": training.place,
            "venue": training.venue,
        },
        "participants": [
            {"first_name": p.first_name, "last_name": p.last_name} for p in booking.participants
        ],
        **{name: getattr(booking, name) for name in copied},
        **{
            name: moment.isoformat() if (moment := getattr(booking, name)) else None
            for name in moments
        },
    }
