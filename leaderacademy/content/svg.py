"""Drawings for the page: an SVG file is checked and becomes inline markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from markupsafe import Markup

_LARGEST = 300_000
_FORBIDDEN = frozenset(
    {"script", "foreignobject", "style", "iframe", "object", "embed", "audio", "video", "handler"}
)
_PROLOG = re.compile(r"\A\s*(?:<\?xml[^>]*\?>)?\s*|<!--.*?-->", re.DOTALL)
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)", re.IGNORECASE)
Trouble = tuple[int, int, str]


def read_svg(text: str) -> tuple[Markup, bool, tuple[Trouble, ...]]:
    """The inline drawing, whether it is interactive, and what must not be in it (line, column)."""
    checker = _Checker()
    troubles = tuple(checker.check(text))
    if troubles:
        return Markup(), False, troubles
    return Markup(_PROLOG.sub("", text).strip()), checker.interactive, ()  # noqa: S704 - checked


class _Checker:
    def __init__(self) -> None:
        self.interactive = False
        self.found: list[Trouble] = []
        self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._doctype

    def check(self, text: str) -> Iterator[Trouble]:
        if len(text) > _LARGEST:
            yield 1, 1, "Die Zeichnung ist zu groß. Erlaubt sind höchstens 300 KB."
            return
        try:
            self.parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            self.found.append(
                (error.lineno, error.offset + 1, "Die Zeichnung ist kein gültiges SVG.")
            )
        yield from self.found

    def _doctype(self, *_declaration: object) -> None:
        self._refuse("Eine DOCTYPE-Zeile ist in Zeichnungen nicht erlaubt. Löschen Sie sie.")
        self.parser.StartElementHandler = None

    def _refuse(self, text: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.found.append((line, column, text))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2].lower()
        if self.depth == 0:
            self.interactive = "data-interactive" in attributes
            if name != "svg":
                self._refuse("Die Zeichnung beginnt nicht mit <svg>.")
        self.depth += 1
        if name in _FORBIDDEN:
            self._refuse(f"<{name}> ist in Zeichnungen nicht erlaubt. Löschen Sie es.")
        for attribute, value in attributes.items():
            trouble = _attribute_trouble(attribute.lower(), value.strip())
            if trouble:
                self._refuse(trouble)


def _attribute_trouble(name: str, value: str) -> str:
    local = name.rpartition(":")[2]
    if local.startswith("on"):
        return f"Das Attribut {name} ist in Zeichnungen nicht erlaubt. Löschen Sie es."
    if local == "style":
        return "style= ist in Zeichnungen nicht erlaubt. Schreiben Sie zum Beispiel fill=."
    if local in ("href", "src") and not value.startswith("#"):
        return "Zeichnungen dürfen auf nichts außerhalb verweisen. Löschen Sie den Verweis."
    if _OUTSIDE.search(value):
        return "Zeichnungen dürfen auf nichts außerhalb verweisen. Löschen Sie url(…)."
    return ""
