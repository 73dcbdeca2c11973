"""What a Logbuch field shows before anything was typed: default, prefill, example."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from leaderacademy.content.fields.amounts import Values, date_of, is_raw, rows_of, text_of
from leaderacademy.content.fields.computing import FIELD_COMPUTATIONS
from leaderacademy.content.fields.dates import resolve_date, show_date
from leaderacademy.content.fields.definition import Field, FieldOption
from leaderacademy.content.fields.offers import must_count
from leaderacademy.content.fields.parsing import parse_value
from leaderacademy.content.numbers import show_money, show_number

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def default_value(
    field: Field,
    values: Values,  # noqa: ARG001 - every rule about values may look at the others
    today: date,
) -> Any:
    """What the field holds while nobody has typed anything, as it would be stored; or None."""
    if field.type == "list" and field.columns:
        return _default_rows(field, today)
    return _typed(field, field.default, today)


def example_value(field: Field, today: date) -> Any:
    """The value of the invented company, as it would be stored; or None."""
    return _typed(field, field.example, today)


def _default_rows(field: Field, today: date) -> Any:
    rows = field.default if isinstance(field.default, list) else []
    if not rows and field.fixed_rows:
        rows = [{field.columns[0].key: name} for name in field.fixed_rows]
    filled = [{**_column_defaults(field), **row} for row in rows if isinstance(row, Mapping)]
    return [
        {
            column.key: value
            for column in field.columns
            if (value := _typed(column, row.get(column.key), today)) is not None
        }
        for row in filled
    ] or None


def _column_defaults(field: Field) -> dict[str, Any]:
    return {column.key: column.default for column in field.columns if column.default is not None}


def _typed(field: Field, written: Any, today: date) -> Any:
    """What stands in logbook.yml, as if somebody had typed it."""
    if written is None:
        return None
    if field.type == "date":
        day = resolve_date(str(written), today)
        return day.isoformat() if day else None
    if field.type == "list" and isinstance(written, list):
        written = [_as_typed(field, row, today) for row in written]
    elif not isinstance(written, list):
        written = _german(field, written)
    return parse_value(field, written, today).value


def _as_typed(field: Field, row: Any, today: date) -> Any:
    if not isinstance(row, Mapping):
        return str(row)
    typed = {}
    for column in field.columns:
        written = row.get(column.key)
        if column.type == "date" and written is not None:
            day = resolve_date(str(written), today)
            written = day.isoformat() if day else None
        typed[column.key] = "" if written is None else _german(column, written)
    return typed


def _german(field: Field, written: Any) -> str:
    """YAML numbers use a point, people use a comma."""
    text = str(written)
    if field.type in ("number", "money") and _NUMBER.fullmatch(text):
        return show_number(Decimal(text))
    return text


def prefill_value(field: Field, values: Values) -> Any:
    """The template of the field filled from other fields, or None while too much is missing."""
    if not field.prefill:
        return None
    found = {name: _shown(name, values) for name in _PLACE.findall(field.prefill)}
    only_places = not _PLACE.sub("", field.prefill).strip()
    if not (any(found.values()) if only_places else all(found.values())):
        return None
    text = _PLACE.sub(lambda place: found[place.group(1)], field.prefill)
    text = " ".join(text.split())
    return [text] if field.type == "list" else text


def _shown(name: str, values: Values) -> str:
    if name in FIELD_COMPUTATIONS:
        computed = FIELD_COMPUTATIONS[name](values)
        return "" if "…" in computed.text else computed.text
    value = values.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return show_money(value)
    text, day = text_of(value), date_of(value)
    if day:
        return show_date(day)
    return show_number(Decimal(text)) if _NUMBER.fullmatch(text) else text


def row_options(field: Field, values: Values) -> tuple[FieldOption, ...]:
    """The possibilities of a choice: fixed ones, or the first column of another list's rows."""
    if not field.options_from:
        return field.options
    texts = []
    for row in rows_of(values.get(field.options_from)):
        first = next(iter(row.values()), None)
        text = text_of(first) if not is_raw(first) else ""
        if text and text not in texts:
            texts.append(text)
    return tuple(FieldOption(text, text) for text in texts)


def help_text(field: Field, values: Values) -> str:
    """The help of the field with its numbers filled in."""
    return field.help.replace("{Anzahl Muss}", str(must_count(values)))
