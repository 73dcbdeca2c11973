"""One walk over clean HTML: sets text, links terms and sources, checks links and pictures."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaderacademy.content.lesson import Heading
from leaderacademy.content.problems import nearest
from leaderacademy.content.rawhtml import is_safe_address
from leaderacademy.content.typography import typeset
from leaderacademy.content.variants import responsive

if TYPE_CHECKING:
    from leaderacademy.content.prose import ProseWriter

_TAG = re.compile(r"(<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_HREF = re.compile(r' href="([^"]*)"')
_TARGET = re.compile(r"\]\(\s*<?([^)\s>]+)")
_TITLE = re.compile(r"#(?!#)")
_SRC = re.compile(r' src="([^"]*)"')
_ALT = re.compile(r' alt="([^"]*)"')
_LOCAL = re.compile(r"(?:\.\./)?(?:lessons/|pages/)?(?:[0-9]+-)?([a-z0-9-]+)\.md(#.*)?")
_REFERENCE = re.compile(
    r"\s*\[(?P<sources>Q[0-9]+(?:[,;] ?Q[0-9]+)*|Vorlage)\]"
    r"|\[\^(?P<note>[\w-]{1,40})\]"
    r"|\{\{\s*(?P<field>[^{}\n]{1,80}?)\s*\}\}"
)
_HEADLINE = re.compile(r" {0,3}#{1,6}\s")
_FIELD_KEY = re.compile(r"[a-z][a-z0-9_]*")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_QUIET = frozenset({"a", "code", "pre"}) | _HEADINGS
_INLINE = frozenset({"strong", "em", "b", "i", "span", "sup", "sub", "mark", "abbr", "small"})


@dataclass(frozen=True, slots=True)
class Link:
    """Where prose points to, and from where."""

    address: str
    line: int
    column: int


class Walk:
    """One walk over clean HTML: text between tags is set, tags are left as they are."""

    def __init__(
        self, writer: ProseWriter, source: str, line: int, terms: bool, own_words: bool = False
    ) -> None:
        self.writer = writer
        self.source = source
        self.line = line
        self.terms = terms
        self.own_words = own_words
        self.asked: dict[str, int] = {}
        self.quiet: list[str] = []
        self.before = ""
        self.titles = 0
        lines = enumerate(source.split("\n"))
        self.heading_lines = iter([n for n, raw in lines if _HEADLINE.match(raw)])

    def over(self, rendered: str) -> str:
        parts = _TAG.split(rendered)
        for number, part in enumerate(parts):
            if number % 2:
                self._tag(part, number, parts)
            elif part:
                parts[number] = self._text(part)
        return "".join(parts)

    def _tag(self, tag: str, number: int, parts: list[str]) -> None:
        found = _NAME.match(tag)
        name = found.group(1) if found else ""
        if name not in _INLINE:
            self.before = ""
        opens = not tag.startswith("</")
        if name in _HEADINGS and opens:
            parts[number] = self._heading(name, number, parts)
        elif name == "a" and opens:
            parts[number] = self._link(tag)
        elif name == "img":
            parts[number] = self._image(tag)
        if name in _QUIET:
            self.quiet = [*self.quiet, name] if opens else self.quiet[:-1]

    def _heading(self, name: str, number: int, parts: list[str]) -> str:
        if name == "h1":
            self._refuse_title()
        end = next((i for i in range(number, len(parts)) if parts[i] == f"</{name}>"), number)
        text = html.unescape("".join(parts[number + 1 : end][::2])).strip()
        identity = self.writer.heading_id(text)
        level = int(name[1])
        line = self.line + next(self.heading_lines, 0)
        self.writer.headings.append(Heading(identity, typeset(text), level, line))
        return f'<{name} id="{identity}">'

    def _refuse_title(self) -> None:
        self.titles += 1
        lines = [n for n, raw in enumerate(self.source.split("\n")) if _TITLE.match(raw)]
        line = self.line + (lines[self.titles - 1] if self.titles <= len(lines) else 0)
        self.writer.problems.error(
            line,
            "Die Hauptüberschrift ist der Titel im Kopf. Schreiben Sie hier ## statt #.",
            fix=self.writer.problems.fix(line, 1, 0, "#") if lines else None,
        )

    def _link(self, tag: str) -> str:
        found = _HREF.search(tag)
        address = html.unescape(found.group(1)) if found else ""
        line, column = self._find(address)
        if not address:
            targets = (found[1] for found in _TARGET.finditer(self.source))
            unsafe = next((target for target in targets if not is_safe_address(target)), "")
            text = "Ein Link hat kein erlaubtes Ziel. Erlaubt sind https:, mailto: und tel:."
            self._error(unsafe, text)
            return tag
        local = _LOCAL.fullmatch(address)
        if local:
            place = "/" if "pages/" in address else "/kurs/"
            new = place + local.group(1) + (local.group(2) or "")
            tag, address = tag.replace(f'"{address}"', f'"{new}"'), new
        self.writer.links.append(Link(address, line, column))
        return tag

    def _image(self, tag: str) -> str:
        source, alt = _SRC.search(tag), _ALT.search(tag)
        name = html.unescape(source.group(1)) if source else ""
        line, column = self._find(name)
        if not (alt and alt.group(1).strip()):
            self.writer.problems.error(
                line,
                f"Das Bild „{name}“ hat keinen Alternativtext. Schreiben Sie ihn in die eckigen "
                f"Klammern: ![Was zu sehen ist]({name})",
                column,
            )
        pictures = self.writer.context.pictures
        file = name.rpartition("/")[2]
        if pictures is not None and file not in pictures:
            self.writer.problems.error(
                line,
                f"Das Bild „{name}“ fehlt in content/media.{nearest(file, pictures)}",
                column,
                harmless=True,
            )
        address = self.writer.context.media_address
        tag = tag.replace(f'src="{name}"', f'src="{address}{file}"')
        if pictures is None or file not in pictures:
            return tag
        return tag.removesuffix(">") + responsive(pictures[file], pictures, address) + ">"

    def _text(self, text: str) -> str:
        if "code" in self.quiet or "pre" in self.quiet:
            return text
        if "[" not in text and "{" not in text:
            return self._words(text)
        pieces, last = [], 0
        for found in _REFERENCE.finditer(text):
            replacement = self._reference(found)
            if replacement is None:
                continue
            pieces += [self._words(text[last : found.start()]), replacement]
            last = found.end()
        pieces.append(self._words(text[last:]))
        return "".join(pieces)

    def _words(self, text: str) -> str:
        if not text:
            return ""
        pattern = self.writer.context.term_pattern
        text = typeset(text, self.before)
        self.before = text[-1:]
        if pattern is None or not self.terms:
            return text
        return pattern.sub(self._term, text)

    def _term(self, found: re.Match[str]) -> str:
        word = found.group()
        key = self.writer.context.term_of[word.replace("\u00a0", " ")]
        if key in self.writer.linked:
            return word
        if self.quiet:
            if key not in self.writer.unlinkable:
                pattern = rf"(?<![\w-]){re.escape(word)}(?![\w-])".replace("\u00a0", " ")
                self.writer.unlinkable[key] = (word, *self._place(pattern))
            return word
        self.writer.linked.add(key)
        return f'<a class="term" href="/glossar#{key}">{word}</a>'

    def _reference(self, found: re.Match[str]) -> str | None:
        if "a" in self.quiet and not found["field"]:
            return None
        if found["sources"]:
            return self._sources(found["sources"])
        if found["note"]:
            return self._note(found["note"])
        return self._field(found["field"])

    def _sources(self, keys: str) -> str | None:
        known = self.writer.context.source_keys
        links = []
        for key in re.split(r"[,;] ?", keys):
            if not known:
                return None
            if key.lower() not in known:
                text = f"Die Quelle „{key}“ steht nicht in sources.yml.{nearest(key, known)}"
                self._error_at(rf"\b{key}\b", text)
                return None
            links.append(f'<a href="/quellen#{key.lower()}" aria-label="Quelle {key}">{key}</a>')
        return f'<sup class="source">{", ".join(links)}</sup>'

    def _note(self, key: str) -> str | None:
        mentioned = self.writer.mention(key)
        if mentioned is None:
            self._error_at(
                rf"\[\^{re.escape(key)}\]",
                f"Die Fußnote „{key}“ fehlt. Schreiben Sie in eine Zeile [^{key}]: und den Text.",
            )
            return None
        note, first = mentioned
        identity = f' id="fnref-{key}"' if first else ""
        label = f'aria-label="Fußnote {note.number}"'
        return (
            f'<sup{identity}><a href="#fn-{key}" role="doc-noteref" {label}>{note.number}</a></sup>'
        )

    def _field(self, key: str) -> str | None:
        fields = self.writer.context.fields
        place = rf"\{{\{{\s*{re.escape(key)}\s*\}}\}}"
        if not _FIELD_KEY.fullmatch(key) or (fields is not None and key not in fields):
            self._error_at(
                place,
                f"Das Logbuch-Feld „{key}“ gibt es nicht.{nearest(key, fields or ())} "
                "Die Namen stehen in logbook.yml.",
            )
            return None
        if not self.own_words or _HEADINGS.intersection(self.quiet):
            if not self.writer.forgiving:
                self._error_at(
                    place,
                    f"„{{{{ {key} }}}}“ kann hier nicht gezeigt werden. Die eigenen Worte der "
                    "Lernenden erscheinen nur im Lauftext und in ::: example.",
                )
            return ""
        return f'<span data-field="{key}"></span>'

    def _error(self, needle: str, text: str) -> None:
        line, column = self._find(needle)
        self.writer.problems.error(line, text, column)

    def _error_at(self, pattern: str, text: str) -> None:
        line, column = self._place(pattern)
        self.writer.problems.error(line, text, column)

    def _place(self, pattern: str) -> tuple[int, int]:
        """Where the pattern stands in the source; asked again, where it stands next."""
        places = [found.start() for found in re.finditer(pattern, self.source)] or [0]
        number = self.asked.get(pattern, 0)
        self.asked[pattern] = number + 1
        return self._line_and_column(places[min(number, len(places) - 1)])

    def _find(self, needle: str) -> tuple[int, int]:
        """The line and column of the first such text in the source."""
        return self._line_and_column(max(self.source.find(needle), 0))

    def _line_and_column(self, position: int) -> tuple[int, int]:
        start = self.source.rfind("\n", 0, position) + 1
        line = self.line + self.source.count("\n", 0, position)
        text = self.source[start:].partition("\n")[0]
        return line, self.writer.column_in_file(line, text, position - start + 1)
