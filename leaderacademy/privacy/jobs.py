"""What happens to people's data without anybody asking: due deletions, and old counts forgotten."""

from datetime import datetime, timedelta

from leaderacademy.core.jobs import Payload, enqueue, handler
from leaderacademy.core.throttle import forget_old
from leaderacademy.privacy.service import DELETE_PERSON, delete_if_due, forget_unused

TIDY = "tidy"


@handler(DELETE_PERSON)
def delete_due_person(payload: Payload, now: datetime) -> None:
    """Bears being run twice: the second time there is nobody."""
    delete_if_due(payload["person_id"], now)


@handler(TIDY)
def tidy(_payload: Payload, now: datetime) -> None:
    """Forget what is of no use any more, and come again tomorrow, or soon if there is much."""
    forget_old(now)
    if forget_unused(now):
        enqueue(TIDY, {}, now, run_at=now + timedelta(minutes=1))
    plan_tidying(now + timedelta(days=1), now)


def plan_tidying(moment: datetime, now: datetime) -> None:
    """Tidy once on the day of `moment`, however often and by whomever this is asked."""
    enqueue(TIDY, {}, now, run_at=moment, key=f"{TIDY}-{moment:%Y-%m-%d}")
