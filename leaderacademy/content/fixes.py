"""Writes the fixes that problems carry into the files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from leaderacademy.content.problems import Fix, Problem


def apply_fixes(folder: Path, problems: Iterable[Problem]) -> int:
    """Writes every fix into its file and returns how many were written."""
    fixes: dict[str, list[Fix]] = {}
    for problem in problems:
        if problem.fix and problem.fix not in fixes.get(problem.fix.path, []):
            fixes.setdefault(problem.fix.path, []).append(problem.fix)
    for path, wanted in fixes.items():
        file = folder.parent / path
        file.write_text(fixed(file.read_text(encoding="utf-8"), wanted), encoding="utf-8")
    return sum(len(wanted) for wanted in fixes.values())


def fixed(text: str, fixes: Iterable[Fix]) -> str:
    """The text with all fixes, the last place first so that earlier places stay right."""
    lines = text.split("\n")
    for fix in sorted(fixes, key=lambda fix: (fix.line, fix.column), reverse=True):
        line, start = lines[fix.line - 1], fix.column - 1
        lines[fix.line - 1] = line[:start] + fix.insert + line[start + fix.remove :]
    return "\n".join(lines)
