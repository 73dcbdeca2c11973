"""What may be typed into the editor: cleaned, measured, and named by a digest."""

import hashlib
import re

from leaderacademy.content.blocks import LARGEST_FILE

# What Word and the clipboard bring along: invisible signs, odd line ends, its own bullets.
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\x0c]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x85\u2028\u2029]")
_BULLET = re.compile(r"^([ ]*)[•·▪●○◦‣\uf0b7\uf0a7](?:[ \t\u00a0]+)", re.MULTILINE)
_LETTER_BULLET = re.compile(r"^([ ]*)[o§](?:\t|[ \u00a0]{2,})[ \t\u00a0]*", re.MULTILINE)
_NUMBER = re.compile(r"^([ ]*[0-9]{1,3}[.)])(?:\t|\u00a0{2,})[ \t\u00a0]*", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class TooLong(Exception):  # noqa: N818 - named for what happened
    """The text cannot be a file of the course; the message is German and for the trainer."""

    def __init__(self, size: int) -> None:
        kilobytes = f"{size / 1000:,.0f}".replace(",", ".")
        super().__init__(
            f"Der Text ist {kilobytes}\u00a0KB groß, erlaubt sind "
            f"{LARGEST_FILE // 1000}\u00a0KB. Er ist noch nicht gespeichert. Kürzen Sie ihn, oder "
            "verteilen Sie ihn auf mehrere Lektionen."
        )


def cleaned(text: str) -> str:
    """The text as it is kept: line feeds, no invisible signs, Word's bullets as Markdown."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _CONTROL.sub("", text)
    text = _BULLET.sub(r"\1- ", text)
    text = _LETTER_BULLET.sub(r"\1- ", text)
    text = _NUMBER.sub(r"\1 ", text)
    return text.strip("\n") + "\n" if text.strip() else ""


def measured(text: str) -> str:
    """The text, if it is short enough; raises TooLong."""
    size = len(text.encode())
    if size > LARGEST_FILE:
        raise TooLong(size)
    return text


def digest_of(text: str) -> str:
    """64 hex digits, different for any two texts."""
    return hashlib.sha256(text.encode()).hexdigest()
