"""German typography for visible text: quotes, dashes and blanks that must not break."""

from __future__ import annotations

import re

from leaderacademy.core.german import NBSP

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_UNITS = (
    "Jahren?|Jahre|Monaten?|Monate|Wochen?|Tagen?|Tage|Stunden?|Std\\.|Minuten?|Min\\.|Sekunden?"
    "|Prozent|Euro|Kilometern?|km|Uhr|Punkten?|Punkte|Personen|Zeichen|Mio\\.|Mrd\\.|Tsd\\."
)
_RULES = (
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"), NBSP),
    (re.compile(r"(?<=\d) (?=[%€])"), NBSP),
    (re.compile(r"(?<=Mio\.) (?=€)|(?<=Mrd\.) (?=€)"), NBSP),
    (re.compile(rf"(?<=\d\.) (?=(?:{_MONTHS})\b)"), NBSP),
    (re.compile(r"(?<=§) (?=\d)"), NBSP),
    (re.compile(r"\b(Lektion|Haken|Seite|Nr\.|Kapitel) (?=\d)"), rf"\1{NBSP}"),
    (re.compile(r"\b([zduioZDUI]\.) ?(?=[A-Za-z]\.)"), rf"\1{NBSP}"),
    (re.compile(r"(?<!\s) (--|-|–) (?=\S)"), f"{NBSP}– "),
    (re.compile(r"(?<!\s) –(?=$|[,.\s])"), f"{NBSP}–"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
)
_QUOTE = re.compile(r'"|&quot;')
_OPENS_AFTER = frozenset(f" \n\t{NBSP}([„‚–")


def typeset(text: str, before: str = "") -> str:
    """The text with German quotes and non-breaking blanks; `before` is the sign in front of it."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    if '"' not in text and "&quot;" not in text:
        return text

    def quote(found: re.Match[str]) -> str:
        previous = text[found.start() - 1] if found.start() else before
        return "„" if not previous or previous in _OPENS_AFTER else "“"

    return _QUOTE.sub(quote, text)
