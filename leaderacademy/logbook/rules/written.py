"""What stands in a Logbuch, in the words in which a document shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from leaderacademy.content.course import Field, Logbook
from leaderacademy.content.direction import isolated
from leaderacademy.content.fields.amounts import date_of
from leaderacademy.content.fields.values import compute, is_filled, show_value

Row = dict[str, Any]
_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_MONTHS = (
    "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni",
    "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """Values as stored, read out as a person reads them; unknown keys are empty."""

    logbook: Logbook
    values: Mapping[str, Any]
    today: date

    def text(self, key: str) -> str:
        """One value."""
        field = self.logbook.field(key)
        value = self.values.get(key)
        return isolated(show_value(field, value)) if field and value is not None else ""

    def words(self, key: str) -> tuple[str, ...]:
        """The lines of a list of plain texts, or the ticked options."""
        field, value = self.logbook.field(key), self.values.get(key)
        if field is None or not isinstance(value, list):
            return ()
        return tuple(isolated(field.label_of(str(word))) for word in value if word is not None)

    def rows(self, key: str) -> tuple[Row, ...]:
        """The rows of a list; every column is there, empty where nothing is known."""
        field = self.logbook.field(key)
        if field is None or not isinstance(self.values.get(key), list):
            return ()
        return tuple(self._row(field, row) for row in self.values[key] if isinstance(row, dict))

    def _row(self, field: Field, row: Mapping[str, Any]) -> Row:
        return {column.key: self._cell(column, row) for column in field.columns}

    def _cell(self, column: Field, row: Mapping[str, Any]) -> Any:
        if column.type == "computed":
            return isolated(compute(column, self.values, self.today, row).text)
        value = row.get(column.key)
        if column.type == "list" and column.columns:
            return tuple(self._row(column, inner) for inner in value or () if inner)
        return "" if value is None else isolated(show_value(column, value))

    def computed(self, key: str) -> str:
        """A value that follows from others."""
        field = self.logbook.field(key)
        return isolated(compute(field, self.values, self.today).text) if field else ""

    def parts(self, key: str) -> Mapping[str, Any]:
        """What a computation found beside its text."""
        field = self.logbook.field(key)
        return compute(field, self.values, self.today).parts if field else {}

    def label(self, key: str) -> str:
        """What the field is called."""
        field = self.logbook.field(key)
        return field.label if field else ""

    def has(self, *keys: str) -> bool:
        """Whether anything stands in one of these fields."""
        return any(self.text(key) for key in keys)

    def is_complete(self, *keys: str) -> bool:
        """Whether all of these fields that a finished document needs are filled."""
        fields = [field for key in keys if (field := self.logbook.field(key))]
        return all(
            is_filled(field, self.values.get(field.key))
            for field in fields
            if field.required == "yes"
        )

    @property
    def lit(self) -> str:
        """The letters of KURS that are lit."""
        letters = self.parts("gy_sentence").get("letters", {})
        return "".join(letter for letter, on in letters.items() if on)

    def day(self, key: str, number: int, column: str) -> str:
        """The day in one row of a list, short: „Di, 9. Feb.“; number counts from 0."""
        rows = self.values.get(key)
        row = rows[number] if isinstance(rows, list) and number < len(rows) else None
        found = date_of(row.get(column)) if isinstance(row, dict) else None
        return short_day(found) if found else ""


def short_day(day: date) -> str:
    """„Di, 9. Feb.“, with blanks that do not break."""
    return f"{_DAYS[day.weekday()]}, {day.day}.\u00a0{_MONTHS[day.month - 1]}"
