"""The Logbuch of the invented company, in the words in which a finished document shows it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from leaderacademy.content.course import Logbook
from leaderacademy.content.fields.amounts import date_of
from leaderacademy.content.fields.values import example_value
from leaderacademy.logbook.rules.further import (
    COMPARISON,
    FURTHER,
    FURTHER_COLUMNS,
    FURTHER_ROWS,
)
from leaderacademy.logbook.rules.written import Written

SHEETS = ("zielbaum", "strategie", "briefing", "angebote", "team")
COMPANY = "Lotsen-Metallbau GmbH"


def example_of(logbook: Logbook, today: date) -> Written:
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
    quarter = date_of(values.get("gq_date"))
    if quarter is not None:  # „zur Quartalsmitte“
        middle = max(quarter - timedelta(days=45), today + timedelta(days=14))
        values["rs_rule_date"] = middle.isoformat()
    start = (today + timedelta(days=14)).isoformat()
    for key, more in FURTHER_COLUMNS.items():
        rows = values.get(key)
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            day = {"start": start} if key == "st_measures" else {}
            rest = (*more, *({} for _ in rows))
            values[key] = [{**day, **extra, **row} for row, extra in zip(rows, rest, strict=False)]
    return Written(logbook, values, today)
