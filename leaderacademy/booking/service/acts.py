"""What a trainer does with one booking, beside cancelling it: rename, remind, write a note."""

from datetime import datetime

from sqlalchemy import select

from leaderacademy.booking.models import Booking, Participant
from leaderacademy.booking.rules.details import Name
from leaderacademy.booking.service.changing import CannotChange
from leaderacademy.booking.service.letters import send_confirmation
from leaderacademy.booking.service.money import documents_of, subject_of, transfer_of
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job


def get_booking(booking_id: int) -> Booking | None:
    """The booking with this number, or None."""
    return session.scalar(select(Booking).where(Booking.id == booking_id))


def rename_participant(
    booking: Booking, person: Participant, name: Name, now: datetime, by: Actor
) -> None:
    """Somebody else comes, also when they stand at the door already. Raises CannotChange."""
    if booking.state != "booked" or booking.training.state == "cancelled":
        raise CannotChange("Diese Buchung ist storniert.")
    if person.certificate_code is not None:
        raise CannotChange("Für diesen Platz ist die Teilnahme schon bescheinigt.")
    person.first_name, person.last_name = name.first, name.last
    text = f"Ersatzperson für Platz {person.position} benannt."
    note_action("participant-replaced", subject_of(booking), text, by, now)


def resend_confirmation(booking: Booking, key: str, now: datetime, by: Actor) -> bool:
    """Send confirmation, calendar file and invoice once more; the same `key` twice is one mail.

    Says whether it was this call. Raises CannotChange.
    """
    if booking.state != "booked" or booking.training.state == "cancelled":
        raise CannotChange("Diese Buchung ist storniert; eine Bestätigung wäre falsch.")
    name = f"confirmation-again:{booking.id}:{key[:32]}" if key else None
    if name and session.scalar(select(Job.id).where(Job.key == name)) is not None:
        return False
    # Of two at the same instant the key of the job lets one through.
    send_confirmation(booking, now, name, transfer_of(booking, documents_of(booking)))
    text = "Bestätigung noch einmal gesendet."
    note_action("confirmation-resent", subject_of(booking), text, by, now)
    return True


def end_insight(booking: Booking, now: datetime, by: Actor) -> bool:
    """Show nothing of this learner any more, as they asked; says whether there was something."""
    if not booking.share_progress and not booking.share_documents:
        return False
    booking.share_progress, booking.share_documents = False, []
    text = "Auf Wunsch werden Lernstand und Dokumente nicht mehr vorab gezeigt."
    note_action("insight-withdrawn", subject_of(booking), text, by, now)
    return True


def write_note(booking: Booking, text: str, now: datetime, by: Actor) -> bool:
    """Keep the trainer's note; says whether it is another one."""
    if booking.trainer_note == text:
        return False
    booking.trainer_note = text
    done = "Notiz geändert." if text else "Notiz entfernt."
    note_action("booking-noted", subject_of(booking), done, by, now)
    return True
