"""Stored Logbuch values as somebody would have typed them; reading that gives the value again."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from leaderacademy.content.fields.amounts import is_raw
from leaderacademy.content.fields.definition import Field
from leaderacademy.content.numbers import show_number


def typed(field: Field, value: Any) -> Any:
    """Text, a list of texts, or a list of rows, as a form brings them."""
    if is_raw(value):
        return str(value["raw"])
    if field.type == "list":
        return [_row(field, row) for row in value] if isinstance(value, list) else ""
    if field.type in ("choices", "scale"):
        parts = value if isinstance(value, list) else []
        return ["" if part is None else str(part) for part in parts]
    return _single(field, value)


def _row(field: Field, row: Any) -> Any:
    if not field.columns:
        return str(row)
    return {c.key: typed(c, row[c.key]) for c in field.columns if row.get(c.key) is not None}


def _single(field: Field, value: Any) -> str:
    if field.type == "money" and isinstance(value, int):
        return show_number(Decimal(value) / 100)
    if field.type == "number" and isinstance(value, str):
        try:
            return show_number(Decimal(value))
        except (InvalidOperation, ValueError):
            return ""
    return value if isinstance(value, str) else ""
