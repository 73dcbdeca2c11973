"""The short form of a source for a line below a figure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from leaderacademy.content.course import Course

_YEAR = re.compile(r"\((\d{4})\)")


@dataclass(frozen=True, slots=True)
class ShortSource:
    """Who and when, and the anchor of the full entry on the page of sources."""

    anchor: str
    short: str


def short_sources(course: Course) -> Mapping[str, ShortSource]:
    """Every source by its key."""
    return {
        source.key: ShortSource(source.anchor, short_form(source.text.striptags()))
        for source in course.sources
    }


def short_form(text: str) -> str:
    """„Sull u. a., 2015“ from „Sull, D., Homkes, R. (2015): …“; else what is before the colon."""
    head, colon, _rest = text.partition(":")
    if not colon:
        head = text.partition(".")[0]
    year = _YEAR.search(head)
    who = head[: year.start()].strip() if year else head.strip()
    names = who.split(", ")
    if year and len(names) > 2:
        who = f"{names[0]} u.\u00a0a."
    elif year and len(names) == 2:
        who = names[0]
    return f"{who}, {year[1]}" if year else who
