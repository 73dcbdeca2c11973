"""The Logbuch of the invented company, in the words in which a finished document shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from leaderacademy.content.course import Field, Logbook
from leaderacademy.content.fields.values import compute, example_value, show_value
from leaderacademy.landing.rules.further import COMPARISON, FURTHER, FURTHER_ROWS

SHEETS = ("zielbaum", "strategie", "briefing", "angebote", "team")


@dataclass(frozen=True, slots=True)
class Example:
    """The company's values as stored, read out as a person reads them; unknown keys are empty."""

    logbook: Logbook
    values: Mapping[str, Any]
    today: date

    def text(self, key: str) -> str:
        """One value."""
        field = self.logbook.field(key)
        value = self.values.get(key)
        return show_value(field, value) if field and value is not None else ""

    def words(self, key: str) -> tuple[str, ...]:
        """The lines of a list of plain texts, or the ticked options."""
        value = self.values.get(key)
        return tuple(str(word) for word in value) if isinstance(value, list) else ()

    def rows(self, key: str) -> tuple[dict[str, Any], ...]:
        """The rows of a list; every column is there, empty where nothing is known."""
        field = self.logbook.field(key)
        if field is None or not isinstance(self.values.get(key), list):
            return ()
        return tuple(self._row(field, row) for row in self.values[key])

    def _row(self, field: Field, row: Mapping[str, Any]) -> dict[str, Any]:
        return {column.key: self._cell(column, row) for column in field.columns}

    def _cell(self, column: Field, row: Mapping[str, Any]) -> Any:
        if column.type == "computed":
            return compute(column, self.values, self.today, row).text
        value = row.get(column.key)
        if column.type == "list" and column.columns:
            return tuple(self._row(column, inner) for inner in value or ())
        return "" if value is None else show_value(column, value)

    def computed(self, key: str) -> str:
        """A value that follows from others."""
        field = self.logbook.field(key)
        return compute(field, self.values, self.today).text if field else ""


def example_of(logbook: Logbook, today: date) -> Example:
    """The examples of logbook.yml; where it has none, what a finished document needs."""
    # The goal of a year that is almost over would be no goal.
    goal_year = (today + timedelta(days=183)).year
    values: dict[str, Any] = {**COMPARISON, "gy_date": date(goal_year, 12, 31).isoformat()}
    for field in logbook.fields:
        raw = field.example if field.example is not None else FURTHER.get(field.key)
        if isinstance(raw, list | tuple):
            raw = [*raw, *FURTHER_ROWS.get(field.key, ())]
        value = example_value(replace(field, example=raw), today)
        if value is not None and field.type != "computed":
            values[field.key] = value
    return Example(logbook, values, today)
