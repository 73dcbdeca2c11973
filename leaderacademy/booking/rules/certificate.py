"""The number of a certificate of participation, and what its check page may say."""

from collections.abc import Callable
from datetime import datetime

from leaderacademy.booking.rules.dates import day_in_words, hours_in_words

# The same form as the numbers of the course's certificates: both are checked on one page.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TITLE = "Teilnahme am Live-Training"


def new_code(choose: Callable[[str], str]) -> str:
    """Twelve signs nobody can guess, when `choose` picks one at random."""
    return "".join(choose(SIGNS) for _ in range(12))


def written(code: str) -> str:
    """„7K4Q-2M8D-0XWR“."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def initials(name: str) -> str:
    """„K. L.“: enough to compare with the sheet, too little to publish a name."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalnum())


def proof_rows(
    title: str, name: str, starts_at: datetime, ends_at: datetime, place: str
) -> tuple[tuple[str, str], ...]:
    """Label and value pairs for the public check page, without the name."""
    return (
        ("Training", title),
        ("Tag", day_in_words(starts_at)),
        ("Zeit", hours_in_words(starts_at, ends_at)),
        ("Ort", place),
        ("Anfangsbuchstaben des Namens", initials(name)),
    )
