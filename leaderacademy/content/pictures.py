"""Reads the files of content/media: drawings as text, photos by their size."""

from __future__ import annotations

from pathlib import Path

from leaderacademy.content.context import Picture
from leaderacademy.content.edition import KnownFile
from leaderacademy.content.folder import Stamp, read_file
from leaderacademy.content.memory import Memory
from leaderacademy.content.problems import Problem
from leaderacademy.content.questions.answers import digest_of
from leaderacademy.content.svg import read_svg

_HEAD = 256_000
_SIZED_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read_picture(folder: Path, name: str, stamp: Stamp, memory: Memory) -> KnownFile:
    """A drawing that cannot be shown is replaced by its last good version."""
    short = name.partition("/")[2]
    if not name.endswith(".svg"):
        width, height = size_of(folder / name)
        digest = digest_of(f"{stamp}")
        return KnownFile(stamp, Picture(short, None, width, height), digest=digest)
    file = read_file(folder, name, stamp[1])
    troubles = read_svg(file.text)[2] if file.text is not None else ()
    if file.text is not None and not troubles:
        memory.keep(name, file.text)
        return KnownFile(stamp, Picture(short, file.text), digest=digest_of(file.text))
    kept = memory.recall(name)
    problems = [file.problem] if file.problem else []
    if kept is not None:
        # With no version to show, the figures that want it complain instead.
        problems += [Problem("error", file.path, *trouble, harmless=True) for trouble in troubles]
    text = file.text if kept is None else kept
    digest = digest_of(text or "")
    return KnownFile(stamp, Picture(short, text), tuple(problems), clean=False, digest=digest)


def size_of(file: Path) -> tuple[int, int]:
    """Width and height of a PNG, JPEG or WebP, so that nothing jumps; zeros when unknown."""
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return 0, 0
    if head.startswith(b"\x89PNG\r\n\x1a\n") and len(head) >= 24:
        return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    if head.startswith(b"\xff\xd8"):
        return _jpeg_size(head)
    return _webp_size(head) if head[8:12] == b"WEBP" and len(head) >= 30 else (0, 0)


def _jpeg_size(head: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(head) and head[place] == 0xFF:
        if head[place + 1] in _SIZED_MARKERS:
            height, width = head[place + 5 : place + 7], head[place + 7 : place + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        place += 2 + int.from_bytes(head[place + 2 : place + 4], "big")
    return 0, 0


def _webp_size(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        width, height = head[24:27], head[27:30]
        return 1 + int.from_bytes(width, "little"), 1 + int.from_bytes(height, "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = head[26:28], head[28:30]
    return int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF
