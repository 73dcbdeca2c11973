"""How Germans write days, numbers and amounts: short rules of one language, always in memory.

A library for all languages would answer the same from 5 MB of tables in every process.
"""

from datetime import date
from decimal import Decimal

NBSP = "\u00a0"
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def day_in_words(day: date) -> str:
    """15. April 2027"""
    return f"{day.day}.{NBSP}{MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """Donnerstag"""
    return WEEKDAYS[day.weekday()]


def number_in_german(number: int | float | Decimal) -> str:
    """1.234,5; at most three decimals, without trailing zeros."""
    text = f"{number:,.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.translate(_SWAPPED)


def plain_euro(cents: int) -> str:
    """1.234,50 from whole cents."""
    return f"{Decimal(cents) / 100:,.2f}".translate(_SWAPPED)


def euro(cents: int) -> str:
    """1.234,50 € or −1,50 €, from whole cents."""
    return f"{plain_euro(cents)}{NBSP}€".replace("-", "\u2212")


_SWAPPED = str.maketrans(",.", ".,")
