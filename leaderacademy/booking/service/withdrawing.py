"""A private person withdraws from the contract: nothing stays owed, and a mail says when."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.dates import BERLIN, day_in_words
from leaderacademy.booking.rules.withdrawal import DAYS, may_withdraw
from leaderacademy.booking.service.changing import cancel_booking
from leaderacademy.booking.service.letters import in_words, send_confirmation
from leaderacademy.booking.service.money import documents_of, subject_of, transfer_of
from leaderacademy.booking.service.seats import fresh_booking
from leaderacademy.core.audit import SYSTEM, note_action
from leaderacademy.core.database import session
from leaderacademy.core.mail import send_later


def can_withdraw(booking: Booking, now: datetime) -> bool:
    """Whether the buyer may withdraw now."""
    return may_withdraw(
        booking.business, booking.state, booking.created_at, booking.training.ends_at, now
    )


def withdraw(booking_id: int, name: str, now: datetime) -> bool:
    """End the contract free of charge and confirm it at once; False when that is not possible."""
    booking = fresh_booking(booking_id)
    if not can_withdraw(booking, now) or not cancel_booking(booking_id, now, percent=0):
        return False
    booking = fresh_booking(booking_id)
    moment = f"{day_in_words(now)}, {now.astimezone(BERLIN):%H:%M}\u00a0Uhr"
    booked = day_in_words(booking.created_at)
    words = {**in_words(booking), "name": name, "moment": moment, "booked": booked}
    send_later("withdrawal-received", booking.email, now, key=f"withdrawal:{booking_id}", **words)
    text = f"Vertrag widerrufen am {moment}."
    note_action("contract-withdrawn", subject_of(booking), text, SYSTEM, now)
    return True


def send_links(email: str, now: datetime) -> None:
    """Send the confirmations with their links once more to whoever may still withdraw."""
    recent = select(Booking).where(
        func.lower(Booking.email) == email.lower(),
        Booking.business.is_(False),
        Booking.created_at > now - timedelta(days=DAYS + 2),
    )
    for booking in session.scalars(recent.order_by(Booking.id)).all():
        if can_withdraw(booking, now):
            transfer = transfer_of(booking, documents_of(booking))
            send_confirmation(booking, now, transfer=transfer)
