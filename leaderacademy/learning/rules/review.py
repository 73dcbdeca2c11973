"""What is asked again, when, and in which order: retrieval after 2, 7 and 21 days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

AFTER = (timedelta(days=2), timedelta(days=7), timedelta(days=21))
AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of one question: when it was answered first and last, and how."""

    question_id: str
    first_at: datetime
    last_at: datetime
    right: bool
    sure: bool = False


def due_at(asked: Asked) -> datetime | None:
    """When the question comes back: the first step that no answer has passed yet.

    An answer in between passes the steps that were due by then; after three weeks it is enough.
    """
    passed = asked.last_at - asked.first_at
    following = next((step for step in AFTER if step > passed), None)
    return None if following is None else asked.first_at + following


def pick(questions: Iterable[Asked], now: datetime, most: int = AT_ONCE) -> tuple[Asked, ...]:
    """What is due now: sure but wrong first, then wrong, then what has waited longest."""
    due = [(moment, asked) for asked in questions if (moment := due_at(asked)) and moment <= now]
    due.sort(key=lambda pair: (_urgency(pair[1]), pair[0], pair[1].question_id))
    return tuple(asked for _, asked in due[:most])


def _urgency(asked: Asked) -> int:
    if asked.right:
        return 2
    return 0 if asked.sure else 1


def next_due(questions: Iterable[Asked]) -> datetime | None:
    """The earliest moment at which anything comes back."""
    return min((moment for asked in questions if (moment := due_at(asked))), default=None)
