"""Adding, removing and moving the rows of a list as the buttons of a form ask for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_OPERATION = re.compile(r"([a-z0-9_]{1,80})(?:\.(\d{1,3}))?\.(add|remove|up|down)")


@dataclass(frozen=True, slots=True)
class RowOperation:
    """What a button of a list asks for; `row` counts from 0 and is meaningless for "add"."""

    field: str
    kind: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows a list should show at least."""

    field: str = ""
    count: int = 0

    def of(self, field: str) -> int:
        return self.count if field == self.field else 0

    def __str__(self) -> str:
        return f"{self.field}-{self.count}" if self.count else ""


NO_ROWS = Rows()


def read_operation(text: str) -> RowOperation | None:
    """`steps.add`, `steps.2.remove`, `steps.2.up`; None for anything else."""
    found = _OPERATION.fullmatch(text)
    if found is None or (found[2] is None) != (found[3] == "add"):
        return None
    return RowOperation(found[1], found[3], int(found[2] or 0))


def apply_operation(rows: Sequence[Any], operation: RowOperation) -> list[Any]:
    """The rows afterwards; an operation on a row that is not there changes nothing."""
    changed = list(rows)
    row = operation.row
    if operation.kind == "add" or row >= len(changed):
        return changed
    if operation.kind == "remove":
        del changed[row]
        return changed
    other = row - 1 if operation.kind == "up" else row + 1
    if 0 <= other < len(changed):
        changed[row], changed[other] = changed[other], changed[row]
    return changed
