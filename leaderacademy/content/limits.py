"""Refuses text that would keep the Markdown converter busy, before it is converted."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_PARAGRAPH = 20_000
DEEPEST = 8
MOST_ROWS = 200
MOST_COLUMNS = 20
_MOST_IN_ALL = {
    "Absätze": 2_000,
    "Überschriften": 100,
    "Tabellenzeilen": 400,
    "HTML-Zeichen <": 1_000,
}
_MOST_SIGNS = {"*": (1_000, "Sternchen"), "_": (1_000, "Unterstriche"), "`": (400, "Rückstriche")}
# What is opened and not closed makes the converter look ahead to the end, again and again. So it
# is counted over the whole text, not only in one paragraph.
_MOST_OPEN = 50
_OPEN_NAMES = {"[": "eckige Klammern", "](": "Klammern von Links", "<": "spitze Klammern"}
_LINK = re.compile(r"\]\(|\)")
_TAG = re.compile(r"<[A-Za-z!?/][^<>]*(>?)")
_MARKERS = re.compile(r"(?:[ \t]*(?:>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*[ \t]*")
_MARKER = re.compile(r">|[-+*]|[0-9]+[.)]")
Found = tuple[int, str]


def find_excess(text: str) -> Found | None:
    """The line offset and a German sentence for the first thing that is too much, or None."""
    opened = dict.fromkeys(_OPEN_NAMES, 0)
    totals = dict.fromkeys(_MOST_IN_ALL, 0)
    for start, lines in _paragraphs(text):
        found = (
            _in_paragraph(start, lines)
            or _too_many_open(start, "\n".join(lines), opened)
            or _too_many_in_all(start, lines, totals)
        )
        if found:
            return found
    return None


def _too_many_in_all(start: int, lines: list[str], totals: dict[str, int]) -> Found | None:
    totals["Absätze"] += 1
    totals["Überschriften"] += sum(line.startswith("#") for line in lines)
    totals["Tabellenzeilen"] += sum(line.count("|") > 1 for line in lines)
    totals["HTML-Zeichen <"] += sum(line.count("<") for line in lines)
    for name, count in totals.items():
        if count > _MOST_IN_ALL[name]:
            most = _MOST_IN_ALL[name]
            return start, f"Bis hierher stehen mehr als {most} {name}. Teilen Sie den Text auf."
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
    for sign, (most, name) in _MOST_SIGNS.items():
        if text.count(sign) > most:
            return start, f"In diesem Absatz stehen mehr als {most} {name}. Bitte kürzen Sie ihn."
    return None


def _too_many_open(start: int, text: str, opened: dict[str, int]) -> Found | None:
    """Adds what this paragraph leaves open to the counts of the whole text."""
    if "[" in text:
        opened["["] += _left_open(re.finditer(r"[\[\]]", text), "[")
        opened["]("] += _left_open(_LINK.finditer(text), "](")
    if "<" in text:
        opened["<"] += sum(not tag.group(1) for tag in _TAG.finditer(text))
    for sign, count in opened.items():
        if count > _MOST_OPEN:
            return start, (
                f"Bis hierher werden {count} {_OPEN_NAMES[sign]} nicht geschlossen. "
                "Schließen oder löschen Sie sie."
            )
    return None


def _left_open(signs: Iterator[re.Match[str]], opening: str) -> int:
    opened = 0
    for found in signs:
        opened = opened + 1 if found.group() == opening else max(opened - 1, 0)
    return opened


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
