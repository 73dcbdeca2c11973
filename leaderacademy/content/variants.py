"""Smaller copies of a photo: hafen.480.webp lies beside hafen.webp for narrow screens."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from leaderacademy.content.context import Picture

WIDTHS = (480, 960)
_VARIANT = re.compile(r"(.+)\.([0-9]{2,4})\.(webp)")
# The text column is 640 px wide, on a phone as wide as the screen.
_SIZES = "(max-width: 700px) 100vw, 640px"


def variant_name(name: str, width: int) -> str:
    """hafen.webp at 480 px is hafen.480.webp."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{width}.{ending}"


def is_variant(name: str, names: Mapping[str, object]) -> bool:
    """Whether this is a smaller copy of another picture."""
    found = _VARIANT.fullmatch(name)
    return found is not None and f"{found[1]}.{found[3]}" in names


def responsive(picture: Picture, pictures: Mapping[str, Picture], address: str) -> str:
    """The attributes of an img beside src and alt: its size, and its smaller copies."""
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
    copies = [
        (width, variant_name(picture.name, width))
        for width in WIDTHS
        if variant_name(picture.name, width) in pictures
    ]
    if not copies or not picture.width:
        return f'{size} loading="lazy"'
    every = [*copies, (picture.width, picture.name)]
    sources = ", ".join(f"{html.escape(address + name)} {width}w" for width, name in every)
    return f'{size} srcset="{sources}" sizes="{_SIZES}" loading="lazy"'
