"""Text that runs from right to left, beside German text, without turning its surroundings round."""

from __future__ import annotations

import re

# Overrides, embeddings and isolates: whoever needs right-to-left text needs none of them, and a
# single one turns the rest of the line round. The marks U+200E, U+200F and U+061C stay.
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
FIRST_STRONG, POP = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """The text as a document shows it: no sign turns what follows, Hebrew stays by itself.

    What is stored and what stands in a form remains as it was typed.
    """
    if text.isascii():
        return text
    text = _CONTROLS.sub("", text)
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(
        f"{FIRST_STRONG}{line}{POP}" if _RIGHT_TO_LEFT.search(line) else line
        for line in text.split("\n")
    )
