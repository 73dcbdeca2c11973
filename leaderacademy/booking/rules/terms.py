"""When cancelling costs what, and how long an offer or a hold stands."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from leaderacademy.booking.rules.dates import BERLIN, berlin_time

OFFER_HOURS = 24
SHORTEST_OFFER = timedelta(hours=1)
# Nobody has to answer at night: an offer that would end then ends in the morning.
EVENING, MORNING = time(21), time(9)


@dataclass(frozen=True, slots=True)
class Terms:
    """Free until so many days before, then a share of the price, then another until the day."""

    free_days: int = 28
    partial_days: int = 14
    partial_percent: int = 50
    late_percent: int = 100
    # What it costs at least: after a move, what cancelling cost at that moment.
    least_percent: int = 0

    def percent(self, starts_at: datetime, now: datetime) -> int:
        """The share of the price that cancelling costs now, by days of the German calendar."""
        days = _days_until(starts_at, now)
        if days >= self.free_days:
            return self.least_percent
        found = self.partial_percent if days >= self.partial_days else self.late_percent
        return max(found, self.least_percent)

    def may_move(self, starts_at: datetime, now: datetime) -> bool:
        """Whether the booking may still go to another date: until the last step begins."""
        return now < starts_at and _days_until(starts_at, now) >= self.partial_days

    @property
    def moving_in_words(self) -> str:
        """Until when a move is possible, as a German sentence."""
        if not self.partial_days:
            return "Umbuchen können Sie einmal kostenfrei, bis zum Tag des Trainings."
        days = _days(self.partial_days)
        return f"Umbuchen können Sie einmal kostenfrei, bis {days} vor dem Termin."

    @property
    def in_words(self) -> str:
        """The steps as German sentences."""
        if self.least_percent:
            return (
                f"{self._steps} Weil Sie umgebucht haben, sind es mindestens "
                f"{self.least_percent}\u00a0%."
            )
        return self._steps

    @property
    def _steps(self) -> str:
        if not self.late_percent and not self.partial_percent:
            return "Sie können bis zum Beginn kostenfrei zurücktreten."
        free = f"Bis {_days(self.free_days)} vor dem Termin können Sie kostenfrei zurücktreten."
        if self.partial_days == self.free_days or self.partial_percent == self.late_percent:
            return f"{free} Danach berechnen wir {self.late_percent}\u00a0% des Preises."
        return (
            f"{free} Danach bis {_days(self.partial_days)} vorher berechnen wir "
            f"{self.partial_percent}\u00a0%, später {self.late_percent}\u00a0% des Preises."
        )


def _days_until(starts_at: datetime, now: datetime) -> int:
    return (starts_at.astimezone(BERLIN).date() - now.astimezone(BERLIN).date()).days


def _days(number: int) -> str:
    return "einen Tag" if number == 1 else f"{number}\u00a0Tage"


def fee(net_cents: int, percent: int) -> int:
    """Net cents that stay owed, rounded half up."""
    return (net_cents * percent + 50) // 100


def offer_until(now: datetime, starts_at: datetime, hours: int = OFFER_HOURS) -> datetime:
    """How long a freed seat is kept for somebody: so many hours, less when the date is near.

    Never into the night, and never beyond the beginning of the training.
    """
    span = max(SHORTEST_OFFER, min(timedelta(hours=hours), (starts_at - now) / 4))
    return min(_awake(now + span), starts_at)


def _awake(moment: datetime) -> datetime:
    local = moment.astimezone(BERLIN)
    if MORNING <= local.time() <= EVENING:
        return moment
    day = local.date() + timedelta(days=1 if local.time() > EVENING else 0)
    return berlin_time(day, MORNING)
