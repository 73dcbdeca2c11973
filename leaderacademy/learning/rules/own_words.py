"""What somebody wrote, asked back: „Sie wollten bis 30. Juni … – wie ist der Stand?“."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from leaderacademy.content.direction import isolated
from leaderacademy.content.fields.dates import show_date


@dataclass(frozen=True, slots=True)
class AskedBack:
    """One own sentence, when it was meant for, and the document in which it stands."""

    text: str
    until: str
    document: str


def ask_back(values: Mapping[str, Any], today: date) -> AskedBack | None:
    """The own words whose day comes first, past days before those to come; None without any."""
    found = [*_steps(values), *_goals(values)]
    if not found:
        return None
    past = [one for one in found if one[0] <= today]
    day, text = max(past) if past else min(found)
    return AskedBack(text, show_date(day), "zielbaum")


def _steps(values: Mapping[str, Any]) -> list[tuple[date, str]]:
    rows = values.get("steps")
    found = []
    for row in rows if isinstance(rows, Sequence) and not isinstance(rows, str) else ():
        if not isinstance(row, Mapping) or row.get("status") in ("fertig", "gestrichen"):
            continue
        found += _dated(row.get("due"), row.get("action"))
    return found


def _goals(values: Mapping[str, Any]) -> list[tuple[date, str]]:
    quarter = _dated(values.get("gq_date"), values.get("gq_objective"))
    return quarter + _dated(values.get("g3_date"), values.get("g3_statement"))


def _dated(day: Any, text: Any) -> list[tuple[date, str]]:
    if not isinstance(day, str) or not isinstance(text, str) or not text.strip():
        return []
    try:
        return [(date.fromisoformat(day), isolated(" ".join(text.split())))]
    except ValueError:
        return []
