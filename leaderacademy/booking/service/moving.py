"""A booking goes to another date, once: seats, price, documents and mail in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.rules.price import Price, price_lines
from leaderacademy.booking.service.changing import CannotChange
from leaderacademy.booking.service.letters import send_move
from leaderacademy.booking.service.money import give_back, refund_of, request_invoice, subject_of
from leaderacademy.booking.service.offers import offer_freed_seats
from leaderacademy.booking.service.placing import PriceChanged
from leaderacademy.booking.service.pricing import Quote, quote_of_lines, seal
from leaderacademy.booking.service.seats import (
    changed,
    claim_seats,
    fresh_booking,
    lock_training,
    release_seats,
)
from leaderacademy.booking.service.trainings import upcoming_trainings
from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.rules.vat import Buyer

MOST_MOVES = 1  # that a buyer makes alone; the trainer moves as often as it takes
MOVED = "Umbuchung auf einen anderen Termin"


@dataclass(frozen=True, slots=True)
class Move:
    """A date to move to; `refusal` says in German why not, `more_cents` what is paid on top."""

    training: Training
    quote: Quote
    refusal: str
    more_cents: int

    @property
    def seal(self) -> str:
        """Names what the buyer sees before the button."""
        return seal(self.training, self.quote.price) if self.quote.price else ""


@dataclass(frozen=True, slots=True)
class Favour:
    """What the trainer grants who moves a booking: a second time or late, and perhaps more."""

    keep_price: bool = False
    # What cancelling would cost today stays the least that it costs after the move.
    keep_fee: bool = True

    @property
    def in_words(self) -> str:
        """What was granted, for the history."""
        price = " Zum bisherigen Preis." if self.keep_price else ""
        return price if self.keep_fee else f"{price} Ohne die Rücktrittskosten von heute."


def move_problem(booking: Booking, now: datetime, by_trainer: bool = False) -> str | None:
    """Why this booking cannot be moved, as a German sentence, or None."""
    if booking.state != "booked" or booking.training.state == "cancelled":
        return "Diese Buchung ist storniert."
    if booking.training.starts_at <= now:
        return "Das Training hat schon begonnen."
    return None if by_trainer else _too_often_or_late(booking, now)


def _too_often_or_late(booking: Booking, now: datetime) -> str | None:
    if booking.moves >= MOST_MOVES:
        return "Sie haben schon einmal umgebucht. Schreiben Sie uns, wenn es noch einmal sein muss."
    if not booking.cancel_terms.may_move(booking.training.starts_at, now):
        return "Für eine Umbuchung ist es zu spät. Eine Ersatzperson können Sie benennen."
    return None


def moves_of(booking: Booking, now: datetime) -> list[Move]:
    """The other dates ahead that are on sale, also those it cannot go to."""
    others = [one for one in upcoming_trainings(now) if one.id != booking.training_id]
    return [move_to(booking, one, now) for one in others if one.demo == booking.training.demo]


def move_to(booking: Booking, training: Training, now: datetime, keep_price: bool = False) -> Move:
    """What this booking would cost on that date, and whether it can go there.

    The tariff is the new date's as of the day of booking, so early birds stay early; a voucher
    stays; the VAT is that of the new date. With `keep_price` the net price stays as it was.
    """
    discount = booking.voucher.discount if booking.voucher else None
    lines = price_lines(booking.seats, training.tariff, booking.created_at, discount)
    lines = booking.price.lines if keep_price else lines
    buyer = Buyer(booking.country, booking.business, booking.vat_id)
    found = quote_of_lines(training, lines, buyer, invoicing.operator().policy, booking.voucher)
    gross = found.price.gross_cents if found.price else booking.gross_cents
    refusal = _no_room(training, booking.seats, now) or found.open_question
    return Move(training, found, refusal, gross - booking.gross_cents)


def _no_room(training: Training, seats: int, now: datetime) -> str:
    standing = training.standing(now)
    if standing not in ("free", "few"):
        words = {"sold out": "ausgebucht", "cancelled": "abgesagt", "passed": "vorbei"}
        return f"Dieser Termin ist {words.get(standing, 'geschlossen')}."
    if training.free < seats:
        return f"Hier gilt: {training.seats_left}. Sie brauchen {seats}."
    return ""


def move_booking(
    booking_id: int,
    training_id: int,
    now: datetime,
    seen: str | None = None,
    by: Actor = SYSTEM,
    favour: Favour | None = None,
    early_start: bool = False,
) -> Booking:
    """Take seats on the new date, give the old ones back, and exchange the documents.

    With a `favour` it is the trainer who moves it; `early_start`: a private person has asked for a
    date within the time to withdraw. Raises CannotChange, PriceChanged (`seen` is the seal of
    what stood on the page), SoldOut, TrainingClosed or TrainingPassed; then nothing was changed.
    """
    with session.begin_nested():
        old_id = fresh_booking(booking_id).training_id
        # In the order of their numbers, so that two who swap dates do not wait for each other.
        for one in sorted({old_id, training_id}):
            lock_training(one)
        booking = fresh_booking(booking_id)
        problem = move_problem(booking, now, by_trainer=favour is not None)
        if problem or training_id == old_id or booking.training_id != old_id:
            raise CannotChange(problem or "Diese Buchung gilt schon für diesen Termin.")
        granted = favour or Favour()
        claimed = claim_seats(training_id, booking.seats, now)
        move = move_to(booking, claimed, now, granted.keep_price)
        if move.quote.price is None or (seen is not None and seen != move.seal):
            raise PriceChanged
        before = f"{booking.training.weekday}, {booking.training.day}"
        moved = _change(booking, move.training, move.quote.price, granted.keep_fee, now)
        moved.early_start_at = now if early_start else moved.early_start_at
        release_seats(old_id, moved.seats)
    _exchange_documents(moved, move.quote, before, now, by)
    text = f"Umgebucht von {before} auf {moved.training.weekday}, {moved.training.day}."
    text += granted.in_words
    note_action("booking-moved", subject_of(moved), text, by, now, before=old_id)
    offer_freed_seats(old_id, now)
    return moved


def _change(
    booking: Booking, training: Training, price: Price, keep_fee: bool, now: datetime
) -> Booking:
    percent = booking.cancel_terms.percent(booking.training.starts_at, now) if keep_fee else 0
    terms = training.terms
    steps = [terms.free_days, terms.partial_days, terms.partial_percent, terms.late_percent]
    values: dict[str, Any] = {
        "training_id": training.id,
        "moves": booking.moves + 1,
        "lines": [[line.label, line.cents] for line in price.lines],
        # Who moves late and cancels then pays what cancelling would have cost before.
        "terms": [*steps, percent],
        "net_cents": price.net_cents,
        "vat_percent": price.vat_percent,
        "vat_cents": price.vat_cents,
        "gross_cents": price.gross_cents,
        "vat_reason": price.reason,
    }
    still = (Booking.state == "booked", Booking.moves == booking.moves)
    if not changed(update(Booking).where(Booking.id == booking.id, *still).values(values)):
        raise CannotChange("Die Buchung hat sich gerade geändert. Bitte laden Sie die Seite neu.")
    session.expire(booking, ["training"])
    return fresh_booking(booking.id)


def _exchange_documents(
    booking: Booking, found: Quote, before: str, now: datetime, by: Actor
) -> None:
    """The invoice names the day of the training, so that a move always means a new one."""
    old_invoice = booking.invoice_id
    note = give_back(booking, 0, now, by, MOVED)
    booking.invoice_id = None
    session.flush()
    if not booking.training.demo and booking.gross_cents:
        request_invoice(booking, found, now, refund_of(booking), by=by)
    booking = fresh_booking(booking.id)
    is_new = booking.invoice_id is not None and booking.invoice_id != old_invoice
    send_move(booking, before, note.id if note else None, is_new, now)
