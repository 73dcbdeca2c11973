"""The few friendly hints that need to look at other fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from leaderacademy.content.fields.amounts import (
    Values,
    cents_of,
    date_of,
    number_of,
    rows_of,
    text_of,
)
from leaderacademy.content.fields.computing import budget_with_reserve

_WEEKS_PER_MONTH = Decimal(52) / 12
_WEEKS_OF_STEPS = 2
_FIRST_STEP_MINUTES = 15
_FIRST_STEP_DAYS = 2
Rule = Callable[[Any, Values, date], bool]


def hours_per_week(values: Values) -> Decimal | None:
    """What the boss and the staff can give; None while the boss has not said."""
    boss = number_of(values.get("rs_hours_boss"))
    if boss is None:
        return None
    staff = (number_of(row.get("hours_week")) for row in rows_of(values.get("rs_staff")))
    return boss + sum((hours for hours in staff if hours is not None), Decimal(0))


def minutes_exceed_hours(value: Any, values: Values, _today: date) -> bool:
    """The steps of two weeks take longer than the hours planned for two weeks."""
    hours = hours_per_week(values)
    open_steps = (row for row in rows_of(value) if row.get("status") != "gestrichen")
    minutes = sum((number_of(row.get("minutes")) or Decimal(0) for row in open_steps), Decimal(0))
    return hours is not None and minutes > hours * 60 * _WEEKS_OF_STEPS


def twice_open(value: Any, values: Values, today: date) -> bool:
    """The step is still open although its day has passed."""
    due = date_of(values.get("due"))
    return value == "offen" and due is not None and due < today


def first_step_too_big(value: Any, values: Values, today: date) -> bool:
    """The chosen step takes more than 15 minutes or is due later than in 48 hours."""
    for row in rows_of(values.get("steps")):
        if text_of(row.get("action")) == value:
            minutes, due = number_of(row.get("minutes")), date_of(row.get("due"))
            late = due is not None and due > today + timedelta(days=_FIRST_STEP_DAYS)
            return late or (minutes is not None and minutes > _FIRST_STEP_MINUTES)
    return False


def hours_exceed_available(value: Any, values: Values, _today: date) -> bool:
    """The measures take more hours a month than there are."""
    hours = hours_per_week(values)
    needed = sum(
        (number_of(row.get("hours_month")) or Decimal(0) for row in rows_of(value)), Decimal(0)
    )
    return hours is not None and needed > hours * _WEEKS_PER_MONTH


def budget_exceeds_total(value: Any, values: Values, _today: date) -> bool:
    """The frame of the briefing is above the year's budget with reserve."""
    total, most = budget_with_reserve(values), cents_of(value)
    return total is not None and most is not None and most > total


RULES: Mapping[str, Rule] = {
    "minutes_exceed_hours": minutes_exceed_hours,
    "twice_open": twice_open,
    "first_step_too_big": first_step_too_big,
    "hours_exceed_available": hours_exceed_available,
    "budget_exceeds_total": budget_exceeds_total,
}
