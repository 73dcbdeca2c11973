"""Markdown to the HTML of a lesson: typography, glossary, sources, footnotes, learner's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from leaderacademy.content.context import Context
from leaderacademy.content.lesson import FieldRef, Heading, Pieces
from leaderacademy.content.limits import find_excess
from leaderacademy.content.markdown import to_html, to_inline_html
from leaderacademy.content.problems import Problems
from leaderacademy.content.rawhtml import find_refused
from leaderacademy.content.walk import Link, Walk

_SEVERAL = re.compile(r"\n[ \t]*\n|\n[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]|\n[ \t]*[>|]|^[>|]")
_FIELD_SPAN = re.compile(r'<span data-field="([a-z0-9_]+)"></span>')
_BACK = "Zurück zur Textstelle"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(slots=True)
class Footnote:
    """A footnote of the lesson; `number` is 0 until it is mentioned."""

    key: str
    text: str
    line: int
    number: int = 0


class ProseWriter:
    """Writes the prose of one lesson; it remembers which terms and notes were used already.

    `guarded` says that the whole file was searched for excess before, `forgiving` that the text
    was good once and is only shown again.
    """

    def __init__(
        self,
        context: Context,
        problems: Problems,
        guarded: bool = False,
        forgiving: bool = False,
    ) -> None:
        self.guarded = guarded
        self.forgiving = forgiving
        self.lines: Sequence[str] = ()
        self.context = context
        self.problems = problems
        self.linked: set[str] = set()
        self.unlinkable: dict[str, tuple[str, int, int]] = {}
        self.footnotes: dict[str, Footnote] = {}
        self.pending: list[Footnote] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self._used_ids: set[str] = set()

    def block(self, text: str, line: int, terms: bool = True, own_words: bool = False) -> Markup:
        """Block-level HTML; `own_words` says that the page can show the learner's words there."""
        if not self._is_safe(text, line):
            return Markup()
        walk = Walk(self, text, line, terms, own_words)
        return Markup(walk.over(to_html(text)))  # noqa: S704 - cleaned

    def inline(self, text: str, line: int, terms: bool = False, own_words: bool = False) -> Markup:
        """HTML of a single paragraph, without <p>."""
        text = text.strip()
        if not text or not self._is_safe(text, line):
            return Markup()
        walk = Walk(self, text, line, terms, own_words)
        return Markup(walk.over(to_inline_html(text)))  # noqa: S704 - cleaned

    def rich(self, text: str, line: int, terms: bool = False) -> Markup:
        """Like `inline` for one paragraph, like `block` for more."""
        several = _SEVERAL.search(text.strip())
        return self.block(text, line, terms) if several else self.inline(text, line, terms)

    def _is_safe(self, text: str, line: int) -> bool:
        excess = None if self.guarded else find_excess(text)
        if excess:
            self.problems.error(line + excess[0], excess[1])
            return False
        if "<" in text:
            for offset, column, name in find_refused(text):
                self.problems.error(
                    line + offset,
                    f"„{name}“ ist in Texten nicht erlaubt und würde entfernt. Verwenden Sie "
                    "Markdown oder löschen Sie die Stelle.",
                    self.column_in_file(line + offset, text.split("\n")[offset], column),
                )
        return True

    def column_in_file(self, line: int, text: str, column: int) -> int:
        """The column in the file, when `text` is only a part of its line (an option, a quote)."""
        whole = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return column + max(whole.find(text), 0)

    def take_footnotes(self, own_words: bool = False) -> Markup:
        """The list of the notes mentioned since it was last taken."""
        notes, self.pending = self.pending, []
        if not notes:
            return Markup()
        entries = Markup().join(
            Markup(
                '<li id="fn-{}" value="{}">{} <a href="#fnref-{}" aria-label="{}">↩</a></li>'
            ).format(note.key, note.number, text, note.key, _BACK)
            for note in notes
            for text in [self.inline(note.text, note.line, own_words=own_words)]
        )
        return Markup('\n<ol class="footnotes">{}</ol>').format(entries)

    def mention(self, key: str) -> tuple[Footnote, bool] | None:
        """The note and whether this is its first mention; None when it is not defined."""
        note = self.footnotes.get(key)
        if note is None:
            return None
        first = note.number == 0
        if first:
            note.number = 1 + max((known.number for known in self.footnotes.values()), default=0)
            self.pending.append(note)
        return note, first

    def heading_id(self, text: str) -> str:
        base = "abschnitt-" + (slugify(text) or "ohne-titel")
        found, number = base, 2
        while found in self._used_ids:
            found, number = f"{base}-{number}", number + 1
        self._used_ids.add(found)
        return found


def slugify(text: str) -> str:
    """Lower-case words with hyphens, at most 60 signs."""
    lowered = text.lower().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", lowered)[:60].strip("-")


def cut_at_fields(text: Markup) -> Pieces:
    """The HTML cut at the places where a learner's own words belong."""
    if "data-field" not in text:
        return (text,)
    parts = _FIELD_SPAN.split(text)
    return tuple(
        FieldRef(str(part)) if number % 2 else Markup(part)  # noqa: S704 - already clean
        for number, part in enumerate(parts)
        if part
    )
