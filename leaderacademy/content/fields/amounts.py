"""Stored Logbuch values as numbers, dates and rows; None for whatever does not count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

Values = Mapping[str, Any]


def number_of(value: Any) -> Decimal | None:
    """A stored number („37.5“) or amount of money (cents stay cents)."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def cents_of(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def date_of(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def text_of(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def rows_of(value: Any) -> list[Values]:
    """The rows of a list with columns."""
    if not isinstance(value, list):
        return []
    return [row for row in value if isinstance(row, dict)]


def is_raw(value: Any) -> bool:
    """True for something typed that could not be read."""
    return isinstance(value, dict) and set(value) == {"raw"}
