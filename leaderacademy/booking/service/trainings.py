"""The dates on sale: added, found, listed, and shown as examples until there is a real one."""

from datetime import datetime

from sqlalchemy import bindparam, select

from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.training import NewTraining, example_trainings, training_problem
from leaderacademy.core.database import session

# Built once: every step of a checkout asks these.
_BY_KEY = select(Training).where(Training.key == bindparam("key"))
_UPCOMING = (
    select(Training)
    .where(Training.starts_at > bindparam("now"), Training.state != "cancelled")
    .order_by(Training.starts_at, Training.id)
)


class TrainingRefused(Exception):  # noqa: N818 - named for what happened
    """A date that cannot be sold as it was given; the message says why in German."""


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
    return session.scalar(_BY_KEY, {"key": key})


def upcoming_trainings(now: datetime) -> list[Training]:
    """All dates that are not over, also the sold out; the cancelled are left out."""
    return list(session.scalars(_UPCOMING, {"now": now}))


def all_trainings() -> list[Training]:
    """Every date, the latest first."""
    return list(session.scalars(select(Training).order_by(Training.starts_at.desc(), Training.id)))


def has_real_dates() -> bool:
    """Whether there is, or ever was, a date that is no example."""
    return bool(session.scalar(select(Training.id).where(Training.demo.is_(False)).limit(1)))


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
