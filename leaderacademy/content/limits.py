"""Refuses text that would keep the Markdown converter busy, before it is converted."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_PARAGRAPH = 20_000
MOST_PARAGRAPHS = 2_000
MOST_HEADINGS = 100
MOST_OPEN_BRACKETS = 20
DEEPEST = 8
MOST_ROWS = 200
MOST_COLUMNS = 20
_MOST = {"[": 300, "<": 200, "*": 1_000, "_": 1_000, "`": 400}
_NAMES = {
    "[": "eckige Klammern",
    "<": "spitze Klammern",
    "*": "Sternchen",
    "_": "Unterstriche",
    "`": "Rückstriche",
}
_MARKERS = re.compile(r"(?:[ \t]*(?:>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*[ \t]*")
_MARKER = re.compile(r">|[-+*]|[0-9]+[.)]")
Found = tuple[int, str]


def find_excess(text: str) -> Found | None:
    """The line offset and a German sentence for the first thing that is too much, or None."""
    headings = 0
    for paragraphs, (start, lines) in enumerate(_paragraphs(text), start=1):
        headings += sum(line.startswith("#") for line in lines)
        found = _in_paragraph(start, lines)
        if found:
            return found
        if paragraphs > MOST_PARAGRAPHS:
            return (
                start,
                f"Hier stehen mehr als {MOST_PARAGRAPHS} Absätze. Teilen Sie den Text auf.",
            )
        if headings > MOST_HEADINGS:
            return (
                start,
                f"Hier stehen mehr als {MOST_HEADINGS} Überschriften. Teilen Sie den Text.",
            )
    return None


def _paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    start, lines = 0, list[str]()
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            if not lines:
                start = number
            lines.append(line)
        elif lines:
            yield start, lines
            lines = []
    if lines:
        yield start, lines


def _in_paragraph(start: int, lines: list[str]) -> Found | None:
    text = "\n".join(lines)
    if len(text) > LONGEST_PARAGRAPH:
        return start, (
            f"Dieser Absatz ist länger als {LONGEST_PARAGRAPH // 1000}.000 Zeichen. "
            "Teilen Sie ihn mit Leerzeilen auf."
        )
    return _too_many_signs(start, text) or _too_deep(start, lines) or _table(start, lines)


def _too_many_signs(start: int, text: str) -> Found | None:
    for sign, most in _MOST.items():
        if text.count(sign) > most:
            return start, f"In diesem Absatz stehen mehr als {most} {_NAMES[sign]}. Bitte kürzen."
    opened = 0
    for found in re.finditer(r"[\[\]]", text):
        opened = opened + 1 if found.group() == "[" else max(opened - 1, 0)
    if opened > MOST_OPEN_BRACKETS:
        return start, (
            f"In diesem Absatz werden {opened} eckige Klammern nicht geschlossen. "
            "Schließen oder löschen Sie sie."
        )
    return None


def _too_deep(start: int, lines: list[str]) -> Found | None:
    for number, line in enumerate(lines, start):
        prefix = _MARKERS.match(line)
        marks = len(_MARKER.findall(prefix.group())) if prefix else 0
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if marks > DEEPEST or indent > 4 * DEEPEST:
            return number, (
                f"Listen und Zitate dürfen höchstens {DEEPEST} Ebenen tief sein. "
                "Rücken Sie weniger weit ein."
            )
    return None


def _table(start: int, lines: list[str]) -> Found | None:
    rows = sum("|" in line for line in lines)
    if rows > MOST_ROWS:
        return start, f"Diese Tabelle hat mehr als {MOST_ROWS} Zeilen. Teilen Sie sie auf."
    for number, line in enumerate(lines, start):
        if rows > 1 and line.count("|") > MOST_COLUMNS + 1:
            return number, f"Diese Tabelle hat mehr als {MOST_COLUMNS} Spalten. Teilen Sie sie auf."
    return None
