"""A person's bookings and places in line: moved with them, exported, and forgotten in time."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from leaderacademy.accounts.models import Person
from leaderacademy.booking.models import IN_LINE, Booking, Training, WaitingEntry
from leaderacademy.booking.service.money import PREFIX
from leaderacademy.booking.service.offers import end_entry
from leaderacademy.core.audit import SYSTEM
from leaderacademy.core.database import session


def move_person(from_id: int, into_id: int, _now: datetime) -> None:
    """When two people turn out to be one, the bookings of the first go to the second."""
    for table in (Booking, WaitingEntry):
        session.execute(update(table).where(table.person_id == from_id).values(person_id=into_id))


# How long after its date a place in line is kept, and one that was given up after that; and what
# somebody told us about food and access, which may be about their health (Art. 9 GDPR).
KEPT = timedelta(days=30)


def forget_waiting(now: datetime) -> int:
    """Remove places in line that are of no use any more; how many.

    Kept for thirty days after the date or after the entry ended, so that its address explains
    itself that long. What was booked stays as a booking.
    """
    over = select(Training.id).where(Training.ends_at < now - KEPT)
    entries = delete(WaitingEntry).where(
        or_(WaitingEntry.training_id.in_(over), WaitingEntry.ended_at < now - KEPT)
    )
    result = session.execute(entries.execution_options(synchronize_session=False))
    return int(getattr(result, "rowcount", 0))


def forget_notes(now: datetime) -> int:
    """Remove what buyers told us for a training that is thirty days over; how many."""
    over = select(Training.id).where(Training.ends_at < now - KEPT)
    notes = update(Booking).where(Booking.training_id.in_(over), Booking.notes != "")
    result = session.execute(notes.values(notes="").execution_options(synchronize_session=False))
    return int(getattr(result, "rowcount", 0))


def forget_person(person_id: int, now: datetime) -> None:
    """Before a person is deleted: their places in line go with them, held seats to the next."""
    person = session.get_one(Person, person_id)
    mine = theirs(WaitingEntry, person_id, person.confirmed_email)
    for entry in session.scalars(select(WaitingEntry).where(mine)).all():
        if entry.state in IN_LINE:
            end_entry(entry.id, "left", "Mit dem Konto gelöscht.", SYSTEM, now)
        session.delete(entry)
    session.flush()


def subjects_of(person_id: int, email: str | None) -> list[str]:
    """What invoices call the bookings of a person; the same bookings that are exported."""
    mine = theirs(Booking, person_id, email)
    found = session.scalars(select(Booking.id).where(mine).order_by(Booking.created_at, Booking.id))
    return [f"{PREFIX}{number}" for number in found]


def export_person(person_id: int, email: str | None) -> dict[str, Any]:
    """A person's bookings and places in line, also those made with the address, not signed in.

    `email` must be confirmed: whoever can read its mail has had the confirmations anyway.
    """
    found = session.scalars(
        select(Booking)
        .where(theirs(Booking, person_id, email))
        .order_by(Booking.created_at, Booking.id)
    )
    waiting = session.scalars(
        select(WaitingEntry).where(theirs(WaitingEntry, person_id, email)).order_by(WaitingEntry.id)
    )
    return {
        "bookings": [_exported(booking) for booking in found],
        "waiting_list": [_exported_entry(entry) for entry in waiting],
    }


def theirs(table: type[Booking] | type[WaitingEntry], person_id: int, email: str | None) -> Any:
    """That a row is this person's: made while signed in, or with the address that is confirmed."""
    if not email:
        return table.person_id == person_id
    return or_(table.person_id == person_id, func.lower(table.email) == email.lower())


def _exported_entry(entry: WaitingEntry) -> dict[str, Any]:
    training = entry.training
    moments = ("since", "offered_at", "expires_at", "ended_at", "created_at")
    return {
        "training": {
            "title": training.title,
            "starts_at": training.starts_at.isoformat(),
            "place": training.place,
        },
        **{name: getattr(entry, name) for name in ("name", "company", "email", "seats", "state")},
        "token": entry.token,
        "typed_checkout": dict(entry.typed),
        **{
            name: value.isoformat() if (value := getattr(entry, name)) else None for name in moments
        },
    }


def _exported(booking: Booking) -> dict[str, Any]:
    copied = (
        *("token", "state", "seats", "company", "industry", "email", "accounting_email", "phone"),
        *("street", "postcode", "town", "country", "vat_id", "order_number", "voucher_code"),
        *("business", "course_stage", "notes", "course_mails", "share_progress", "share_documents"),
        *("trainer_note",),
        *("net_cents", "vat_percent", "vat_cents", "gross_cents", "vat_reason"),
    )
    moments = ("terms_accepted_at", "early_start_at", "created_at", "cancelled_at")
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
