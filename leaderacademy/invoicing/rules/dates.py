"""How days are written on documents."""

from datetime import date
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


def day_in_words(day: date) -> str:
    """15. April 2027"""
    return f"{day.day}.\u00a0{MONTHS[day.month - 1]} {day.year}"


def span_in_words(first: date, last: date) -> str:
    """„15. April 2027“ or „15. April 2027 bis 16. April 2027“."""
    if first == last:
        return day_in_words(first)
    return f"{day_in_words(first)} bis {day_in_words(last)}"
