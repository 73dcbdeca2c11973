"""HTML and plain text of other systems as our Markdown: what is meant stays, what acts goes."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from leaderacademy.content.rawhtml import is_safe_address

_SIGNS = re.compile(r"([\\`*_\[\]{}])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_START = re.compile(r"([#>|:~]|[-+](?=[ \t-])|[0-9]{1,9}(?=[.)][ \t]))")
_CODES = {"|": "&#124;", ":": "&#58;", "~": "&#126;"}
_BOLD, _ITALIC = ("strong", "b"), ("em", "i")
_KEPT = ("sub", "sup", "s", "del", "ins", "mark", "small", "q", "kbd")
_PARTS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "table"}
    | {"tr", "pre", "hr", "dl", "dt", "dd", "section", "article", "thead", "tbody", "tfoot"}
)
_DROPPED = ("script", "style", "iframe", "object", "embed", "svg", "math", "video", "audio")
_QUIET = ("span", "font", "a", "u", "br", "td", "th", "html", "body", "head", "tt", "big", "abbr")
_FORMULA = re.compile(r"\\\(|\\\[|\$\$")
_DEEPEST = 40
# Markdown for a picture (its address, its words); "" for one that stays away and of which that was
# said, None for one that nobody knows.
Picture = Callable[[str, str], str | None]


def escaped(text: str) -> str:
    """Plain words as Markdown that shows exactly them."""
    text = _ENTITY.sub("&amp;", _SIGNS.sub(r"\\\1", text))
    return text.replace("<", "&lt;").replace("==", "=&#61;")


def from_plain(text: str) -> str:
    """Plain text, line by line, as Markdown."""
    return "\n".join(_safe_start(escaped(line.strip())) for line in text.strip().split("\n"))


def _safe_start(line: str) -> str:
    """A line that begins with no sign which means something there."""
    found = _START.match(line)
    if found is None:
        return line
    sign, rest = found.group(1), line[found.end() :]
    return f"{sign}\\{rest}" if sign.isdigit() else _CODES.get(sign, f"\\{sign}") + rest


def from_html(text: str, notes: list[str], picture: Picture | None = None) -> str:
    """Markdown of a fragment of HTML; `notes` gets a German sentence for what was lost."""
    reader = _Reader(notes, picture)
    reader.feed(text)
    reader.close()
    return reader.result()


def one_line(text: str) -> str:
    """The text as one line, for options, steps and pairs."""
    return " ".join(text.split())


def note(notes: list[str], sentence: str) -> None:
    """Say it once."""
    if sentence not in notes:
        notes.append(sentence)


def name_formula(text: str, notes: list[str]) -> None:
    """Moodle sets formulas, we do not."""
    if _FORMULA.search(text):
        note(notes, "Eine Formel steht jetzt als Text da.")


class _Reader(HTMLParser):
    """Never raises. `stack` holds the open inline tags with what they have gathered so far."""

    def __init__(self, notes: list[str], picture: Picture | None) -> None:
        super().__init__(convert_charrefs=True)
        self.notes = notes
        self.picture = picture
        self.done: list[str] = []
        self.stack: list[tuple[str, list[str], str]] = [("", [], "")]
        self.lists: list[int | None] = []
        self.mark = ""
        self.quoted = 0
        self.silent = 0
        self.literal = False

    def result(self) -> str:
        self._end_part()
        text = ""
        for part in self.done:
            tight = part.startswith(("- ", "  ")) or re.match(r"[0-9]+\. ", part)
            before = text.rsplit("\n", 1)[-1]
            listed = bool(re.match(r"(?:- |[0-9]+\. )", before))
            text += ("\n" if tight and listed else "\n\n") + part
        return text.strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _DROPPED:
            self.silent += 1
            note(self.notes, f"Eingebettetes (<{tag}>) ist weggefallen.")
        elif self.silent:
            return
        elif tag in _PARTS:
            self._part(tag)
        else:
            self._inline(tag, values)

    def _inline(self, tag: str, values: dict[str, str]) -> None:
        if tag == "br":
            self._add("  \n")
        elif tag == "img":
            self._picture(values)
        elif tag in (*_BOLD, *_ITALIC, *_KEPT, "code", "a"):
            self._open(tag, values.get("href", ""))
        elif tag in ("td", "th") and self._gathered():
            self._add(" · ")
        elif tag not in _QUIET:
            note(self.notes, "Gestaltung ist weggefallen.")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self.silent = max(self.silent - 1, 0)
        elif self.silent:
            return
        elif tag in _PARTS:
            self._end_part()
            self._part_ended(tag)
        elif any(name == tag for name, _, _ in self.stack[1:]):
            while self._close() != tag:
                pass

    def _part_ended(self, tag: str) -> None:
        self.literal = self.literal and tag != "pre"
        self.quoted = max(self.quoted - (tag == "blockquote"), 0)
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        name_formula(data, self.notes)
        if any(name == "code" for name, _, _ in self.stack):
            self._add(data)
            return
        lines = data.split("\n") if self.literal else [re.sub(r"[ \t\r\n\f]+", " ", data)]
        self._add("  \n".join(escaped(line) for line in lines))

    def _part(self, tag: str) -> None:
        self._end_part()
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "pre":
            self.literal = True
        elif tag == "table":
            note(self.notes, "Eine Tabelle steht jetzt als Text da.")
        elif tag == "blockquote":
            self.quoted += 1
        elif tag == "hr":
            self.done.append("***")
        elif tag.startswith("h"):
            self.mark = "#" * int(tag[1]) + " "

    def _item(self) -> None:
        count = self.lists[-1] if self.lists else None
        if count is None:
            self.mark = "- "
            return
        self.lists[-1] = count + 1
        self.mark = f"{count + 1}. "

    def _picture(self, values: dict[str, str]) -> None:
        words = one_line(values.get("alt", ""))[:200]
        taken = self.picture(values.get("src", ""), words) if self.picture is not None else None
        if taken:
            self._add(taken)
            return
        name = values.get("src", "").rpartition("/")[2][:60]
        self._add(escaped(f"(Bild: {words or name or 'ohne Beschreibung'})"))
        if taken is None:
            self._miss(words or name or "ohne Namen")

    def _miss(self, name: str) -> None:
        note(
            self.notes,
            f"Das Bild „{name}“ kommt nicht mit. An seiner Stelle stehen "
            "Worte; nehmen Sie es unter „Bilder“ auf und setzen Sie es dort ein.",
        )

    def _gathered(self) -> bool:
        return any(part.strip() for _, parts, _ in self.stack for part in parts)

    def _add(self, text: str) -> None:
        self.stack[-1][1].append(text)

    def _open(self, tag: str, address: str) -> None:
        if len(self.stack) < _DEEPEST:
            self.stack.append((tag, [], address))

    def _close(self) -> str:
        tag, parts, address = self.stack.pop()
        text = "".join(parts)
        inner = text.strip()
        before = text[: len(text) - len(text.lstrip())]
        after = text[len(text.rstrip()) :] if inner else ""
        self._add(before + self._written(tag, inner, address) + after)
        return tag

    def _written(self, tag: str, inner: str, address: str) -> str:
        open_tags = {name for name, _, _ in self.stack}
        if not inner:
            return ""
        if tag in _BOLD:
            return inner if open_tags & set(_BOLD) else f"**{inner}**"
        if tag in _ITALIC:
            return inner if open_tags & set(_ITALIC) else f"*{inner}*"
        if tag == "code":
            return f"`{inner}`" if "`" not in inner and "\n" not in inner else escaped(inner)
        if tag in _KEPT:
            return f"<{tag}>{inner}</{tag}>"
        return self._link(inner, address.strip())

    def _link(self, inner: str, address: str) -> str:
        outside = re.fullmatch(r"(?:https?://|mailto:)[^\s()<>\"'\\]+", address)
        if outside and is_safe_address(address) and "\n" not in inner:
            return f"[{inner}]({address})"
        note(self.notes, "Ein Link ist weggefallen; sein Text steht noch da.")
        return inner

    def _end_part(self) -> None:
        while len(self.stack) > 1:
            self._close()
        parts = self.stack[0][1]
        text = "\n".join(line.strip(" ") + "  " for line in "".join(parts).split("\n"))
        text = text.strip(" \n")
        parts.clear()
        if text:
            whole = self.mark + _guarded(text)
            quote = "> " * min(self.quoted, 3)
            self.done.append("\n".join(quote + line for line in whole.split("\n")))
            self.mark = ""


def _guarded(text: str) -> str:
    return "\n".join(_safe_start(line) for line in text.split("\n"))
