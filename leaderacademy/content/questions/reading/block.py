"""What reading every kind of question shares: the block, its source, and its complaints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from leaderacademy.content.blocks import Chunk
from leaderacademy.content.problems import Problems
from leaderacademy.content.prose import ProseWriter
from leaderacademy.content.questions.answers import Kind, digest_of, normalise
from leaderacademy.content.questions.source import Entry, QuestionSource


@dataclass(frozen=True, slots=True)
class QuestionBlock:
    """One question block of a lesson while it is read."""

    chunk: Chunk
    id: str
    lesson: str
    source: QuestionSource
    writer: ProseWriter
    problems: Problems

    @property
    def line(self) -> int:
        return self.chunk.line

    def error(self, line: int, rest: str, column: int = 1) -> None:
        self.problems.error(line, f"Die Frage „{self.id}“ {rest}", column)

    def base(self, kind: Kind) -> dict[str, Any]:
        """The members that all kinds of question have."""
        source = self.source
        prompt = "\n".join(source.prompt)
        skipped = len(prompt) - len(prompt.lstrip("\n"))
        return {
            "id": self.id,
            "lesson": self.lesson,
            "kind": kind,
            "prompt": self.writer.rich(prompt.strip("\n"), source.prompt_line + skipped),
            "general": self.writer.rich("\n".join(source.general), source.general_line),
            "hints": tuple(self.writer.inline(text, line) for text, line in source.hints),
            "source": self.chunk.source,
            "digest": digest_of(self.chunk.source),
            "line": self.chunk.line,
        }

    def explanation(self, entry: Entry) -> Markup:
        return self.writer.rich(entry.explanation, entry.quote_line)

    def check_twins(self, entries: list[Entry], name: str) -> None:
        seen: dict[str, int] = {}
        for number, entry in enumerate(entries, start=1):
            text = normalise(entry.text)
            if text and text in seen:
                self.problems.error(
                    entry.line,
                    f"{name} {number} ist gleich wie {name} {seen[text]}. "
                    "Ändern oder löschen Sie eine davon.",
                )
            seen.setdefault(text, number)

    def warn_unexplained(self, entry: Entry) -> None:
        if not entry.explanation:
            self.problems.warn(
                entry.line,
                "Dieser Fehler hat keine Erklärung. Schreiben Sie darunter "
                "eine Zeile, die mit > beginnt.",
            )
