"""The dates on sale: added, found, listed, and shown as examples until there is a real one."""

from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.training import NewTraining, example_trainings, training_problem
from leaderacademy.core.database import session
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import Part, table_of

# Built once: every step of a checkout asks these.
_BY_KEY = select(Training).where(Training.key == bindparam("key"))
_WHOLE = Part(Training)
_ROW_BY_KEY = Ready(
    lambda: select(*_WHOLE.columns).where(table_of(Training).c.key == bindparam("key"))
)
_AHEAD = (
    select(Training)
    .where(Training.starts_at > bindparam("now"), Training.state != "cancelled")
    .order_by(Training.starts_at, Training.id)
)
_other = aliased(Training)
_REAL = select(_other.id).where(_other.demo.is_(False)).limit(1)
_UPCOMING = _AHEAD.where(or_(Training.demo.is_(False), ~_REAL.exists()))


class TrainingRefused(Exception):  # noqa: N818 - named for what happened
    """A date that cannot be sold as it was given; the message says why in German."""


def add_training(new: NewTraining, now: datetime, demo: bool = False) -> Training:
    """Add a date; raises TrainingRefused."""
    if problem := training_problem(new, now):
        raise TrainingRefused(problem)
    exists = f"Den Termin /training/{new.key}/buchen gibt es schon."
    if find_training(new.key):
        raise TrainingRefused(exists)
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
    try:
        session.flush()
    except IntegrityError as twin:
        # Added between our look and our flush; the caller rolls back.
        raise TrainingRefused(exists) from twin
    return training


def find_training(key: str) -> Training | None:
    """The training with this part of the address."""
    return session.scalar(_BY_KEY, {"key": key})


def look_at_training(key: str) -> Training | None:
    """The same for whoever only looks before the transaction that changes something begins.

    The session does not know it: there it would be asked for once more in that transaction.
    """
    rows = _ROW_BY_KEY.run({"key": key})
    return _WHOLE.beside_the_session(rows[0]) if rows else None


def upcoming_trainings(now: datetime) -> list[Training]:
    """All dates that are not over, also the sold out; the cancelled are left out.

    Example dates only as long as there has never been a real one: beside it they would be
    taken for dates on sale.
    """
    return list(session.scalars(_UPCOMING, {"now": now}))


def other_dates(training_id: int, now: datetime) -> list[tuple[Training, int]]:
    """Other dates with free seats, and net cents that one person pays for each now."""
    ahead = [one for one in upcoming_trainings(now) if one.id != training_id]
    bookable = [one for one in ahead if one.standing(now) in ("free", "few")]
    return [(one, one.first_price(now)) for one in bookable]


def trainings_ahead(now: datetime) -> list[Training]:
    """The same with the example dates that are no longer shown, for those who look after them."""
    return list(session.scalars(_AHEAD, {"now": now}))


def has_retired(training: Training) -> bool:
    """Whether it is an example that is no longer offered, because there is a real date."""
    return training.demo and has_real_dates()


def all_trainings() -> list[Training]:
    """Every date, the latest first."""
    return list(session.scalars(select(Training).order_by(Training.starts_at.desc(), Training.id)))


def has_real_dates() -> bool:
    """Whether there is, or ever was, a date that is no example."""
    return session.scalar(_REAL) is not None


def seed_demo_trainings(now: datetime) -> int:
    """Have three example dates in the future, as long as there is no real one; how many are new.

    May be called at every start: what exists stays, what has passed is followed by a new one.
    """
    if has_real_dates():
        return 0
    coming = {training.place for training in upcoming_trainings(now)}
    missing = [new for new in example_trainings(now) if new.place not in coming]
    added = 0
    for new in missing:
        if find_training(new.key) is None:
            add_training(new, now, demo=True)
            added += 1
    return added
