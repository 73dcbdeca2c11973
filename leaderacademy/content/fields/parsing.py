"""From what was typed into a Logbuch field to what is stored; nothing typed is ever lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from leaderacademy.content.fields.dates import BadDate, parse_date, parse_time
from leaderacademy.content.fields.definition import Field
from leaderacademy.content.numbers import BadNumber, parse_number

Raw = Any  # str | list[str] | list[dict[str, Raw]]
MOST_ROWS = 200  # far more than a form offers; what is more than planned is advised on, not cut
_LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class FieldError:
    """What could not be read; `path` is "" for the field, „2.minutes“ for a column of row 2."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """`value` is what to store (None for nothing); what is unreadable is kept as {"raw": …}."""

    value: Any
    errors: tuple[FieldError, ...] = ()
    hints: tuple[str, ...] = ()


def parse_value(field: Field, raw: Raw, today: date) -> Parsed:
    """Reads what was typed. Stored: text as str, number as „37.5“, money as cents, date as ISO,
    choice as its value, choices as list, list as rows, time as „08:15“, scale as whole numbers.
    """
    reader = _Reader(today)
    value = reader.read(field, raw, "")
    return Parsed(value, tuple(reader.errors))


class _Reader:
    def __init__(self, today: date) -> None:
        self.today = today
        self.errors: list[FieldError] = []

    def read(self, field: Field, raw: Raw, path: str) -> Any:
        if field.type == "computed":
            return None
        if field.type == "list":
            return self._list(field, raw, path)
        if field.type == "scale":
            return self._scale(field, _texts(raw), path)
        if field.type == "choices":
            return self._choices(field, _texts(raw), path)
        text = self._clean(_text(raw))
        return self._single(field, text, path) if text else None

    @staticmethod
    def _clean(text: str) -> str:
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).replace("\0", "").strip()

    def _error(self, path: str, text: str) -> None:
        self.errors.append(FieldError(path, text))

    def _single(self, field: Field, text: str, path: str) -> Any:
        try:
            if field.type == "number":
                return _plain(_bounded(parse_number(text)))
            if field.type == "money":
                return _cents(_bounded(parse_number(text)))
            if field.type == "date":
                return parse_date(text).isoformat()
            if field.type == "time":
                return parse_time(text)
        except (BadNumber, BadDate) as error:
            self._error(path, str(error))
            return {"raw": text}
        return self._choice(field, text, path) if field.type == "choice" else text

    def _choice(self, field: Field, text: str, path: str) -> Any:
        if field.options_from:
            return text
        for option in field.options:
            if text in (option.value, option.label):
                return option.value
        self._error(path, f"„{text[:60]}“ steht nicht zur Auswahl. Bitte wählen Sie neu.")
        return {"raw": text}

    def _choices(self, field: Field, texts: list[str], path: str) -> list[str] | None:
        known = [option.value for option in field.options]
        ticked = {text.strip() for text in texts if text.strip()}
        for unknown in sorted(ticked - set(known)):
            self._error(path, f"„{unknown[:60]}“ steht nicht zur Auswahl. Bitte wählen Sie neu.")
        return [value for value in known if value in ticked] or None

    def _scale(self, field: Field, texts: list[str], path: str) -> list[int | None] | None:
        """One whole number per statement; an unanswered one is None."""
        least, most = int(field.minimum or 0), int(field.maximum or 3)
        count = field.rows[1] if field.rows else len(texts)
        points: list[int | None] = []
        for number, text in enumerate(texts[:count], start=1):
            valid = text.isascii() and text.isdigit() and least <= int(text[:3]) <= most
            if text and not valid:
                self._error(path, f"Aussage {number} braucht einen Wert von {least} bis {most}.")
            points.append(int(text) if valid else None)
        points += [None] * (count - len(points))
        return points if any(point is not None for point in points) else None

    def _list(self, field: Field, raw: Raw, path: str) -> list[Any] | None:
        rows = list(raw) if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
        if len(rows) > MOST_ROWS:
            self._error(path, f"Es sind höchstens {MOST_ROWS} Zeilen möglich.")
        rows = rows[:MOST_ROWS]
        if not field.columns:
            texts = (self._clean(_text(row)) for row in rows)
            return [text for text in texts if text] or None
        given = [row for row in rows if isinstance(row, Mapping)]
        ordered = _with_fixed(field, given)
        parsed = (self._row(field, row, _join(path, n)) for n, row in enumerate(ordered, 1))
        kept = [row for n, row in enumerate(parsed) if n < len(field.fixed_rows) or _says(row)]
        return kept if any(_says(row, skip=_fixed_key(field)) for row in kept) else None

    def _row(self, field: Field, raw: Mapping[str, Raw], path: str) -> dict[str, Any]:
        row = {}
        for column in field.columns:
            value = self.read(column, raw.get(column.key, ""), f"{path}.{column.key}")
            if value is not None:
                row[column.key] = value
        return row


def _with_fixed(field: Field, given: list[Mapping[str, Raw]]) -> list[Mapping[str, Raw]]:
    """Fixed rows first, matched by the text of their first column or else by position."""
    key = _fixed_key(field)
    if not key:
        return given
    named = {_text(row.get(key)).strip(): row for row in reversed(given)}
    unnamed = [row for row in given if not _text(row.get(key)).strip()]
    fixed = []
    for name in field.fixed_rows:
        row = named.get(name) or (unnamed.pop(0) if unnamed else {})
        fixed.append({**row, key: name})
    own = [row for row in given if _text(row.get(key)).strip() not in ("", *field.fixed_rows)]
    return fixed + own


def _fixed_key(field: Field) -> str:
    return field.columns[0].key if field.fixed_rows and field.columns else ""


def _says(row: Mapping[str, Any], skip: str = "") -> bool:
    return any(key != skip for key in row)


def _join(path: str, number: int) -> str:
    return f"{path}.{number}" if path else str(number)


def _text(raw: Raw) -> str:
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        raw = raw[0] if raw else ""
    return "" if raw is None or isinstance(raw, Mapping) else str(raw)


def _texts(raw: Raw) -> list[str]:
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return [_text(part).strip() for part in raw]
    return [_text(raw).strip()]


def _bounded(number: Decimal) -> Decimal:
    if abs(number) > _LARGEST:
        raise BadNumber("Diese Zahl ist zu groß.")
    return number


def _plain(number: Decimal) -> str:
    """„37.5“: a point, no trailing zeros, no exponent."""
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def _cents(euros: Decimal) -> int:
    cents = euros * 100
    if cents != cents.to_integral_value():
        raise BadNumber("Bitte geben Sie Beträge mit höchstens zwei Nachkommastellen ein.")
    return int(cents)
