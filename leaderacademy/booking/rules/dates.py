"""What is true about a training's date: whether it can be booked, and how it is named."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from leaderacademy.core.german import MONTHS, WEEKDAYS

BERLIN = ZoneInfo("Europe/Berlin")
FEW_SEATS = 5

Standing = Literal["free", "few", "sold out", "closed", "cancelled", "passed"]


def standing(state: str, starts_at: datetime, free: int, now: datetime) -> Standing:
    """Whether a training can be booked, and if not, why; the most final reason wins."""
    if state == "cancelled":
        return "cancelled"
    if starts_at <= now:
        return "passed"
    if state == "closed":
        return "closed"
    if free <= 0:
        return "sold out"
    return "few" if free <= FEW_SEATS else "free"


def seats_in_words(free: int) -> str:
    """„noch 3 Plätze“ only from five down, so that it is never used as pressure."""
    if free <= 0:
        return "ausgebucht"
    if free == 1:
        return "noch 1\u00a0Platz"
    return f"noch {free}\u00a0Plätze" if free <= FEW_SEATS else "Plätze frei"


def training_key(day: date, place: str) -> str:
    """The part of the address that names a training: `2027-04-15-hamburg`."""
    plain = place.lower()
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(letter, pair)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join([day.isoformat(), *words])[:80].rstrip("-")


def berlin_time(day: date, clock_time: time) -> datetime:
    """The moment a wall clock in Germany shows this time on this day."""
    return datetime.combine(day, clock_time, tzinfo=BERLIN)


def weekday_in_words(moment: datetime) -> str:
    """The weekday in Germany: „Donnerstag“."""
    return WEEKDAYS[moment.astimezone(BERLIN).weekday()]


def day_in_words(moment: datetime) -> str:
    """The day in Germany: „15. April 2027“."""
    local = moment.astimezone(BERLIN)
    return f"{local.day}.\u00a0{MONTHS[local.month - 1]} {local.year}"


def hours_in_words(start: datetime, end: datetime) -> str:
    """„9:00 bis 17:00 Uhr“ as clocks in Germany show it."""
    first, last = start.astimezone(BERLIN), end.astimezone(BERLIN)
    return f"{first.hour}:{first:%M} bis {last.hour}:{last:%M}\u00a0Uhr"
