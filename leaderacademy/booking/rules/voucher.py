"""Whether a voucher may be used, in a German sentence, and what a new one must be."""

import re
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewVoucher:
    """A voucher to make; either whole percent or net cents."""

    code: str
    percent: int | None
    amount_cents: int | None
    most: int
    expires_at: datetime | None = None
    training_id: int | None = None
    note: str = ""


def voucher_problem(
    active: bool, expires_at: datetime | None, left: int, now: datetime
) -> str | None:
    """Says why a known voucher cannot be used, or None."""
    if not active:
        return "Dieser Gutschein gilt nicht mehr."
    if expires_at is not None and expires_at <= now:
        return "Dieser Gutschein ist abgelaufen."
    if left <= 0:
        return "Dieser Gutschein ist schon eingelöst."
    return None


def code_problem(text: str) -> str | None:
    """Says what is wrong with the code of a new voucher, or None."""
    code = re.sub(r"\s", "", text)
    if not 3 <= len(code) <= 40:
        return "Ein Code hat 3 bis 40\u00a0Zeichen, zum Beispiel HAFEN-2027."
    if not re.fullmatch(r"[A-Za-z0-9_-]+", code):
        return "Ein Code besteht aus Buchstaben ohne Umlaute, Ziffern und Bindestrichen."
    return None
