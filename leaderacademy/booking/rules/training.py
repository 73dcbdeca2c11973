"""What a date of the live training must be to be sold, and the three examples of a first start."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from leaderacademy.booking.rules.dates import BERLIN, berlin_time, training_key

TITLE = "Live-Training Marketing-Leader: Ihr Logbuch auf dem Prüfstand"


@dataclass(frozen=True, slots=True)
class NewTraining:
    """A date to add: wall clock times in Germany, prices in net cents."""

    day: date
    place: str
    format: str
    seats: int
    price_cents: int
    second_price_cents: int
    begin: time = time(9)
    end: time = time(17)
    venue: str = ""
    minimum: int = 0
    title: str = TITLE
    country: str = "DE"

    @property
    def starts_at(self) -> datetime:
        """The first moment, aware."""
        return berlin_time(self.day, self.begin)

    @property
    def ends_at(self) -> datetime:
        """The last moment, aware."""
        return berlin_time(self.day, self.end)

    @property
    def key(self) -> str:
        """Its part of the address."""
        return training_key(self.day, self.place)


def training_problem(new: NewTraining, now: datetime) -> str | None:
    """Says why a date cannot be sold as it was given, or None."""
    reasons = {
        "Der Titel fehlt oder ist länger als 200 Zeichen.": not 0 < len(new.title) <= 200,
        "Der Ort fehlt.": new.key == new.day.isoformat(),
        "Ort und Adresse dürfen höchstens 100 und 200 Zeichen lang sein.": (
            len(new.place) > 100 or len(new.venue) > 200
        ),
        "Der Termin liegt in der Vergangenheit.": new.starts_at <= now,
        "Das Ende muss nach dem Beginn liegen.": new.ends_at <= new.starts_at,
        "Es braucht mindestens einen Platz.": new.seats < 1,
        "Mehr als 1.000 Plätze kann ein Termin nicht haben.": new.seats > 1000,
        "Die Mindestzahl muss zwischen 0 und der Zahl der Plätze liegen.": (
            not 0 <= new.minimum <= new.seats
        ),
        "Ein Preis muss zwischen 0 und 100.000 Euro liegen.": (
            not all(0 <= cents <= 10_000_000 for cents in (new.price_cents, new.second_price_cents))
        ),
        "Das Format ist „onsite“ (vor Ort) oder „online“.": new.format not in ("onsite", "online"),
        "Training vor Ort außerhalb Deutschlands: Klären Sie die Umsatzsteuer erst mit der "
        "Steuerberatung.": new.country != "DE",
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def is_filled_in(text: str) -> bool:
    """Whether the operator has replaced every `[PLATZHALTER]` of a text."""
    return re.search(r"\[[A-ZÄÖÜ][^\]]*\]", text) is None


def example_trainings(now: datetime) -> list[NewTraining]:
    """Three dates weeks ahead, in the places and at the prices of the pictures."""
    return [
        NewTraining(
            day=_weekday_after(now, weeks=8, weekday=3),
            place="Hamburg",
            venue="Speicherstadt",
            format="onsite",
            seats=10,
            minimum=6,
            price_cents=69_000,
            second_price_cents=59_000,
        ),
        NewTraining(
            day=_weekday_after(now, weeks=12, weekday=1),
            place="Köln",
            venue="Rheinauhafen",
            format="onsite",
            seats=10,
            minimum=6,
            price_cents=69_000,
            second_price_cents=59_000,
        ),
        NewTraining(
            day=_weekday_after(now, weeks=17, weekday=3),
            place="Online live",
            venue="ohne Aufzeichnung",
            format="online",
            seats=10,
            minimum=6,
            price_cents=59_000,
            second_price_cents=49_000,
        ),
    ]


def _weekday_after(now: datetime, weeks: int, weekday: int) -> date:
    """The first such weekday (Monday is 0) at least so many weeks from today in Germany."""
    start = now.astimezone(BERLIN).date() + timedelta(weeks=weeks)
    return start + timedelta(days=(weekday - start.weekday()) % 7)
