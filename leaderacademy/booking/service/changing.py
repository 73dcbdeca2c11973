"""What a buyer may change afterwards: who comes, and whether anybody comes."""

from datetime import datetime

from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.details import Name
from leaderacademy.booking.rules.terms import fee
from leaderacademy.booking.service.letters import send_cancellation
from leaderacademy.booking.service.money import give_back, subject_of
from leaderacademy.booking.service.offers import offer_freed_seats
from leaderacademy.booking.service.seats import fresh_booking, give_up_seats
from leaderacademy.booking.service.vouchers import return_voucher
from leaderacademy.core.audit import SYSTEM, Actor, note_action


class CannotChange(Exception):  # noqa: N818 - named for what happened
    """The booking is cancelled or its training has begun; the message says so in German."""


def cancel_fee(booking: Booking, now: datetime) -> tuple[int, int]:
    """What cancelling costs now: percent of the price, and net cents."""
    percent = booking.cancel_terms.percent(booking.training.starts_at, now)
    return percent, fee(booking.net_cents, percent)


def cancel_booking(
    booking_id: int, now: datetime, by: Actor = SYSTEM, percent: int | None = None
) -> bool:
    """Cancel, offer the seats to whoever waits, credit by the agreed steps; once however often
    called.

    `percent` overrides the steps (0 when we cancel). Says whether it was this call.
    """
    booking = fresh_booking(booking_id)
    owed = cancel_fee(booking, now)[0] if percent is None else percent
    cents = fee(booking.net_cents, owed)
    if not give_up_seats(booking_id, ("booked",), "cancelled", cancelled_at=now, fee_cents=cents):
        return False
    booking = fresh_booking(booking_id)
    if booking.voucher_id is not None and not cents:
        return_voucher(booking.voucher_id)
    note = give_back(booking, cents, now, by)
    send_cancellation(booking, cents, note.id if note else None, now)
    text = f"Buchung storniert, es bleiben {owed}\u00a0% des Preises."
    note_action("booking-cancelled", subject_of(booking), text, by, now, percent=owed)
    offer_freed_seats(booking.training_id, now)
    return True


def replace_participant(
    booking: Booking, position: int, name: Name, now: datetime, by: Actor = SYSTEM
) -> None:
    """Somebody else comes, at no cost. Raises CannotChange, LookupError."""
    if booking.state != "booked" or booking.training.state == "cancelled":
        raise CannotChange("Diese Buchung ist storniert.")
    if booking.training.starts_at <= now:
        raise CannotChange("Das Training hat schon begonnen.")
    found = next((p for p in booking.participants if p.position == position), None)
    if found is None:
        raise LookupError(position)
    found.first_name, found.last_name = name.first, name.last
    text = f"Ersatzperson für Platz {position} benannt."
    note_action("participant-replaced", subject_of(booking), text, by, now)
