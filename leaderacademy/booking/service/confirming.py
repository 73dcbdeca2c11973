"""What became of the mail that says what is booked, for the buyer's own page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select

from leaderacademy.booking.models import Booking
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job

# Longer than that a mail is not „unterwegs“: the worker stands still, or the mail server.
SOON = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Letter:
    """Sent at a moment, underway, late, failed for good, or unknown (from before it was noted)."""

    state: Literal["sent", "underway", "late", "failed", "unknown"]
    sent_at: datetime | None = None


def letter_from(booking: Booking, job: tuple[Any, ...], now: datetime) -> Letter:
    """How it stands with the mail, by when its job was created, done and failed, and how often
    it was tried; all None where it is not known."""
    created_at, done_at, failed_at, tries = job
    if created_at is None:
        return Letter("unknown")
    if failed_at is not None:
        again = _sent_again(booking)
        return Letter("sent", again) if again else Letter("failed")
    if done_at is not None:
        return Letter("sent", done_at)
    return Letter("late" if tries > 1 or now - created_at > SOON else "underway")


def _sent_again(booking: Booking) -> datetime | None:
    """When a trainer's second try reached the mail server."""
    again = Job.key.startswith(f"confirmation-again:{booking.id}:", autoescape=True)
    query = select(Job.done_at).where(Job.kind == "mail", again, Job.done_at.is_not(None))
    return session.scalar(query.order_by(Job.id.desc()).limit(1))
