"""What a browser sends for Logbuch fields, as the raw values that can be parsed and kept."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from leaderacademy.content.course import Field
from leaderacademy.learning.rules.answers import read_base
from leaderacademy.learning.rules.rows import (
    NO_ROWS,
    RowOperation,
    Rows,
    apply_operation,
    read_operation,
)
from leaderacademy.learning.service.answers import Decision, Submitted

Form = MultiDict[str, str]
BASE = "base."
WAITING = "mine."
_DECISION = re.compile(r"(take|keep)\.([a-z0-9_]{1,80})\.([0-9a-f]{12})\.(\d{1,9})")


def read_answers(fields: Mapping[str, Field], form: Form) -> dict[str, Submitted]:
    """Every field that the form contained, after the button for rows was obeyed.

    A field was in the form when its base was: boxes without a tick send nothing.
    """
    operation = row_operation(form)
    submitted = {}
    for name in form:
        key = name.removeprefix(BASE)
        if not name.startswith(BASE) or key not in fields:
            continue
        raw = read_raw(fields[key], key, form)
        if operation is not None and operation.field == key and isinstance(raw, list):
            raw = apply_operation(raw, operation)
        submitted[key] = Submitted(raw, read_base(form[name]), form.get(WAITING + key, ""))
    return submitted


def row_operation(form: Form) -> RowOperation | None:
    """What the pressed button asks of a list."""
    return read_operation(form.get("op", ""))


def read_decision(form: Form) -> Decision | None:
    """The answer to a conflict, when such a button was pressed."""
    found = _DECISION.fullmatch(form.get("op", ""))
    if found is None:
        return None
    return Decision(found[2], found[3], take=found[1] == "take", version=int(found[4]))


def rows_after(fields: Mapping[str, Field], form: Form) -> Rows:
    """How many rows a list should show now, when a row was to be added."""
    operation = row_operation(form)
    if operation is None or operation.kind != "add" or operation.field not in fields:
        return NO_ROWS
    return Rows(operation.field, len(_indices(operation.field, form)) + 1)


def rows_in_query(text: str) -> Rows:
    """The same from an address: `steps-4`."""
    found = re.fullmatch(r"([a-z0-9_]{1,80})-(\d{1,2})", text)
    return Rows(found[1], int(found[2])) if found else NO_ROWS


def read_raw(field: Field, name: str, form: Form) -> Any:
    """The raw value of one field: text, list of ticked values, or list of rows."""
    if field.type == "choices":
        return form.getlist(name)
    if field.type == "scale":
        return [form.get(f"{name}.{index}", "") for index in _indices(name, form)]
    if field.type != "list":
        return form.get(name, "")
    return [_row(field, f"{name}.{index}", form) for index in _indices(name, form)]


def _row(field: Field, name: str, form: Form) -> Any:
    if not field.columns:
        return form.get(name, "")
    return {
        column.key: read_raw(column, f"{name}.{column.key}", form)
        for column in field.columns
        if column.type != "computed"
    }


def _indices(name: str, form: Iterable[str]) -> list[int]:
    pattern = re.compile(re.escape(name) + r"\.(\d{1,3})(?:\.|$)")
    return sorted({int(found[1]) for key in form if (found := pattern.match(key))})
