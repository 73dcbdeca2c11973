"""Takes the Markdown of a question apart: prompt, entries with their quotes, hints, general."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["single", "multi", "order", "match", "number", "none"]
_SINGLE = re.compile(r"[-*+][ \t]+\(([ xX~]?)\)(?:[ \t]+(.*)|$)")
_MULTI = re.compile(r"[-*+][ \t]+\[([ xX~]?)\](?:[ \t]+(.*)|$)")
_NUMBERED = re.compile(r"([0-9]{1,3})[.)][ \t]+(.*)")
_PAIR = re.compile(r"[-*+][ \t]+(?!falsch\s*:)(.*?)[ \t]+==[ \t]+(.*)", re.IGNORECASE)
_MISTAKE = re.compile(r"[-*+][ \t]+falsch\s*:[ \t]*(.*)", re.IGNORECASE)
_SOLUTION = re.compile(r"=[ \t]*(.+)")
_BULLET = re.compile(r"[-*+][ \t]+(.*)")
_HINT = re.compile(r"\?[ \t]+(.*)")
_TIGHT = re.compile(r"[-*+][ \t]+(?!falsch\s*:)(?=[^\s=]).*?(?:\S==|==\S)", re.IGNORECASE)
_TIGHT_SIGN = re.compile(r"[ \t]*==[ \t]*")
_QUOTE = re.compile(r">[ \t]?(.*)")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_ENTRIES: dict[Form, re.Pattern[str]] = {
    "single": _SINGLE,
    "multi": _MULTI,
    "match": _PAIR,
    "number": _SOLUTION,
    "order": _NUMBERED,
}


@dataclass(slots=True)
class Entry:
    """One option, step, pair, mistake or value, with the quote below it."""

    role: Literal["option", "mistake", "value"]
    mark: str
    text: str
    line: int
    quote: list[str] = field(default_factory=list)
    quote_line: int = 0
    margin: bool = False
    closed: bool = False

    @property
    def explanation(self) -> str:
        return "\n".join(self.quote).strip()


@dataclass(slots=True)
class QuestionSource:
    """A question taken apart; lines are those of the file."""

    form: Form
    prompt: list[str] = field(default_factory=list)
    prompt_line: int = 1
    entries: list[Entry] = field(default_factory=list)
    hints: list[tuple[str, int]] = field(default_factory=list)
    general: list[str] = field(default_factory=list)
    general_line: int = 0
    strays: list[tuple[str, int]] = field(default_factory=list)
    others: set[Form] = field(default_factory=set)
    tight: list[tuple[int, int, int]] = field(default_factory=list)
    glued: int = 0


def take_apart(lines: tuple[str, ...], first_line: int) -> QuestionSource:
    """Never raises; what fits nowhere is in `strays`."""
    forms = _forms(lines)
    source = QuestionSource(
        forms[0] if forms else "none", prompt_line=first_line, others=set(forms)
    )
    _Reader(source).read(lines, first_line)
    return source


def _visible(lines: tuple[str, ...]) -> list[str]:
    """The lines with code fences blanked, so that nothing in them counts as an entry."""
    visible, fence = [], ""
    for line in lines:
        found = _FENCE.match(line.lstrip())
        inside = bool(fence)
        if found and not fence:
            fence = found.group(1)
        elif found and found.group(1).startswith(fence):
            fence = ""
        visible.append("" if inside or fence else line)
    return visible


def _forms(lines: tuple[str, ...]) -> list[Form]:
    found = {_form_of(line) for line in _visible(lines)}
    rank: tuple[Form, ...] = ("single", "multi", "match", "number", "order")
    return [form for form in rank if form in found]


def _form_of(line: str) -> Form:
    if _SINGLE.match(line):
        return "single"
    if _MULTI.match(line):
        return "multi"
    if _PAIR.match(line):
        return "match"
    if _SOLUTION.match(line) and not line.startswith("=="):
        return "number"
    return "order" if _NUMBERED.match(line) else "none"


class _Reader:
    """Walks over the lines once; `entry` is what an indented line belongs to."""

    def __init__(self, source: QuestionSource) -> None:
        self.source = source
        self.entry: Entry | None = None
        self.started = False

    def read(self, lines: tuple[str, ...], first_line: int) -> None:
        for offset, (line, visible) in enumerate(zip(lines, _visible(lines), strict=True)):
            self._take(line, visible, first_line + offset)
            if self.entry and not line.strip():
                self.entry.closed = self.entry.margin
        self._settle_last_quote()

    def _take(self, line: str, visible: str, number: int) -> None:
        tight = _TIGHT.match(visible) if self.source.form in ("none", "match") else None
        if tight and not _PAIR.match(visible):
            sign = _TIGHT_SIGN.search(visible)
            if sign:
                self.source.tight.append((number, sign.start() + 1, len(sign.group())))
            self.started, self.entry = True, None
            return
        hint = _HINT.match(visible)
        if hint:
            self.source.hints.append((hint.group(1), number))
            self.entry = None
            return
        entry = self._entry(visible, number)
        if entry:
            self.started, self.entry = True, entry
            self.source.entries.append(entry)
        elif not self.started:
            self.source.prompt.append(line)
        elif line.strip():
            self._below_entry(line, number)

    def _entry(self, line: str, number: int) -> Entry | None:
        form = self.source.form
        pattern = _ENTRIES.get(form)
        mistake = _MISTAKE.match(line)
        if mistake and form in ("order", "match"):
            return Entry("mistake", "", mistake.group(1), number)
        found = pattern.match(line) if pattern else None
        if found and form == "number":
            return Entry("option", "=", found.group(1), number)
        if found:
            mark = found.group(1).strip()
            mark = mark.lower() if form in ("single", "multi") else mark
            return Entry("option", mark, found.group(2) or "", number)
        value = _BULLET.match(line)
        if value and form == "number" and self.started:
            return Entry("value", "", value.group(1), number)
        return None

    def _below_entry(self, line: str, number: int) -> None:
        stripped = line.lstrip()
        quote = _QUOTE.match(stripped)
        at_margin = stripped == line
        if quote is None:
            if self.entry and not at_margin and not self.entry.quote:
                self.entry.text += "\n" + stripped.rstrip()
            else:
                self.source.strays.append((stripped, number))
        elif self.entry is None or (at_margin and self.entry.quote and not self._goes_on()):
            self.entry = None
            self.source.general_line = self.source.general_line or number
            self.source.general.append(quote.group(1))
        else:
            self.entry.margin = at_margin
            self.entry.quote_line = self.entry.quote_line or number
            self.entry.quote.append(quote.group(1))

    def _goes_on(self) -> bool:
        """Whether a quote at the margin goes on with one; a blank line between parts them."""
        return self.entry is not None and self.entry.margin and not self.entry.closed

    def _settle_last_quote(self) -> None:
        """A quote at the margin right before ::: explains the whole, except below the solution."""
        last = self.entry
        if last is None or not last.margin or last.mark == "=":
            return
        if last.role == "option" and any(entry.margin for entry in self.source.entries[:-1]):
            self.source.glued = last.quote_line + 1 if len(last.quote) > 1 else 0
            return
        self.source.general, self.source.general_line = last.quote, last.quote_line
        last.quote = []
