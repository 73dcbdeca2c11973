"""The weights of the comparison: fixed by the first offer, and why they were changed later."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update

from leaderacademy.content.course import Course
from leaderacademy.content.fields.amounts import rows_of
from leaderacademy.content.numbers import show_number
from leaderacademy.core.database import session, upsert
from leaderacademy.learning.models import Answer
from leaderacademy.logbook.models.documents import FixedWeights
from leaderacademy.logbook.rules.comparison import weights_of


class Fixed(NamedTuple):
    """The weights as the first offer fixed them, as one text to compare, and the reason."""

    weights: str
    fixed_at: datetime
    reason: str
    reason_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """One weight that is not what it was when the first offer was opened."""

    criterion: str
    before: str  # empty for a criterion that was added
    after: str  # empty for one that was taken away


@dataclass(frozen=True, slots=True)
class WeightHistory:
    """Since when the weights are fixed, and what was changed since."""

    fixed_at: datetime
    changes: tuple[Change, ...]
    reason: str
    reason_at: datetime | None


def fix_weights(person_id: int, course: Course, keys: tuple[str, ...], now: datetime) -> None:
    """Called after answers were saved: the first offer fixes the weights, once and for all.

    One INSERT that does nothing the second time, so two tabs fix them once.
    """
    if "offers" not in keys and "of_weights" not in keys:
        return
    rows = session.execute(
        select(Answer.field_key, Answer.value).where(
            Answer.person_id == person_id, Answer.field_key.in_(("offers", "of_weights"))
        )
    )
    values = {row.field_key: row.value for row in rows}
    if not any(rows_of(values.get("offers"))):
        return
    weights = {w.criterion: str(w.weight) for w in weights_of(values, course.logbook)}
    session.execute(
        upsert(FixedWeights.__table__)
        .values(person_id=person_id, weights=weights, fixed_at=now, reason="")
        .on_conflict_do_nothing(index_elements=["person_id"])
    )


def give_reason(person_id: int, reason: str, now: datetime) -> None:
    """Keep why the weights were changed after the first offer was opened."""
    text = reason.replace("\r\n", "\n").strip()
    session.execute(
        update(FixedWeights)
        .where(FixedWeights.person_id == person_id, FixedWeights.reason != text)
        .values(reason=text, reason_at=now)
    )


def history_of(fixed: Fixed, values: Mapping[str, Any], course: Course) -> WeightHistory:
    """What became of the weights since they were fixed."""
    now = {w.criterion: w.weight for w in weights_of(values, course.logbook)}
    before: dict[str, str] = json.loads(fixed.weights)
    names = list(dict.fromkeys([*before, *now]))
    changes = tuple(
        Change(name, before.get(name, ""), show_number(now[name]) if name in now else "")
        for name in names
        if name not in now or before.get(name) != str(now[name])
    )
    return WeightHistory(fixed.fixed_at, changes, fixed.reason, fixed.reason_at)
