"""What the trainer may know of a booked group before the day: only what its learners allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.details import COURSE_STAGES, DOCUMENTS
from leaderacademy.content.course import Course
from leaderacademy.core.database import session
from leaderacademy.learning.service.groups import GroupStanding, group_standing


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A document as a PDF; no content while it is being made, a problem when it cannot be."""

    content: bytes | None = None
    problem: str = ""


# The Logbuch is a neighbour and is not imported; the application names who makes its files.
# Called as (person_id, document key, now); None when there is no such document.
document_sources: list[Callable[[int, str, datetime], SharedFile | None]] = []


@dataclass(frozen=True, slots=True)
class Preparation:
    """The sheet of one date."""

    bookings: list[Booking]
    group: GroupStanding
    names: dict[int, str]

    @property
    def seats(self) -> int:
        """How many people are booked."""
        return sum(booking.seats for booking in self.bookings)

    @property
    def stages(self) -> list[tuple[str, int]]:
        """What the bookers said of their own progress, in words, and how many."""
        said = [booking.course_stage for booking in self.bookings]
        return [(word, said.count(key)) for key, word in COURSE_STAGES.items() if key in said]

    @property
    def wishes(self) -> list[Booking]:
        """Who wrote something along."""
        return [booking for booking in self.bookings if booking.notes]

    @property
    def documents(self) -> list[tuple[Booking, list[tuple[str, str]]]]:
        """Per booking the documents that will be brought along: key and title."""
        brought = [(booking, _titles(booking)) for booking in self.bookings]
        return [(booking, titles) for booking, titles in brought if titles]


def _titles(booking: Booking) -> list[tuple[str, str]]:
    return [(key, title) for key, title in DOCUMENTS.items() if key in booking.share_documents]


def preparation_of(training_id: int, course: Course, over: bool = False) -> Preparation:
    """What is known of who is booked; learning states only of those who allowed it.

    They allowed it for the preparation: once the training is `over`, of nobody.
    """
    bookings = list(
        session.scalars(
            select(Booking)
            .options(selectinload(Booking.participants))
            .where(Booking.training_id == training_id, Booking.state == "booked")
            .order_by(Booking.company, Booking.id)
        )
    )
    names = {
        booking.person_id: booking.company
        for booking in bookings
        if booking.share_progress and booking.person_id is not None and not over
    }
    return Preparation(bookings, group_standing(course, sorted(names)), names)


def shared_document(
    training_id: int, booking_id: int, key: str, now: datetime
) -> SharedFile | None:
    """A document of the Logbuch that this booker brings along; None when they did not say so."""
    booking = session.scalar(
        select(Booking).where(
            Booking.id == booking_id, Booking.training_id == training_id, Booking.state == "booked"
        )
    )
    if booking is None or booking.person_id is None or key not in booking.share_documents:
        return None
    if booking.training.ends_at <= now:
        return None
    found = (source(booking.person_id, key, now) for source in document_sources)
    return next((file for file in found if file is not None), None)
