"""Stored Logbuch values in German, as text."""

from __future__ import annotations

from typing import Any

from leaderacademy.content.fields.amounts import cents_of, date_of, is_raw, number_of, rows_of
from leaderacademy.content.fields.dates import show_date
from leaderacademy.content.fields.definition import Field
from leaderacademy.content.numbers import show_money, show_number


def show_value(field: Field, value: Any) -> str:
    """German text: rows on lines of their own, their columns separated by „ · “."""
    if value is None:
        return ""
    if is_raw(value):
        return str(value["raw"])
    if field.type == "list":
        return _show_list(field, value)
    if isinstance(value, list):
        return ", ".join(field.label_of(str(part)) for part in value if part is not None)
    return _show_single(field, value)


def _show_single(field: Field, value: Any) -> str:
    if field.type == "money":
        cents = cents_of(value)
        return "" if cents is None else show_money(cents)
    if field.type == "number":
        number = number_of(value)
        return "" if number is None else show_number(number)
    if field.type == "date":
        day = date_of(value)
        return show_date(day) if day else str(value)
    return field.label_of(str(value)) if field.type == "choice" else str(value)


def _show_list(field: Field, value: Any) -> str:
    if not field.columns:
        return "\n".join(str(part) for part in value) if isinstance(value, list) else ""
    lines = []
    for row in rows_of(value):
        shown = (
            show_value(column, row.get(column.key)).replace("\n", "; ") for column in field.columns
        )
        lines.append(" · ".join(text for text in shown if text))
    return "\n".join(lines)
