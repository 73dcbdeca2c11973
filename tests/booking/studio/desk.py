"""What the studio's tests do again and again: sell seats, do the jobs, read the mails."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Participant, Training
from leaderacademy.booking.rules.details import Details
from leaderacademy.core import clock, jobs
from leaderacademy.core.audit import AuditEntry
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from tests.booking import shop

TYPED = {
    "title": "Live-Training Marketing-Leader: Ihr Logbuch auf dem Prüfstand",
    "format": "onsite",
    "country": "DE",
    "place": "Lübeck",
    "venue": "Salzspeicher",
    "day": "20.05.2036",
    "begin": "9:30",
    "end": "17:00",
    "price": "690",
    "second_price": "590",
    "seats": "12",
    "minimum": "6",
    "early_price": "590",
    "early_until": "01.04.2036",
    "free_days": "28",
    "partial_days": "14",
    "partial_percent": "50",
    "late_percent": "100",
    "offer_hours": "24",
}


def sell(training: Training, details: Details = shop.DETAILS, **given: Any) -> Booking:
    """One booking, committed."""
    (checkout_id,) = shop.new_checkouts(1)
    booking = service.place_booking(training.id, details, checkout_id, clock.now(), **given)
    session.commit()
    return booking


def work(*kinds: str, later: timedelta = timedelta(0)) -> None:
    """Do the due jobs of these kinds, as the worker does; drawing invoices would take seconds."""
    busy = 1
    while busy:
        session.execute(
            update(Job)
            .where(Job.kind.not_in(kinds), Job.done_at.is_(None))
            .values(run_at=clock.now() + timedelta(days=999))
        )
        session.commit()
        busy = jobs.run_due(clock.now() + later, limit=1)
    session.remove()


def mails(template: str) -> list[dict[str, Any]]:
    """The unsent mails of one kind, in order."""
    found = session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id)).all()
    session.rollback()
    return [dict(job.payload) for job in found if job.payload["template"] == template]


def acts() -> list[str]:
    """What the audit log says beside invoices, the latest last."""
    found = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    session.rollback()
    return [action for action in found if action != "invoice-issued"]


def fresh(kind: Any, number: int) -> Any:
    """A row as the database has it now."""
    session.rollback()
    return session.get_one(kind, number, populate_existing=True)


def begin(training: Training) -> None:
    """Let the training have begun an hour ago."""
    now = clock.now()
    session.execute(
        update(Training)
        .where(Training.id == training.id)
        .values(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=7))
    )
    session.commit()
    session.remove()


def participants(booking: Booking) -> list[Participant]:
    """Who comes, as the database has them now."""
    session.rollback()
    found = select(Participant).where(Participant.booking_id == booking.id)
    return list(session.scalars(found.order_by(Participant.position)))


def token(visitor: Any) -> str:
    """What every form carries."""
    field = visitor.visit("/studio/gutscheine/neu").one("input[name=csrf_token]")
    return str(field.get("value"))


def post(visitor: Any, address: str, **fields: str) -> Any:
    """Send what a form of the studio sends; the answer."""
    return visitor.post(address, {"csrf_token": token(visitor), **fields})
