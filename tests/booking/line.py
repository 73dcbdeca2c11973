"""A date that is sold out, and people who wait for it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from leaderacademy.booking import service
from leaderacademy.booking.models import SEATED, Booking, CheckoutHold, Training, WaitingEntry
from leaderacademy.booking.rules.details import Details, Name
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.shop import NOW


def details(people: int) -> Details:
    """A booking for so many."""
    names = tuple(Name("Person", f"Nummer {number}") for number in range(people))
    return replace(shop.DETAILS, participants=names)


def book(training: Training, people: int = 1, now: datetime = NOW) -> Booking:
    booking = service.place_booking(training.id, details(people), shop.new_checkouts(1)[0], now)
    session.commit()
    return booking


def sold_out(seats: int = 2, **changed: Any) -> tuple[Training, list[Booking]]:
    """A date of so few seats, each booked by somebody else."""
    training = shop.open_training(seats=seats, **changed)
    return training, [book(training) for _ in range(seats)]


def wait(
    training: Training,
    email: str = "w@example.org",
    seats: int = 1,
    now: datetime = NOW,
    person_id: int | None = None,
) -> WaitingEntry:
    """Somebody takes the last place in line."""
    wish = service.Wish(seats, "Wanda Warter", "Warter GmbH", email, {"people": str(seats)})
    entry = service.join_line(training.id, wish, shop.new_checkouts(1)[0], now, person_id)
    session.commit()
    return entry


def state(entry: WaitingEntry) -> str:
    """As the database has it now."""
    found = session.scalar(select(WaitingEntry.state).where(WaitingEntry.id == entry.id))
    session.commit()
    return str(found)


def counted(training_id: int) -> tuple[int, int]:
    """Seats taken as the training says, and as its bookings, offers and holds add up."""
    taken = session.scalar(select(Training.seats_taken).where(Training.id == training_id))
    booked = select(func.coalesce(func.sum(Booking.seats), 0)).where(
        Booking.training_id == training_id, Booking.state.in_(SEATED)
    )
    offered = select(func.coalesce(func.sum(WaitingEntry.seats), 0)).where(
        WaitingEntry.training_id == training_id, WaitingEntry.state == "offered"
    )
    typing = select(func.coalesce(func.sum(CheckoutHold.seats), 0)).where(
        CheckoutHold.training_id == training_id
    )
    held = sum(session.scalar(one) or 0 for one in (booked, offered, typing))
    session.commit()
    return taken or 0, held


def mails(template: str) -> list[dict[str, Any]]:
    return [one for one in shop.mail_payloads() if one.get("template") == template]
