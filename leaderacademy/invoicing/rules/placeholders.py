"""What somebody meant to fill in and has not."""

import re

# [FIRMA], as our own pages and files have it; a link in Markdown is none.
PLACEHOLDER = re.compile(r"\[[A-ZÄÖÜ][^\]]*\](?!\()")

# In a value of the operator nothing stands in brackets, and these words name nobody.
_GAP = re.compile(
    r"\[[^\]]*\]|<[^>]*>|\bx{3,}\b|\?{2,}|\.{3}|…|^[0\s]+$"
    r"|\b(todo|tbd|fixme|platzhalter|muster(mann|frau|stra(ß|ss)e|weg|stadt|firma))\b",
    re.IGNORECASE,
)


def is_gap(text: str) -> bool:
    """Whether a value of the operator's settings has still to be filled in."""
    return _GAP.search(text) is not None
