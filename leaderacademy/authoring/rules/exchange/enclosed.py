"""Pictures inside of a Moodle question: read for the course, written for Moodle.

Moodle puts a picture as <file> beside the <text> that shows it under @@PLUGINFILE@@.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from leaderacademy.authoring.rules.exchange.carried import Notes
from leaderacademy.authoring.rules.exchange.markup import Picture, note
from leaderacademy.authoring.rules.pictures import BadPicture

Element = Any  # lxml is imported late
PLACE = "@@PLUGINFILE@@"
_IN_MARKDOWN = re.compile(rf"!\[([^\]]*)\]\(({PLACE}/[^)\s]+)[^)]*\)")
_USED = re.compile(rf'src="{PLACE}/([^"]+)"')


def picture_reader(element: Element, notes: Notes) -> Picture:
    """How the pictures of this element become Markdown; what stays away is said in `notes`."""
    files = {_path(file): file for file in element.findall("file")}

    def read(source: str, words: str) -> str | None:
        place, _, path = source.partition("/")
        file = files.get(unquote(path)) if place == PLACE else None
        if file is None or notes.take is None:
            return None
        name = (file.get("name") or "")[:60]
        if not words.strip():
            note(
                notes,
                f"Das Bild „{name}“ hat in Moodle keine Beschreibung und kommt nicht mit. "
                "Schreiben Sie sie dort hinein, oder nehmen Sie das Bild unter „Bilder“ auf.",
            )
            return ""
        try:
            taken = notes.take(name, _bytes(file))
        except BadPicture as error:
            note(notes, f"Das Bild „{name}“ kommt nicht mit. {error}")
            return ""
        return f"![{_safe(words)}]({taken})"

    return read


def _path(file: Element) -> str:
    return f"{file.get('path') or '/'}{file.get('name') or ''}".lstrip("/")


def _bytes(file: Element) -> bytes:
    if (file.get("encoding") or "") != "base64":
        raise BadPicture("Seine Kodierung ist nicht base64.")
    try:
        return base64.b64decode("".join((file.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise BadPicture("Seine Daten sind unvollständig.") from None


def _safe(words: str) -> str:
    return " ".join(words.split()).translate(str.maketrans("[]<>\\`*_", "()()    "))


def in_markdown(text: str, read: Picture, notes: Notes) -> str:
    """Markdown of Moodle with its pictures; one that stays away leaves its words."""

    def exchanged(found: re.Match[str]) -> str:
        words = " ".join(found[1].split())
        made = read(found[2], words)
        if made is None:
            note(notes, f"Das Bild „{words or found[2].rpartition('/')[2][:60]}“ kommt nicht mit.")
        return made or f"(Bild: {words or 'ohne Beschreibung'})"

    return _IN_MARKDOWN.sub(exchanged, text)


def enclose(element: Element, html: str, pictures: Mapping[str, bytes]) -> None:
    """Put every picture that this text shows beside it, once."""
    for name in dict.fromkeys(_USED.findall(html)):
        file = element.makeelement("file", {"name": name, "path": "/", "encoding": "base64"})
        file.text = base64.b64encode(pictures[name]).decode()
        element.append(file)
