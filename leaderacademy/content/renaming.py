"""Recognises a lesson file that was renamed while it could not be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BLOCK = re.compile(r"^ {0,3}:{3,}[ \t]*(?:question|exercise)[ \t]+([a-z0-9-]+)", re.MULTILINE)
_TITLE = re.compile(r"^title:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"(?:.*/)?([0-9]+)-")


def block_ids(text: str) -> frozenset[str]:
    """The ids of the questions and exercises of a lesson, without reading it whole."""
    return frozenset(_BLOCK.findall(text))


def find_origins(
    broken: Mapping[str, str | None], vanished: Mapping[str, str]
) -> Mapping[str, str]:
    """The former name of each broken file whose last good version has lost its file.

    `broken` holds what the files say now (None when that is no text), `vanished` the last good
    texts. Who shares most ids and the title is the one; a file without text goes by its number.
    """
    origins: dict[str, str] = {}
    for name, text in sorted(broken.items()):
        free = [old for old in sorted(vanished) if old not in origins.values()]
        ranked = sorted(free, key=lambda old: _likeness(name, text, old, vanished[old]))
        if ranked and _likeness(name, text, ranked[-1], vanished[ranked[-1]]):
            origins[name] = ranked[-1]
    return origins


def _likeness(name: str, text: str | None, old: str, kept: str) -> int:
    if text is None:
        new_number, old_number = _NUMBER.match(name), _NUMBER.match(old)
        return int(bool(new_number and old_number and new_number[1] == old_number[1]))
    same_title = bool(set(_TITLE.findall(text)[:1]) & set(_TITLE.findall(kept)[:1]))
    return len(block_ids(text) & block_ids(kept)) + same_title
