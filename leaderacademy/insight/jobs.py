"""Brings the sums up to date, in steps that hold nothing up, and comes again."""

import time
from datetime import datetime

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Payload, handler
from leaderacademy.insight.service.counting import (
    COUNT,
    EVERY,
    forget_done_jobs,
    plan_counting,
)
from leaderacademy.learning.service.statistics import count_step
from leaderacademy.learning.service.sweeping import sweep_if_due

BUDGET = 30.0  # seconds; the lease of a job is longer


@handler(COUNT)
def count(_payload: Payload, now: datetime) -> None:
    """Bears being run twice and at the same time: every step holds the row of the sums."""
    until = time.monotonic() + BUDGET
    course = catalogue.course()
    while more := count_step(course, now):
        session.commit()
        if time.monotonic() >= until:
            break
    session.commit()
    sweep_if_due(now)
    forget_done_jobs()
    plan_counting(now if more else now + EVERY, now)
