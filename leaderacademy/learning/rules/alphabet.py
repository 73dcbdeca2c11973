"""German alphabetical order: ä as a, ß as ss, signs before letters."""

from collections.abc import Iterable

from leaderacademy.content.course import Term

_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def sort_key(text: str) -> str:
    """What a word is sorted by (DIN 5007, variant 1)."""
    return text.casefold().translate(_PLAIN)


def by_letter(terms: Iterable[Term]) -> list[tuple[str, list[Term]]]:
    """Terms in order under their first letters; what begins with no letter stands under #."""
    letters: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda term: sort_key(term.term)):
        first = sort_key(term.term)[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(term)
    return list(letters.items())
