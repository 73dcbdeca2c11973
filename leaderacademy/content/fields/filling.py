"""Whether a Logbuch field counts as filled, and how far a document is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from leaderacademy.content.fields.amounts import Values, is_raw, rows_of
from leaderacademy.content.fields.definition import Document, Field

State = Literal["leer", "wird beladen", "ausgelaufen"]
_UNKNOWN = "noch unbekannt"


@dataclass(frozen=True, slots=True)
class Fill:
    """How many of the required fields of a document are filled."""

    filled: int
    required: int
    state: State
    note: str = ""  # what the required fields do not tell


def is_filled(field: Field, value: Any, lesson: bool = False) -> bool:
    """Whether a first version exists; with `lesson` fewer rows are enough than in the document."""
    if value is None or is_raw(value) or field.type == "computed":
        return False
    if field.type == "list":
        least = field.lesson_rows if lesson else max((field.rows or (1, 1))[0], 1)
        return complete_rows(field, value) >= least
    if field.type == "choices":
        least = max((field.choose or (1, 1))[0], 1)
        return isinstance(value, list) and len(value) >= (1 if lesson else least)
    if field.type == "scale":
        return isinstance(value, list) and bool(value) and None not in value
    return bool(value.strip()) if isinstance(value, str) else True


def complete_rows(field: Field, value: Any) -> int:
    """The rows in which every required column is filled."""
    if not field.columns:
        return sum(bool(str(part).strip()) for part in value) if isinstance(value, list) else 0
    return sum(not missing_columns(field, row) for row in rows_of(value))


def missing_columns(field: Field, row: Values) -> tuple[Field, ...]:
    """The required columns that are empty; a value said to be unknown needs no number."""
    return tuple(
        column
        for column in field.columns
        if column.required == "yes"
        and not is_filled(column, row.get(column.key))
        and not (column.key == "base" and row.get("known") == _UNKNOWN)
    )


def fill_level(document: Document, values: Values) -> Fill:
    """The draught of the document's boat: empty, being loaded, or sailed."""
    required = [field for field in document.fields if field.required == "yes"]
    filled = sum(is_filled(field, values.get(field.key)) for field in required)
    if required and filled == len(required):
        # The grid is all that must be there; whoever has filled it still compares nothing.
        waits = document.key == "angebote" and not rows_of(values.get("offers"))
        note = "noch kein Angebot eingetragen" if waits else ""
        return Fill(filled, len(required), "ausgelaufen", note)
    return Fill(filled, len(required), "wird beladen" if filled else "leer")
