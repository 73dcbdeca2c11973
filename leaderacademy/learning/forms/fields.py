"""Logbuch fields as a form shows them: the value in its control, advice, and waiting versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from leaderacademy.content.course import Field, FieldOption
from leaderacademy.content.fields.amounts import is_raw
from leaderacademy.content.fields.values import (
    Advice,
    check_value,
    compute,
    default_value,
    example_value,
    help_text,
    is_filled,
    prefill_value,
    row_options,
    show_value,
)
from leaderacademy.content.numbers import show_number
from leaderacademy.learning.rules.answers import base_of
from leaderacademy.learning.service.state import StoredAnswer

SHORT_TEXT = 60  # up to so many characters one line is enough
MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that lost a conflict, in words."""

    id: str
    text: str
    saved_at: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class Control:
    """One control: a field, or a column in one row of a list."""

    field: Field
    name: str
    shown: Any  # text, or the ticked values of `choices`
    readable: bool
    help: str = ""
    example: str = ""
    options: tuple[FieldOption, ...] = ()
    errors: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    rows: tuple["Row", ...] = ()

    @property
    def id(self) -> str:
        return "feld-" + self.name.replace(".", "-")

    def is_chosen(self, value: str) -> bool:
        """Whether this possibility is ticked."""
        return value in self.shown if isinstance(self.shown, list) else value == self.shown

    @property
    def is_long(self) -> bool:
        """Whether the text may need more than one line."""
        longest = self.field.length[1] if self.field.length else SHORT_TEXT + 1
        return self.field.type == "longtext" or longest > SHORT_TEXT

    @property
    def least_rows(self) -> int:
        return self.field.rows[0] if self.field.rows else 0

    @property
    def most_rows(self) -> int:
        return self.field.rows[1] if self.field.rows else MOST_ROWS

    @property
    def growing(self) -> bool:
        """Whether rows may be added."""
        if "." in self.name:
            return False  # a list inside a row has the rows that its content gives it
        if self.field.rows is None:
            return not self.field.fixed_rows
        return self.field.rows[1] > max(self.field.rows[0], len(self.field.fixed_rows))

    def is_fixed(self, row: "Row") -> bool:
        """Whether the first column of this row is given by the course."""
        return bool(self.field.columns) and row.number <= len(self.field.fixed_rows)

    @property
    def movable(self) -> bool:
        """Whether rows may change their places."""
        return "." not in self.name and not self.field.fixed_rows and self.most_rows > 1

    def may_remove(self, row: "Row") -> bool:
        return self.growing and not self.is_fixed(row)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list."""

    number: int
    controls: tuple[Control, ...]
    errors: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """A whole field with what surrounds its control."""

    control: Control
    base: str
    filled: bool
    stored: bool
    saved_at: datetime | None
    version: int
    waiting: tuple[Waiting, ...]
    text: str  # the stored value in words

    @property
    def field(self) -> Field:
        return self.control.field

    @property
    def key(self) -> str:
        return self.control.field.key


def form_field(
    field: Field,
    stored: StoredAnswer | None,
    values: Mapping[str, Any],
    today: date,
    rows: int = 0,
) -> FormField:
    """What to show for a field; `rows` asks for at least so many rows of a list."""
    value = stored.value if stored else suggestion(field, values, today)
    advice = tuple(check_value(field, value, values, today)) if stored else ()
    return FormField(
        control=_control(field, field.key, value, _Sheet(values, today), advice, rows),
        base=str(base_of(stored.version if stored else 0, value)),
        filled=stored is not None and is_filled(field, value, lesson=True),
        stored=stored is not None,
        saved_at=stored.saved_at if stored else None,
        version=stored.version if stored else 0,
        waiting=tuple(_waiting(field, other) for other in stored.others) if stored else (),
        text=show_value(field, value) if stored and stored.others else "",
    )


def suggestion(field: Field, values: Mapping[str, Any], today: date) -> Any:
    """What the form proposes before anything was saved."""
    prefilled = prefill_value(field, values)
    return default_value(field, values, today) if prefilled is None else prefilled


def _waiting(field: Field, other: Mapping[str, Any]) -> Waiting:
    return Waiting(
        id=other["id"],
        text=show_value(field, other["value"]),
        saved_at=datetime.fromisoformat(other["saved_at"]),
        origin=other["from"],
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every control of a form may have to look at."""

    values: Mapping[str, Any]
    today: date


def _control(
    field: Field,
    name: str,
    value: Any,
    sheet: _Sheet,
    advice: Sequence[Advice] = (),
    rows: int = 0,
) -> Control:
    own = [found for found in advice if found.row is None]
    return Control(
        field=field,
        name=name,
        shown=shown_in_control(field, value),
        readable=not is_raw(value),
        help=help_text(field, sheet.values),
        example=_example(field, sheet.today),
        options=row_options(field, sheet.values),
        errors=_texts(own, "error"),
        hints=_texts(own, "hint"),
        rows=_rows(field, name, value, sheet, advice, rows) if field.type == "list" else (),
    )


def _example(field: Field, today: date) -> str:
    if field.type not in ("text", "longtext", "number", "money") or field.example is None:
        return ""
    return str(shown_in_control(field, example_value(field, today)))


def _rows(
    field: Field,
    name: str,
    value: Any,
    sheet: _Sheet,
    advice: Sequence[Advice],
    wanted: int,
) -> tuple[Row, ...]:
    stored = list(value) if isinstance(value, list) else []
    most = max(field.rows[1] if field.rows else MOST_ROWS, len(field.fixed_rows))
    count = max(len(stored), min(max(wanted, _first_rows(field)), most))
    stored += [None] * (count - len(stored))
    return tuple(
        _row(field, f"{name}.{index}", row, index + 1, sheet, advice)
        for index, row in enumerate(stored)
    )


def _first_rows(field: Field) -> int:
    """How many rows an empty list begins with."""
    if field.fixed_rows:
        return len(field.fixed_rows)
    least = field.rows[0] if field.rows else 1
    if field.rows and field.rows[0] == field.rows[1]:
        return least
    return max(field.lesson_rows if field.lesson else least, 1)


def _row(
    field: Field,
    name: str,
    row: Any,
    number: int,
    sheet: _Sheet,
    advice: Sequence[Advice],
) -> Row:
    own = [found for found in advice if found.row == number]
    whole = [found for found in own if not found.column]
    controls: tuple[Control, ...]
    if field.columns:
        cells = row if isinstance(row, dict) else {}
        controls = tuple(
            _cell(column, f"{name}.{column.key}", cells, sheet, own) for column in field.columns
        )
    else:
        item = field.item or field
        controls = (Control(item, name, shown_in_control(item, row), readable=True),)
    return Row(number, controls, _texts(whole, "error"), _texts(whole, "hint"))


def _cell(
    column: Field, name: str, cells: Mapping[str, Any], sheet: _Sheet, advice: Iterable[Advice]
) -> Control:
    if column.type == "computed":
        text = compute(column, sheet.values, sheet.today, cells).text
        return Control(column, name, text, readable=True)
    own = [replace(found, row=None, column=None) for found in advice if found.column == column.key]
    return _control(column, name, cells.get(column.key), sheet, own)


def _texts(advice: Iterable[Advice], kind: str) -> tuple[str, ...]:
    return tuple(found.text for found in advice if found.kind == kind)


def shown_in_control(field: Field, value: Any) -> Any:
    """The stored value as it stands in its control; reading it back gives the same value."""
    if field.type == "choices":
        return value if isinstance(value, list) else []
    if value is None:
        return ""
    if is_raw(value):
        return str(value["raw"])
    if field.type == "number":
        return show_number(Decimal(str(value)))
    if field.type == "money":
        return _euros(value)
    return value if isinstance(value, list) else str(value)


def _euros(cents: Any) -> str:
    shown = show_number(Decimal(int(cents)) / 100)
    whole, comma, fraction = shown.partition(",")
    return f"{whole},{fraction:0<2}" if comma else whole
