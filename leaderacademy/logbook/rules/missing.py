"""What a document still lacks, where that is filled in, and what there is to say about the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from leaderacademy.content.course import Course, Document, Field
from leaderacademy.content.fields.checks import lack_of
from leaderacademy.content.fields.filling import complete_rows
from leaderacademy.content.fields.values import Advice, check_value, is_filled, show_value
from leaderacademy.learning.rules.words import enumeration

_PRIVATE = ("tm_share_fields", "tm_share_until")


@dataclass(frozen=True, slots=True)
class Missing:
    """A required field without a first version, and the exercise that asks for it."""

    key: str
    label: str
    lesson: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A whole sentence about one field, and which."""

    kind: str
    key: str
    label: str
    text: str


def missing_of(
    course: Course, document: Document, values: Mapping[str, Any]
) -> tuple[Missing, ...]:
    """The required fields of a document that are not filled, in its order."""
    return tuple(
        _missing(course, field, values.get(field.key))
        for field in document.fields
        if field.required == "yes" and not is_filled(field, values.get(field.key))
    )


def missing_outside(
    course: Course, document: Document, values: Mapping[str, Any]
) -> tuple[Missing, ...]:
    """The same without what only concerns sharing the document."""
    return tuple(m for m in missing_of(course, document, values) if m.key not in _PRIVATE)


def _missing(course: Course, field: Field, value: Any) -> Missing:
    label = field.label
    if field.type == "list" and field.rows and field.rows[0] > 1:
        label = f"{label}, {complete_rows(field, value)} von {field.rows[0]} Zeilen"
    address, lesson = place_of(course, [field])
    return Missing(field.key, label, lesson, address)


def place_of(course: Course, fields: Iterable[Field]) -> tuple[str, int]:
    """The address of the first exercise that asks for one of these, and its lesson's number."""
    keys = {field.key for field in fields}
    for lesson in course.lessons:
        for exercise in lesson.exercises:
            if keys.intersection((*exercise.fields, *exercise.extra)):
                return f"/kurs/{lesson.slug}#uebung-{exercise.id}", lesson.number
    return "", 0


def remarks_of(
    fields: Iterable[Field], values: Mapping[str, Any], today: date
) -> tuple[Remark, ...]:
    """What there is to say about the stored values of these fields, each once."""
    found: dict[Remark, None] = {}
    for field in fields:
        advices = check_value(field, values.get(field.key), values, today)
        lacks = _lacks(field, advices)
        for advice in advices:
            row = lacks.get(advice.row) if _is_lack(field, advice) else None
            place, text = _place(field, advice, whole=row is not None), row or advice.text
            found[Remark(advice.kind, field.key, place, text)] = None
    return tuple(found)


def _lacks(field: Field, advices: Iterable[Advice]) -> dict[int | None, str]:
    """What each row lacks, in one sentence."""
    rows: dict[int | None, list[str]] = {}
    for advice in advices:
        if _is_lack(field, advice):
            rows.setdefault(advice.row, []).append(f"„{field.column(advice.column or '').label}“")
    return {row: f"Bitte ergänzen Sie {enumeration(names)}." for row, names in rows.items()}


def _is_lack(field: Field, advice: Advice) -> bool:
    columns = {column.key: column for column in field.columns}
    return advice.column in columns and advice.text == lack_of(columns[advice.column])


def _place(field: Field, advice: Advice, *, whole: bool) -> str:
    if advice.row is None:
        return field.label
    parts = [field.label, f"Zeile\u00a0{advice.row}"]
    if advice.column and not whole:
        column = next((c.label for c in field.columns if c.key == advice.column), "")
        parts.append(column)
    return ", ".join(part for part in parts if part)


def too_long(fields: Iterable[Field], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Labels of fields whose text or rows are more than a document has room for."""
    return tuple(dict.fromkeys(label for f in fields for label in _overlong(f, values.get(f.key))))


def longest(fields: Iterable[Field], values: Mapping[str, Any], most: int = 3) -> tuple[str, ...]:
    """Labels of the fields with the most text, the longest first."""
    sizes = [(len(show_value(field, values.get(field.key))), field.label) for field in fields]
    return tuple(label for size, label in sorted(sizes, key=lambda s: -s[0])[:most] if size)


def _overlong(field: Field, value: Any) -> list[str]:
    if isinstance(value, str):
        return [field.label] if field.length and len(value) > field.length[1] else []
    if not isinstance(value, list) or field.type != "list":
        return []
    found = [field.label] if field.rows and len(value) > field.rows[1] else []
    for row in value:
        if isinstance(row, dict):
            found += [
                f"{field.label}, {column.label}"
                for column in field.columns
                if _overlong(column, row.get(column.key))
            ]
        elif field.item and _overlong(field.item, row):
            found.append(field.label)
    return found
