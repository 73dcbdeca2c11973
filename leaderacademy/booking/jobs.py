"""Background work of the booking: offers that expire, and the round that finds free seats."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from leaderacademy.booking import service
from leaderacademy.booking.service.offers import EXPIRE, expire_offer, waiting_trainings
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, Payload, enqueue, handler

ROUND = "waiting-round"
EVERY = timedelta(minutes=10)


@handler(EXPIRE)
def expire(payload: Payload, now: datetime) -> None:
    """End one offer when its time is over; bears being run twice, early and late."""
    expire_offer(payload["entry_id"], now)


@handler(ROUND)
def go_round(_payload: Payload, now: datetime) -> None:
    """A second look at every line: nothing depends on it, but no seat lies free by mistake."""
    service.expire_offers(now)
    for training in waiting_trainings(now):
        service.offer_freed_seats(training.id, now)
    service.forget_waiting(now)
    done = delete(Job).where(Job.kind == ROUND, Job.done_at < now - timedelta(days=1))
    session.execute(done.execution_options(synchronize_session=False))
    plan_round(now + EVERY, now)


def plan_round(moment: datetime, now: datetime) -> None:
    """Go round once in these ten minutes, however often and by whomever this is asked."""
    slot = int(moment.timestamp() // EVERY.total_seconds())
    enqueue(ROUND, {}, now, run_at=moment, key=f"{ROUND}-{slot}")
