"""A person's bookings: moved with them, exported for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update

from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.money import PREFIX
from leaderacademy.core.database import session


def move_person(from_id: int, into_id: int, _now: datetime) -> None:
    """When two people turn out to be one, the bookings of the first go to the second."""
    session.execute(update(Booking).where(Booking.person_id == from_id).values(person_id=into_id))


def subjects_of(person_id: int, email: str | None) -> list[str]:
    """What invoices call the bookings of a person; the same bookings that are exported."""
    found = session.scalars(_theirs(person_id, email).with_only_columns(Booking.id))
    return [f"{PREFIX}{number}" for number in found]


def export_person(person_id: int, email: str | None) -> dict[str, Any]:
    """All bookings of a person, also those made with the mail address without signing in.

    `email` must be confirmed: whoever can read its mail has had the confirmations anyway.
    """
    found = session.scalars(_theirs(person_id, email))
    return {"bookings": [_exported(booking) for booking in found]}


def _theirs(person_id: int, email: str | None) -> Select[Booking]:
    theirs = [Booking.person_id == person_id]
    if email:
        theirs.append(func.lower(Booking.email) == email.lower())
    return select(Booking).where(or_(*theirs)).order_by(Booking.created_at, Booking.id)


def _exported(booking: Booking) -> dict[str, Any]:
    copied = (
        *("token", "state", "seats", "company", "industry", "email", "accounting_email", "phone"),
        *("street", "postcode", "town", "country", "vat_id", "order_number", "voucher_code"),
        *("business", "course_stage", "notes", "course_mails", "share_progress", "share_documents"),
        *("trainer_note",),
        *("net_cents", "vat_percent", "vat_cents", "gross_cents", "vat_reason"),
    )
    moments = ("terms_accepted_at", "created_at", "cancelled_at")
    training = booking.training
    return {
        "training": {
            "title": training.title,
            "starts_at": training.starts_at.isoformat(),
            "ends_at": training.ends_at.isoformat(),
            "place": training.place,
            "venue": training.venue,
        },
        "participants": [
            {
                "first_name": p.first_name,
                "last_name": p.last_name,
                "arrived_at": _moment(p.arrived_at),
                "absent_at": _moment(p.absent_at),
                "certificate_code": p.certificate_code,
                "certified_at": _moment(p.certified_at),
            }
            for p in booking.participants
        ],
        **{name: getattr(booking, name) for name in copied},
        **{name: _moment(getattr(booking, name)) for name in moments},
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def known_company(person_id: int) -> dict[str, str]:
    """What somebody wrote in their last booking, so that it need not be typed again."""
    last = session.scalar(
        select(Booking).where(Booking.person_id == person_id).order_by(Booking.id.desc()).limit(1)
    )
    names = ("company", "industry", "phone", "street", "postcode", "town", "country", "vat_id")
    return {} if last is None else {name: getattr(last, name) for name in names}
