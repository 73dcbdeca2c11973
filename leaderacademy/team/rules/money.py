"""Amounts of money in somebody's own words, found and hidden."""

import re

HIDDEN = "(Betrag verborgen)"
_NUMBER = r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?(?:,[-–—]+)?"
_SCALE = r"(?:Tsd\.?|Tausend|Mio\.?|Million(?:en)?|Mrd\.?|Milliarden?|[Tk](?=\s?€))"
_CURRENCY = (
    r"(?:€|\$|£|(?:T|k)€|(?:T?EUR|Euros?|Cent|CHF|Franken|USD|US-?Dollar|Dollar|GBP|Pfund)(?!\w))"
)
_WORDS = r"(?:(?:ein(?:e|er)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\s+)?"
_AMOUNTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # „500 bis 800 €“, „1,5 Mio. Euro“: both ends of a range.
        rf"(?:{_NUMBER}\s*{_SCALE}?\s*(?:bis|und|oder|auf|[-–—/])\s*)?{_NUMBER}\s*{_SCALE}?\s*{_CURRENCY}",
        rf"{_CURRENCY}\s*{_NUMBER}(?:\s*(?:bis|[-–—/])\s*{_NUMBER})?(?:\s*{_SCALE}(?!\w))?",
        r"\d[\d.'’]*,[-–—]+",
        rf"\b{_WORDS}\w*(?:hundert|tausend|million(?:en)?|milliarden?)\w*\s*{_CURRENCY}",
    )
)
_UNIT = re.compile(rf"{_SCALE}?\s*{_CURRENCY}", re.IGNORECASE)
_ABOUT = re.compile(
    r"umsatz|umsätz|erlös|gewinn|ertrag|kosten|budget|deckungsbeitrag|einnahme|ausgabe|honorar"
    r"|preis|lohn|löhne|gehalt|gehälter|auftragswert|auftragsvolumen|bestellwert|marge|€|euro",
    re.IGNORECASE,
)
_SHARE = re.compile(r"%|prozent|anteil|quote|anzahl|zahl der", re.IGNORECASE)


def without_money(text: str) -> str:
    """The text with every amount of money replaced by two words that say so."""
    for pattern in _AMOUNTS:
        text = pattern.sub(HIDDEN, text)
    return text


def is_money(metric: str, unit: str = "") -> bool:
    """Whether a bare number beside this name and unit is an amount; in doubt it is."""
    if _UNIT.search(unit):
        return True
    return bool(_ABOUT.search(metric)) and not _SHARE.search(f"{metric} {unit}")
