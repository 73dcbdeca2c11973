"""Days, times and whole numbers as people type them in German."""

import re
from datetime import date, time

LAST_YEAR = 2100  # what is later has a digit too many, and calendars end with 9999


def day_in(text: str) -> date | None:
    """A day from 15.04.2027 or 2027-04-15, not later than 2100, or None."""
    text = text.strip()
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    turned = re.fullmatch(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", text)
    numbers = found.groups() if found else turned.groups()[::-1] if turned else ()
    try:
        day = date(*(int(number) for number in numbers))
    except (TypeError, ValueError):
        return None
    return day if day.year <= LAST_YEAR else None


def time_in(text: str) -> time | None:
    """A time of day from 9:00, 09:00 or 9 Uhr, or None."""
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?:\s*Uhr)?", text.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def number_in(text: str) -> int | None:
    """A whole number from 0 up to six digits, or None."""
    found = re.fullmatch(r"[0-9]{1,6}", text.strip())
    return int(found[0]) if found else None


def day_problem(text: str) -> str | None:
    """Says what is wrong with a day, or None."""
    if not text:
        return "Bitte tragen Sie den Tag ein, zum Beispiel 15.04.2027."
    if day_in(text) is None:
        return f"„{text[:30]}“ ist kein Tag. Schreiben Sie zum Beispiel 15.04.2027."
    return None


def time_problem(text: str) -> str | None:
    """Says what is wrong with a time of day, or None."""
    if not text:
        return "Bitte tragen Sie die Uhrzeit ein, zum Beispiel 9:00."
    if time_in(text) is None:
        return f"„{text[:30]}“ ist keine Uhrzeit. Schreiben Sie zum Beispiel 9:00."
    return None


def number_problem(text: str, least: int, most: int) -> str | None:
    """Says what is wrong with a whole number between two limits, or None."""
    number = number_in(text)
    if number is None or not least <= number <= most:
        return f"Bitte schreiben Sie eine ganze Zahl von {least} bis {most}."
    return None
