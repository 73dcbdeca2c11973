"""What is wrong with a content file: the problem, its place, and the edit that mends it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
_NAMES = {"error": "Fehler", "warning": "Warnung"}


@dataclass(frozen=True, slots=True)
class Fix:
    """Replaces `remove` characters at line:column (both 1-based) by `insert`.

    `new_id` is the id it proposes, so that the whole course can make it unique.
    """

    path: str
    line: int
    column: int
    remove: int
    insert: str
    new_id: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence for the trainer; `harmless` errors do not take a lesson off the page."""

    severity: Severity
    path: str
    line: int
    column: int
    text: str
    fix: Fix | None = None
    harmless: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {_NAMES[self.severity]}: {self.text}"

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


class Problems:
    """Collects the problems of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Problem] = []

    def error(
        self,
        line: int,
        text: str,
        column: int = 1,
        fix: Fix | None = None,
        harmless: bool = False,
    ) -> None:
        self.found.append(Problem("error", self.path, line, column, text, fix, harmless))

    def warn(self, line: int, text: str, column: int = 1, fix: Fix | None = None) -> None:
        self.found.append(Problem("warning", self.path, line, column, text, fix))

    def fix(self, line: int, column: int, remove: int, insert: str, new_id: str = "") -> Fix:
        return Fix(self.path, line, column, remove, insert, new_id)

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.found)

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.found, key=lambda found: (found.line, found.column)))


def nearest(word: str, known: Iterable[str]) -> str:
    """A German half sentence that suggests the nearest known word, or nothing."""
    found = difflib.get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f" Meinten Sie „{found[0]}“?" if found else ""
