"""Who is there on the day: participants marked one by one, each mark taken back just as easily."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from leaderacademy.booking.models import Booking, Participant
from leaderacademy.booking.service.money import PREFIX
from leaderacademy.booking.service.seats import changed
from leaderacademy.core.audit import Actor, AuditEntry, note_action
from leaderacademy.core.database import session

MARKS = {
    "da": ("participant-present", "ist da"),
    "fehlt": ("participant-absent", "fehlt"),
    "offen": ("participant-unmarked", "ist wieder offen"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One participant on the list of a date, and who marked them last."""

    person: Participant
    by: str

    @property
    def mark(self) -> str:
        """„da“, „fehlt“ or „offen“."""
        if self.person.arrived_at:
            return "da"
        return "fehlt" if self.person.absent_at else "offen"


def seats_of(training_id: int) -> list[Seat]:
    """Everybody who is booked, by last name; two queries."""
    people = session.scalars(
        select(Participant)
        .join(Booking)
        .options(joinedload(Participant.booking))
        .where(Booking.training_id == training_id, Booking.state == "booked")
    ).all()
    marked = _marked_by({person.booking_id for person in people})
    seats = [Seat(person, marked.get(person.id, "")) for person in people]
    return sorted(seats, key=lambda seat: _in_order(seat.person))


def _in_order(person: Participant) -> tuple[str, str, int]:
    return person.last_name.casefold(), person.first_name.casefold(), person.id


def _marked_by(bookings: set[int]) -> dict[int, str]:
    # Read from the audit log: there a deleted trainer's name is forgotten, here it would stay.
    entries = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject.in_([f"{PREFIX}{number}" for number in bookings]),
            AuditEntry.action.in_([action for action, _ in MARKS.values()]),
        )
        .order_by(AuditEntry.id)
    )
    return {int(entry.details["participant"]): entry.actor for entry in entries}


def find_participant(training_id: int, participant_id: int) -> Participant | None:
    """Somebody who is booked on this date."""
    return session.scalar(
        select(Participant)
        .join(Booking)
        .where(
            Participant.id == participant_id,
            Booking.training_id == training_id,
            Booking.state == "booked",
        )
    )


def mark_participant(participant: Participant, mark: str, now: datetime, by: Actor) -> bool:
    """Mark somebody as there, missing or open again; says whether that changed something.

    Whoever has a certificate stays there until it is withdrawn. Raises KeyError.
    """
    action, words = MARKS[mark]
    other = {
        "da": Participant.arrived_at.is_(None),
        "fehlt": Participant.absent_at.is_(None),
        "offen": Participant.arrived_at.is_not(None) | Participant.absent_at.is_not(None),
    }[mark]
    done = changed(
        update(Participant)
        .where(Participant.id == participant.id, Participant.certificate_code.is_(None), other)
        .values(
            arrived_at=now if mark == "da" else None, absent_at=now if mark == "fehlt" else None
        )
    )
    if done:
        session.refresh(participant)
        subject = f"{PREFIX}{participant.booking_id}"
        text = f"Platz {participant.position} {words}."
        note_action(action, subject, text, by, now, participant=participant.id)
    return done


def counted(seats: Sequence[Seat]) -> dict[str, int]:
    """How many are there, missing, and open."""
    marks = [seat.mark for seat in seats]
    return {mark: marks.count(mark) for mark in MARKS}
