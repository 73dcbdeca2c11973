"""When an invoice may be asked for again, and what each step is called."""

from dataclasses import dataclass
from datetime import date, timedelta

STEPS = {1: "Zahlungserinnerung", 2: "1. Mahnung", 3: "2. Mahnung"}
LAST_STEP = 3
GRACE = 7  # days that a reminder gives to pay


@dataclass(frozen=True, slots=True)
class Asked:
    """The last step that was sent, on which day, and until when it gave time."""

    step: int
    sent_on: date
    due_on: date


def next_due(due_on: date, asked: Asked | None, days: tuple[int, int, int]) -> date:
    """The first day on which the next step may be sent.

    `days` are the operator's: after the due date, after the first, after the second reminder.
    Never before the time is over that the last one gave, and so never two on one day.
    """
    if asked is None:
        return due_on + timedelta(days=max(days[0], 1))
    planned = asked.sent_on + timedelta(days=days[min(asked.step, LAST_STEP - 1)])
    return max(planned, asked.due_on + timedelta(days=1))
