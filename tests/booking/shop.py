"""What the booking tests buy, and buyers that come all at once, in threads and in processes."""

import multiprocessing
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select, update

from leaderacademy.accounts import models as accounts  # noqa: F401 - the table bookings point to
from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.rules.details import Details, Name
from leaderacademy.booking.rules.training import NewTraining
from leaderacademy.booking.service.seats import number_for_booking
from leaderacademy.core.database import open_database, session
from leaderacademy.core.jobs import Job

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

HAMBURG = NewTraining(
    day=date(2036, 4, 15),
    place="Hamburg",
    venue="Speicherstadt",
    format="onsite",
    seats=20,
    price_cents=69_000,
    second_price_cents=59_000,
)

DETAILS = Details(
    participants=(Name("Katrin", "Lotsen"),),
    company="Lotsen-Metallbau GmbH",
    industry="Metallbau",
    email="k.lotsen@lotsen-metallbau.example",
    phone="",
    street="Werftstraße 12",
    postcode="20457",
    town="Hamburg",
    country="DE",
    vat_id="",
    course_stage="lesson-8",
    notes="",
    course_mails=False,
)
TWO = replace(DETAILS, participants=(Name("Katrin", "Lotsen"), Name("Jens", "Brandt")))

TYPED = {
    "first_name_1": "Katrin",
    "last_name_1": "Lotsen",
    "company": "Lotsen-Metallbau GmbH",
    "industry": "Metallbau",
    "email": "k.lotsen@lotsen-metallbau.example",
    "phone": "040 1234567",
    "street": "Werftstraße 12",
    "postcode": "20457",
    "town": "Hamburg",
    "country": "DE",
    "vat_id": "DE136695976",
    "course_stage": "lesson-8",
    "notes": "Eine Person isst kein Fleisch.",
}
GOOD = {**TYPED, "business": "1", "terms": "1"}

Buyer = Callable[[int, str], str]


def open_training(**changed: Any) -> Training:
    """A date on sale, committed."""
    training = service.add_training(replace(HAMBURG, **changed), NOW)
    session.commit()
    return training


def buy(training_id: int, checkout_id: str) -> str:
    """One buyer with a session and a transaction of their own."""
    try:
        booking = service.place_booking(training_id, DETAILS, checkout_id, NOW)
        session.commit()
        return f"booked {booking.id}"
    except service.SoldOut:
        session.rollback()
        return "sold out"
    finally:
        session.remove()


def somebody_buys(training_id: int) -> bool:
    """Whether another thread can buy a seat now, while we hold whatever we hold."""
    (checkout_id,) = new_checkouts(1)
    buyer = threading.Thread(target=buy, args=(training_id, checkout_id), daemon=True)
    buyer.start()
    buyer.join(5)
    return not buyer.is_alive()


def buy_naively(training_id: int, checkout_id: str) -> str:
    """The mistake of most shops: look first, think a moment, then write down what was seen."""
    seen, seats = session.execute(
        select(Training.seats_taken, Training.seats).where(Training.id == training_id)
    ).one()
    session.remove()
    time.sleep(0.02)
    if seen >= seats:
        return "sold out"
    _seen.value = seen
    return buy(training_id, checkout_id)


_seen = threading.local()


def mail_payloads() -> list[dict[str, Any]]:
    """Every mail in the table of jobs."""
    return list(session.scalars(select(Job.payload).where(Job.kind == "mail").order_by(Job.id)))


def _mails() -> int:
    return sum(one.get("template") == "booking-confirmation" for one in mail_payloads())


def claim_without_guard(training_id: int, seats: int, now: datetime) -> tuple[Training, int]:
    """The claim with its guard switched off, for the negative control."""
    session.execute(
        update(Training).where(Training.id == training_id).values(seats_taken=_seen.value + seats)
    )
    training = session.scalars(select(Training).where(Training.id == training_id)).one()
    return training, number_for_booking()


def all_at_once(training_id: int, checkout_ids: list[str], buyer: Buyer = buy) -> Counter[str]:
    """Every buyer in a thread; they start together."""
    gate = threading.Barrier(len(checkout_ids))

    def run(checkout_id: str) -> str:
        gate.wait()
        return buyer(training_id, checkout_id)

    with ThreadPoolExecutor(len(checkout_ids)) as pool:
        return Counter(pool.map(run, checkout_ids))


def from_processes(url: str, training_id: int, processes: int, buyers: int) -> Counter[str]:
    """So many buyers in each of so many fresh processes."""
    # Forks of one process that has read the house and nothing else: as fresh as four new ones.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    gate = context.Barrier(processes)
    with context.Pool(processes, _open, (url, gate)) as pool:
        counts = pool.starmap(_crowd, [(training_id, buyers)] * processes, chunksize=1)
    return sum(counts, Counter())


_gate: Any = None


def _open(url: str, gate: Any) -> None:
    global _gate
    _gate = gate
    open_database(url)


def _crowd(training_id: int, buyers: int) -> Counter[str]:
    _gate.wait(60)
    return all_at_once(training_id, new_checkouts(buyers))


def new_checkouts(count: int) -> list[str]:
    return [str(uuid.uuid4()) for _ in range(count)]


def sold(training_id: int) -> tuple[int, int, int]:
    """Seats taken, seats booked, and mails of confirmation, as the database has them."""
    taken = session.scalar(select(Training.seats_taken).where(Training.id == training_id)) or 0
    booked = session.scalar(
        select(func.coalesce(func.sum(Booking.seats), 0)).where(
            Booking.training_id == training_id, Booking.state == "booked"
        )
    )
    mails = _mails()
    session.remove()
    return taken, booked or 0, mails
