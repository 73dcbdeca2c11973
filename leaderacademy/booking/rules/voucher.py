"""Whether a voucher may be used, in a German sentence, and what a new one must be."""

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
