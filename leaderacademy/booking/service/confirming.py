"""What became of the mail that says what is booked, for the buyer's own page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import bindparam, select

from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.letters import contract_key
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import table_of

# Longer than that a mail is not „unterwegs“: the worker stands still, or the mail server.
SOON = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Letter:
    """Sent at a moment, underway, late, failed for good, or unknown (from before it was noted)."""

    state: Literal["sent", "underway", "late", "failed", "unknown"]
    sent_at: datetime | None = None


def letter_of(booking: Booking, now: datetime) -> Letter:
    """How it stands with the confirmation, after a move with the mail about that; one query."""
    for created_at, done_at, failed_at, tries in _BY_KEY.run({"key": contract_key(booking)}):
        if failed_at is not None:
            again = _sent_again(booking)
            return Letter("sent", again) if again else Letter("failed")
        if done_at is not None:
            return Letter("sent", done_at)
        return Letter("late" if tries > 1 or now - created_at > SOON else "underway")
    return Letter("unknown")


def _sent_again(booking: Booking) -> datetime | None:
    """When a trainer's second try reached the mail server."""
    again = Job.key.startswith(f"confirmation-again:{booking.id}:", autoescape=True)
    query = select(Job.done_at).where(Job.kind == "mail", again, Job.done_at.is_not(None))
    return session.scalar(query.order_by(Job.id.desc()).limit(1))


# Not the whole job: until the mail has left, all its words are in it.
_job = table_of(Job).c
_BY_KEY = Ready(
    lambda: select(_job.created_at, _job.done_at, _job.failed_at, _job.tries).where(
        _job.key == bindparam("key")
    )
)
