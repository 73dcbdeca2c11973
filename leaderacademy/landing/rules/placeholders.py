"""Finds what the operator still has to fill in: words in capitals between square brackets."""

import re
from dataclasses import dataclass

# Tags come first, so that nothing inside one is taken for a placeholder.
_PARTS = re.compile(r"<[^>]*>|(\[(?=[^\]]*[A-ZÄÖÜ]{2})(?:&[a-z]+;|[^\[\]<>a-zäöüß]){3,200}\])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text or HTML; `is_open` when it is a placeholder."""

    text: str
    is_open: bool


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text, or HTML as Markup, at its placeholders; the pieces keep the type."""
    found: list[Piece] = []
    start = 0
    for match in _PARTS.finditer(text):
        if not match[1]:
            continue
        found.append(Piece(text[start : match.start()], is_open=False))
        found.append(Piece(text[match.start() : match.end()], is_open=True))
        start = match.end()
    found.append(Piece(text[start:], is_open=False))
    return tuple(piece for piece in found if piece.text)
