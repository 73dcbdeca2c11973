"""The controls of Logbuch fields: what stands in them, what is advised, the rows of a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from leaderacademy.content.course import Field, FieldOption
from leaderacademy.content.fields.amounts import is_raw
from leaderacademy.content.fields.values import (
    Advice,
    compute,
    example_value,
    help_text,
    row_options,
)
from leaderacademy.content.numbers import show_number

SHORT_TEXT = 60  # up to so many characters one line is enough
MOST_ROWS = 50
PLACEHOLDERS = ("text", "longtext", "number", "money")  # types with an example in grey


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
    def width(self) -> str:
        """How much room the control wants beside others."""
        if self.field.type == "number":
            return "is-short"
        if self.field.type in ("money", "date", "time"):
            return "is-medium"
        if self.field.type != "text" or self.is_long or self.field.length is None:
            return ""
        return "is-medium" if self.field.length[1] <= SHORT_TEXT // 2 else "is-half"

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
class Surroundings:
    """What every control of a form may have to look at."""

    values: Mapping[str, Any]
    today: date


def control_of(
    field: Field,
    name: str,
    value: Any,
    sheet: Surroundings,
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
    if field.type not in PLACEHOLDERS or field.example is None:
        return ""
    return str(shown_in_control(field, example_value(field, today)))


def _rows(
    field: Field,
    name: str,
    value: Any,
    sheet: Surroundings,
    advice: Sequence[Advice],
    wanted: int,
) -> tuple[Row, ...]:
    stored = list(value) if isinstance(value, list) else []
    most = max(field.rows[1] if field.rows else MOST_ROWS, len(field.fixed_rows))
    count = max(len(stored), min(max(wanted, _first_rows(field)), most))
    stored += [None] * (count - len(stored))
    samples = example_value(field, sheet.today)
    samples = samples if isinstance(samples, list) else []
    return tuple(
        _row(field, f"{name}.{index}", row, index + 1, sheet, advice, _at(samples, index))
        for index, row in enumerate(stored)
    )


def _at(samples: list[Any], index: int) -> Any:
    return samples[index] if index < len(samples) else None


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
    sheet: Surroundings,
    advice: Sequence[Advice],
    sample: Any,
) -> Row:
    own = [found for found in advice if found.row == number]
    whole = [found for found in own if not found.column]
    controls: tuple[Control, ...]
    if field.columns:
        cells = row if isinstance(row, dict) else {}
        controls = tuple(
            _cell(column, f"{name}.{column.key}", cells, sheet, own) for column in field.columns
        )
        if number > 1:  # said once, above
            controls = tuple(replace(control, help="") for control in controls)
        if isinstance(sample, dict):
            controls = tuple(_with_sample(control, sample) for control in controls)
    else:
        item = field.item or field
        shown, example = shown_in_control(item, row), str(sample or "")
        controls = (Control(item, name, shown, readable=True, example=example),)
    return Row(number, controls, _texts(whole, "error"), _texts(whole, "hint"))


def _with_sample(control: Control, sample: Mapping[str, Any]) -> Control:
    value = sample.get(control.field.key)
    if value is None or control.field.type not in PLACEHOLDERS:
        return control
    return replace(control, example=str(shown_in_control(control.field, value)))


def _cell(
    column: Field,
    name: str,
    cells: Mapping[str, Any],
    sheet: Surroundings,
    advice: Iterable[Advice],
) -> Control:
    if column.type == "computed":
        text = compute(column, sheet.values, sheet.today, cells).text
        return Control(column, name, text, readable=True)
    own = [replace(found, row=None, column=None) for found in advice if found.column == column.key]
    return control_of(column, name, cells.get(column.key), sheet, own)


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
