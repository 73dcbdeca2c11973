"""Whether two names mean the same company."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

ALIKE = 0.85
# Words that many names have; they tell nobody apart.
COMMON = {
    *("gmbh", "ag", "kg", "ohg", "ug", "gbr", "mbh", "ggmbh", "se", "ek", "eg", "ev", "co", "cie"),
    *("haftungsbeschraenkt", "und", "the", "der", "die", "das", "inh", "inhaber", "firma", "fa"),
}
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae"})


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words that tell a company apart: small letters, no accents, no legal form."""
    plain = unicodedata.normalize("NFC", name).casefold().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    plain = re.sub(r"\be\.? ?k\b\.?|\bm\.? ?b\.? ?h\b", " ", plain)
    return tuple(word for word in re.findall(r"[a-z0-9]+", plain) if word not in COMMON)


def same_name(one: str, other: str) -> bool:
    """Whether one holds all words of the other, or both are written nearly the same."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return False
    fewer, more = sorted((set(first), set(second)), key=len)
    if fewer <= more and sum(len(word) for word in fewer) >= 4:
        return True
    compared = SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False)
    # The quick bounds first: most names have nothing in common.
    return (
        compared.real_quick_ratio() >= ALIKE
        and compared.quick_ratio() >= ALIKE
        and compared.ratio() >= ALIKE
    )
