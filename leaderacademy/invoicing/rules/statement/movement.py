"""What a bank's file says: movements on one account, and the problems of a file."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leaderacademy.invoicing.rules.money import LARGEST_CENTS

MOST_BYTES = 32 * 1024 * 1024
MOST_LINES = 50_000
MOST_CENTS = LARGEST_CENTS
NO_AMOUNT = "„{}“ ist kein Betrag bis 20\u00a0Millionen Euro."
LONGEST_TEXT = 1_000
LONGEST_NAME = 200


class StatementProblem(Exception):  # noqa: N818 - named for what happened
    """A file that cannot be used: what is wrong and what helps, in German, with its line."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"Zeile {line}: {message}")


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that moved: positive cents came in, negative went out. Texts are single-spaced."""

    booked_on: date
    cents: int
    name: str
    iban: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file holds. `iban` is our account as the file names it, or empty.

    `movements` are those that came in; what went out or is not booked yet is only counted.
    """

    iban: str
    movements: tuple[Movement, ...]
    outgoing: int = 0
    pending: int = 0


def statement_of(iban: str, movements: Iterable[Movement], pending: int = 0) -> Statement:
    """Keep what came in, count what went out; raises StatementProblem when there is too much."""
    found = tuple(movements)
    if len(found) > MOST_LINES:
        raise StatementProblem(
            "Die Datei hat mehr als 50.000 Umsätze. Holen Sie bei der Bank bitte kürzere Zeiträume."
        )
    incoming = tuple(one for one in found if one.cents > 0)
    return Statement(iban, incoming, len(found) - len(incoming), pending)


def fingerprints(account: str, movements: Iterable[Movement]) -> list[str]:
    """For each movement what is the same in every file that holds it.

    Name and foreign IBAN are left out: banks write them differently from file to file. Two equal
    movements of one day are two, told apart by their place among the equal ones.
    """
    seen: Counter[str] = Counter()
    found = []
    for one in movements:
        words = "".join(char for char in one.text.casefold() if char.isalnum())
        key = f"{account}|{one.booked_on.isoformat()}|{one.cents}|{words}"
        found.append(hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest())
        seen[key] += 1
    return found


def single_spaced(text: str, longest: int = LONGEST_TEXT) -> str:
    """One line of readable signs; what no database and no page takes is left out."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())[:longest].rstrip()


def plain_iban(text: str) -> str:
    """DE02120300000000202051, from however it was written; empty when it is no IBAN."""
    iban = "".join(text.split()).upper()
    is_one = 15 <= len(iban) <= 34 and iban[:2].isalpha() and iban.isascii() and iban.isalnum()
    return iban if is_one and iban[2:4].isdigit() else ""
