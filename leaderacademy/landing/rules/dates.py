"""A date of the live training as the front page shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from leaderacademy.booking.rules.dates import day_in_words, seats_in_words, weekday_in_words
from leaderacademy.booking.rules.price import round_euro


class Training(Protocol):
    """What the front page needs to know of a training."""

    key: str
    starts_at: datetime
    format: str
    place: str
    venue: str
    price_cents: int
    demo: bool

    @property
    def free(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DateLine:
    """One line of the list; two equal lines look the same, so they serve as a cache key."""

    key: str
    weekday: str
    day: str
    place: str
    venue: str
    price: str
    seats: str
    demo: bool
    private: str = ""


def date_line(training: Training, cents: int, private_cents: int | None = None) -> DateLine:
    """The words for a training; whole euros are written without cents.

    `cents` is what one person pays now; `private_cents` is the whole price where private persons
    may book, which is then shown first.
    """
    where = training.venue
    if training.format == "onsite":
        where = f"{where}, in Präsenz" if where else "in Präsenz"
    return DateLine(
        key=training.key,
        weekday=weekday_in_words(training.starts_at),
        day=day_in_words(training.starts_at),
        place=training.place,
        venue=where,
        price=round_euro(cents),
        seats=seats_in_words(training.free),
        demo=training.demo,
        private="" if private_cents is None else round_euro(private_cents),
    )
