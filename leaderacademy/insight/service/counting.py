"""When the sums are brought up to date, and plans for the next time."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from leaderacademy.content.course import Course
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job, enqueue
from leaderacademy.insight.service.sums import Freshness
from leaderacademy.learning.service.statistics import count_step
from leaderacademy.learning.service.sweeping import sweep_if_due

COUNT = "insight-count"
EVERY = timedelta(minutes=5)
STEPS = 3


def count_some(course: Course, fresh: Freshness, now: datetime) -> None:
    """What a page may count itself: little, and without waiting for whoever writes."""
    if fresh.pending or fresh.counted_at is None:
        for _ in range(STEPS):
            if not count_step(course, now, patience=0):
                break
    if fresh.sweep_due:
        sweep_if_due(now, few=True)


def plan_counting(moment: datetime, now: datetime) -> None:
    """Count once in the five minutes of `moment`, however often and by whomever this is asked."""
    slot = int(moment.timestamp() // EVERY.total_seconds())
    enqueue(COUNT, {}, now, run_at=moment, key=f"{COUNT}-{slot}")


def forget_done_jobs() -> None:
    """So regular a job would fill the table of jobs with rows that say nothing."""
    session.execute(delete(Job).where(Job.kind == COUNT, Job.done_at.is_not(None)))
