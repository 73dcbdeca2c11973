"""The checker's edits as sentences that a person can follow in any editor."""

import re
from dataclasses import dataclass

from leaderacademy.content.course import Fix, Problem


@dataclass(frozen=True, slots=True)
class FixInWords:
    """How a problem is mended: where, what to do, and the text it is done with."""

    where: str
    what: str
    text: str


def fix_in_words(fix: Fix) -> FixInWords:
    """The checker's edit as a sentence a person can follow in any editor."""
    where = f"Zeile\u00a0{fix.line}, Spalte\u00a0{fix.column}"
    letters = "1\u00a0Zeichen" if fix.remove == 1 else f"{fix.remove}\u00a0Zeichen"
    if not fix.insert:
        return FixInWords(where, f"{letters} löschen.", "")
    if not fix.remove:
        return FixInWords(where, "einfügen:", fix.insert.strip("\n"))
    return FixInWords(where, f"{letters} ersetzen durch:", fix.insert.strip("\n"))


def fix_label(fix: Fix) -> str:
    """What the button says that does it."""
    if fix.new_id:
        return "Kennung einsetzen"
    if not fix.insert:
        return "Löschen"
    if fix.remove:
        return "Ersetzen"
    return "Zeile einfügen" if "\n" in fix.insert else "Einfügen"


_UNEXPLAINED = re.compile(r"hat keine Erklärung\.")


def remedy(problem: Problem, text: str) -> Fix | None:
    """What the checker knows, and what only somebody at the keyboard can finish: the beginning of
    an explanation is no remedy for a file, but here the cursor stands behind it."""
    if problem.fix is not None or not _UNEXPLAINED.search(problem.text):
        return problem.fix
    lines = text.split("\n")
    if not 0 < problem.line <= len(lines):
        return None
    column = len(lines[problem.line - 1]) + 1
    return Fix(problem.path, problem.line, column, 0, "\n  > ")
