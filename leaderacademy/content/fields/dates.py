"""Dates of the Logbuch: reading what was typed, expressions such as „today + 3 years“, showing."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from leaderacademy.core.german import MONTHS, NBSP

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_GERMAN = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4}|[0-9]{2})")
_WORDS = re.compile(r"([0-9]{1,2})\.\s*([A-Za-zä]{3,9})\.?\s+([0-9]{4})")
_EXPRESSION = re.compile(r"today(?:\s*([+-])\s*([0-9]{1,5})\s*(day|week|month|year)s?)?")
_TIME = re.compile(r"([0-9]{1,2})(?:\s*(?:[:.h]|uhr)\s*([0-9]{2})?)?\s*(?:uhr)?", re.IGNORECASE)
_SHORTEST_QUARTER = timedelta(days=42)


class BadDate(ValueError):  # noqa: N818 - named for what happened
    """What was typed is no date or time; the message is a German sentence for the person."""


def parse_date(text: str) -> date:
    """Reads 2027-04-15, 15.4.2027, 15.04.27 and 15. April 2027; raises BadDate."""
    text = text.replace(NBSP, " ").strip()
    iso, german, words = _ISO.fullmatch(text), _GERMAN.fullmatch(text), _WORDS.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if german:
            year = int(german[3]) + (2000 if len(german[3]) == 2 else 0)
            return date(year, int(german[2]), int(german[1]))
        if words:
            return date(int(words[3]), _month(words[2]), int(words[1]))
    except ValueError as error:
        raise BadDate(f"Den Tag „{text[:40]}“ gibt es nicht. Prüfen Sie Tag und Monat.") from error
    raise BadDate(f"„{text[:40]}“ ist kein Datum. Schreiben Sie zum Beispiel 31.12.2027.")


def _month(name: str) -> int:
    return 1 + next(
        (number for number, month in enumerate(MONTHS) if month.startswith(name.capitalize())), 12
    )


def show_date(day: date) -> str:
    """15. April 2027, with blanks that do not break."""
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def parse_time(text: str) -> str:
    """HH:MM from 8:15, 08.15, 8 Uhr 15 or 8; raises BadDate."""
    found = _TIME.fullmatch(text.replace(NBSP, " ").strip())
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hours > 23 or minutes > 59:
        raise BadDate(f"„{text.strip()[:40]}“ ist keine Uhrzeit. Schreiben Sie zum Beispiel 08:15.")
    return f"{hours:02}:{minutes:02}"


def resolve_date(expression: str, today: date) -> date | None:
    """„today + 3 years“, „end of quarter“ or a date; None for anything else."""
    text = " ".join(expression.split())
    if text == "end of quarter":
        return end_of_quarter(today)
    found = _EXPRESSION.fullmatch(text)
    if found:
        count = int(found[2] or 0) * (-1 if found[1] == "-" else 1)
        return _shift(today, count, found[3] or "day")
    try:
        return parse_date(text)
    except BadDate:
        return None


def _shift(day: date, count: int, unit: str) -> date | None:
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))
    except (ValueError, OverflowError, IndexError):
        return None


def end_of_quarter(today: date) -> date:
    """The end of this quarter, or of the next one when that is less than six weeks away."""
    end = _last_day(today.year, (today.month + 2) // 3 * 3)
    if end - today >= _SHORTEST_QUARTER:
        return end
    year, month = (end.year + 1, 3) if end.month == 12 else (end.year, end.month + 3)
    return _last_day(year, month)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
