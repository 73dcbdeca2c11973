"""Cuts a lesson file into front matter, prose and ::: blocks, without reading what is inside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leaderacademy.content.problems import Problems, nearest

KINDS = ("question", "exercise", "remember", "example", "figure")
LARGEST_FILE = 200_000
MOST_BLOCKS = 100
_COLONS = re.compile(r" {0,3}:{3,}[ \t]*(.*?)[ \t]*$")
_SIGNS = frozenset(":`~")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of lines. `kind` is 'prose' or a block kind; `head` is the rest of its first line.

    `line` is the 1-based line of the first line; the body of a block starts one line later.
    """

    kind: str
    head: str
    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def body_line(self) -> int:
        return self.line if self.kind == "prose" else self.line + 1

    @property
    def source(self) -> str:
        """The whole block as Markdown, ready to be parsed again."""
        if self.kind == "prose":
            return self.text
        return "\n".join((f"::: {self.kind} {self.head}".rstrip(), *self.lines, ":::"))


def split_lines(text: str) -> list[str]:
    """Lines as an editor counts them: only line feeds end a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def split_front_matter(
    lines: list[str], problems: Problems, first_key: str = "title"
) -> tuple[str, int]:
    """The YAML between the two --- lines and the index of the first line after it."""
    if not lines or lines[0].rstrip() != "---":
        problems.error(
            1,
            "Am Anfang der Datei fehlt der Kopf. Beginnen Sie mit einer Zeile --- und "
            f"schreiben Sie darunter {first_key}: und die weiteren Angaben.",
        )
        return "", 0
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:index]), index + 1
    problems.error(
        1,
        "Der Kopf der Datei wird nicht geschlossen. Setzen Sie unter die letzte "
        "Angabe eine Zeile ---.",
    )
    return "", len(lines)


def split_blocks(lines: list[str], first_line: int, problems: Problems) -> list[Chunk]:
    """Prose and blocks in the order of the file; unclosed and unknown blocks are problems."""
    return _Splitter(lines, first_line, problems).split()


class _Splitter:
    def __init__(self, lines: list[str], first_line: int, problems: Problems) -> None:
        self.lines = lines
        self.first_line = first_line
        self.problems = problems
        self.chunks: list[Chunk] = []
        self.kind, self.head, self.start = "prose", "", first_line
        self.body: list[str] = []
        self.fence = ""
        self.fence_line = 0

    def split(self) -> list[Chunk]:
        for number, line in enumerate(self.lines, start=self.first_line):
            self._take(line, number)
        if self.fence:
            self.problems.error(
                self.fence_line,
                "Dieser Codeblock wird nicht geschlossen. Setzen "
                f"Sie darunter eine Zeile {self.fence}.",
            )
        if self.kind != "prose":
            self._unclosed()
        self._finish()
        return self.chunks

    def _take(self, line: str, number: int) -> None:
        if line.lstrip(" ")[:1] not in _SIGNS:
            self.body.append(line)
            return
        if self._in_fence(line, number):
            self.body.append(line)
            return
        colons = _COLONS.match(line)
        if colons is None:
            self.body.append(line)
        elif colons.group(1):
            self._open(colons.group(1), number)
        else:
            self._close(number)

    def _in_fence(self, line: str, number: int) -> bool:
        found = _FENCE.match(line)
        if self.fence:
            if found and found.group(1).startswith(self.fence) and not found.group(2).strip():
                self.fence = ""
            return True
        if found and not (found.group(1)[0] == "`" and "`" in found.group(2)):
            self.fence, self.fence_line = found.group(1), number
            return True
        return False

    def _open(self, words: str, number: int) -> None:
        if self.kind != "prose":
            self._unclosed()
        self._finish()
        kind, _, head = words.partition(" ")
        if kind not in KINDS:
            self.problems.error(
                number,
                f"„{kind[:40]}“ ist keine Art von Block.{nearest(kind, KINDS)} "
                f"Möglich sind {', '.join(KINDS)}.",
                5,
            )
            kind = f"unknown {kind}"
        self.kind, self.head, self.start = kind, head.strip(), number

    def _close(self, number: int) -> None:
        if self.kind == "prose":
            self.problems.error(
                number,
                "Diese Zeile ::: schließt nichts. Löschen Sie sie oder "
                "schreiben Sie davor, welcher Block beginnt.",
            )
            self._finish()
            self.start = number + 1
            return
        self._finish()
        self.kind, self.head, self.start = "prose", "", number + 1

    def _unclosed(self) -> None:
        self.problems.error(
            self.start,
            f"Der Block „{self.kind}“ wird nicht geschlossen. Setzen Sie "
            "unter seine letzte Zeile drei Doppelpunkte :::",
        )

    def _finish(self) -> None:
        if self.kind != "prose" or any(line.strip() for line in self.body):
            self.chunks.append(Chunk(self.kind, self.head, tuple(self.body), self.start))
        self.body = []
