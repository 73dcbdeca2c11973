"""Saving Logbuch answers: two tabs or devices never overwrite each other silently."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from leaderacademy.content.course import Course, Field
from leaderacademy.content.fields.values import parse_value
from leaderacademy.core.database import Base, session, upsert
from leaderacademy.learning.models import Answer
from leaderacademy.learning.rules.answers import (
    Base as FormBase,
)
from leaderacademy.learning.rules.answers import (
    find_other,
    same,
    value_digest,
    with_other,
    without_other,
)
from leaderacademy.learning.service.completion import mark_completed
from leaderacademy.learning.service.state import known_fields

BERLIN = ZoneInfo("Europe/Berlin")
# Called as (person_id, course, written keys, now) within the transaction that wrote them.
on_saved: list[Callable[[int, Course, tuple[str, ...], datetime], None]] = []
_answers = Base.metadata.tables[Answer.__tablename__]


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a form brought for one field: the raw input, what the form had shown, and the
    waiting version that this input continues (after a conflict)."""

    raw: Any
    base: FormBase | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the learner says to a conflict: take the waiting version `entry`, or drop it.

    `version` is the one shown beside it: a version nobody has seen is not replaced.
    """

    field: str
    entry: str
    take: bool
    version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """Keys whose value was written, and keys where somebody else had been faster."""

    keys: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def today_in_germany(now: datetime) -> date:
    """The date on the calendar at home."""
    return now.astimezone(BERLIN).date()


def save_answers(
    person_id: int,
    course: Course,
    submitted: Mapping[str, Submitted],
    now: datetime,
    decision: Decision | None = None,
) -> Saved:
    """Write every field that was touched; whatever was typed is kept, even what cannot be read.

    A field that was saved elsewhere meanwhile with another value is left as it is; this version
    joins `others` and waits for the learner's decision.
    """
    fields = known_fields(course)
    keys = sorted(key for key in submitted if key in fields and fields[key].type != "computed")
    rows = _locked(person_id, keys)
    outcomes: dict[str, str] = {}
    for key in keys:
        value = value_to_keep(fields[key], submitted[key].raw, now)
        outcomes[key] = _save(person_id, key, rows.get(key), submitted[key], value, now)
    session.flush()
    if decision is not None:
        resolve_conflict(person_id, decision, now)
    mark_completed(person_id, course, now)
    written = tuple(key for key in keys if outcomes[key] == "written")
    for follow in on_saved:
        follow(person_id, course, written, now)
    return Saved(
        written,
        tuple(key for key in keys if outcomes[key] == "conflict"),
    )


def value_to_keep(field: Field, raw: Any, now: datetime) -> Any:
    """What was typed in the form in which it is stored; a text is never cut, only advised on."""
    return parse_value(field, raw, today_in_germany(now)).value


def _save(
    person_id: int,
    key: str,
    row: Answer | None,
    submitted: Submitted,
    value: Any,
    now: datetime,
) -> str:
    if row is None and value is None:
        return "unchanged"
    if row is None:
        if _insert(person_id, key, value, now):
            return "written"
        row = _locked(person_id, [key])[key]
    return _update(row, submitted, value, now)


def _locked(person_id: int, keys: list[str]) -> dict[str, Answer]:
    """The rows of these fields, held until the transaction ends (SQLite holds everything)."""
    if not keys:
        return {}
    rows = session.scalars(
        select(Answer)
        .where(Answer.person_id == person_id, Answer.field_key.in_(keys))
        .order_by(Answer.field_key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.field_key: row for row in rows}


def _insert(person_id: int, key: str, value: Any, now: datetime) -> bool:
    """False when another request was first."""
    inserted = session.execute(
        upsert(_answers)
        .values(person_id=person_id, field_key=key, value=value, version=1, saved_at=now, others=[])
        .on_conflict_do_nothing(index_elements=["person_id", "field_key"])
        .returning(_answers.c.field_key)
    )
    return inserted.first() is not None


def _update(row: Answer, submitted: Submitted, value: Any, now: datetime) -> str:
    base = submitted.base
    entry = submitted.entry if find_other(row.others, submitted.entry) else ""
    if same(row.value, value):
        row.others = without_other(row.others, entry) if entry else row.others
        return "unchanged"
    if base is not None and base.digest == value_digest(value) and not entry:
        return "unchanged"  # shown but not touched: whoever changed it elsewhere is right
    if base is not None and base.version == row.version and not entry:
        row.value = value
        row.version += 1
        row.saved_at = now
        return "written"
    row.others, _entry = with_other(row.others, value, now, "form", entry)
    return "conflict"


def resolve_conflict(person_id: int, decision: Decision, now: datetime) -> bool:
    """Do what was decided; False when that decision is no longer open."""
    row = _locked(person_id, [decision.field]).get(decision.field)
    other = find_other(row.others, decision.entry) if row is not None else None
    if row is None or other is None:
        return False
    if decision.take and row.version != decision.version:
        return False
    row.others = without_other(row.others, decision.entry)
    if decision.take:
        row.value = other["value"]
        row.version += 1
        row.saved_at = now
    session.flush()
    return True
