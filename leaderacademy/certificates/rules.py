"""What is true of a certificate: its number, the name on it, what its check page may say."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leaderacademy.accounts.rules import without_controls
from leaderacademy.invoicing.rules.operator import Operator

NAME_LENGTH = 120
# Without I, L, O and U: nobody confuses them when a number is read out or typed off paper.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IN_NAMES = " .,'’-–/&()"

NAME, DATE, MINUTES = "name", "date", "minutes"
CHOICES = ((NAME, "den Namen"), (DATE, "das Datum"), (MINUTES, "Lektionen und Minuten"))


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check page says: label and value pairs, and whether it still holds."""

    title: str
    holds: bool
    rows: tuple[tuple[str, str], ...] = ()


def new_code(choose: Callable[[str], str]) -> str:
    """A number nobody can guess: twelve signs, 60 bits, when `choose` picks one at random."""
    return "".join(choose(SIGNS) for _ in range(CODE_LENGTH))


def tidy_code(typed: str) -> str:
    """The number as it is stored, however it was typed; empty when it cannot be one."""
    code = "".join(sign for sign in typed.upper() if sign not in " -\u2010\u2011\u2013.")
    code = code.translate(_MISREAD)
    return code if len(code) == CODE_LENGTH and set(code) <= set(SIGNS) else ""


def written(code: str) -> str:
    """„7K4Q-2M8D-0XWR“."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def issuer_of(operator: Operator) -> str:
    """„Leader Academy, Beispiel GmbH, Hamburg“; the invented seller vouches for nothing."""
    seller = operator.seller
    known = () if operator.is_demo else (seller.company, seller.city)
    return ", ".join(part for part in ("Leader Academy", *known) if part)


def clean_name(typed: str) -> str:
    """One line, composed, without invisible signs that turn text round."""
    return without_controls(typed)


def name_problem(name: str) -> str:
    """What is wrong with a cleaned name as a German sentence, or nothing."""
    if not name:
        return "Bitte tragen Sie den Namen ein, der auf der Bescheinigung stehen soll."
    if len(name) > NAME_LENGTH:
        return f"Der Name hat {len(name)}\u00a0Zeichen. Auf das Blatt passen {NAME_LENGTH}."
    odd = next((sign for sign in name if not _fits(sign)), "")
    if odd:
        return f"Das Zeichen „{odd}“ gehört in keinen Namen. Bitte nehmen Sie es heraus."
    if not any(sign.isalpha() for sign in name):
        return "In diesem Namen steht kein Buchstabe."
    return ""


def _fits(sign: str) -> bool:
    return sign in _IN_NAMES or unicodedata.category(sign)[0] in "LMN"


def known_choices(chosen: Sequence[str]) -> list[str]:
    """What the check page may say, in a fixed order; anything unknown is left out."""
    return [key for key, _ in CHOICES if key in chosen]
