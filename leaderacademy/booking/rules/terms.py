"""When cancelling costs what, and how long an offer or a hold stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from leaderacademy.booking.rules.dates import BERLIN

HOLD = timedelta(minutes=30)
LONGEST_OFFER = timedelta(hours=24)
SHORTEST_OFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """Free until so many days before, then a share of the price, then another until the day."""

    free_days: int = 28
    partial_days: int = 14
    partial_percent: int = 50
    late_percent: int = 100

    def percent(self, starts_at: datetime, now: datetime) -> int:
        """The share of the price that cancelling costs now, by days of the German calendar."""
        day = starts_at.astimezone(BERLIN).date()
        days = (day - now.astimezone(BERLIN).date()).days
        if days >= self.free_days:
            return 0
        return self.partial_percent if days >= self.partial_days else self.late_percent

    @property
    def in_words(self) -> str:
        """The steps as one or two German sentences."""
        if not self.late_percent and not self.partial_percent:
            return "Sie können bis zum Beginn kostenfrei zurücktreten."
        free = f"Bis {_days(self.free_days)} vor dem Termin können Sie kostenfrei zurücktreten."
        if self.partial_days == self.free_days or self.partial_percent == self.late_percent:
            return f"{free} Danach berechnen wir {self.late_percent}\u00a0% des Preises."
        return (
            f"{free} Danach bis {_days(self.partial_days)} vorher berechnen wir "
            f"{self.partial_percent}\u00a0%, später {self.late_percent}\u00a0% des Preises."
        )


def _days(number: int) -> str:
    return "einen Tag" if number == 1 else f"{number}\u00a0Tage"


def fee(net_cents: int, percent: int) -> int:
    """Net cents that stay owed, rounded half up."""
    return (net_cents * percent + 50) // 100


def offer_until(now: datetime, starts_at: datetime) -> datetime:
    """How long a freed seat is kept for somebody: a day, less when the date is near."""
    quarter = max(SHORTEST_OFFER, min(LONGEST_OFFER, (starts_at - now) / 4))
    return min(now + quarter, starts_at)
