"""What became of the mail that says what is booked, for the buyer's own page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import bindparam, select

from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.letters import contract_key
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.core.rows import run

# Longer than that a mail is not „unterwegs“: the worker stands still, or the mail server.
SOON = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Letter:
    """Sent at a moment, underway, late, failed for good, or unknown (from before it was noted)."""

    state: Literal["sent", "underway", "late", "failed", "unknown"]
    sent_at: datetime | None = None


def letter_of(booking: Booking, now: datetime) -> Letter:
    """How it stands with the confirmation, after a move with the mail about that; one query."""
    job = run(_BY_KEY, {"key": contract_key(booking)}).one_or_none()
    if job is None:
        return Letter("unknown")
    if job.failed_at is not None:
        again = _sent_again(booking)
        return Letter("sent", again) if again else Letter("failed")
    if job.done_at is not None:
        return Letter("sent", job.done_at)
    return Letter("late" if job.tries > 1 or now - job.created_at > SOON else "underway")


def _sent_again(booking: Booking) -> datetime | None:
    """When a trainer's second try reached the mail server."""
    again = Job.key.startswith(f"confirmation-again:{booking.id}:", autoescape=True)
    query = select(Job.done_at).where(Job.kind == "mail", again, Job.done_at.is_not(None))
    return session.scalar(query.order_by(Job.id.desc()).limit(1))


# Not the whole job: until the mail has left, all its words are in it.
_BY_KEY = select(Job.created_at, Job.done_at, Job.failed_at, Job.tries).where(
    Job.key == bindparam("key")
)
