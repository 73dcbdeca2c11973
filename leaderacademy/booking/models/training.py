"""What is stored about the dates of the live training."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.booking.rules.dates import (
    Standing,
    day_in_words,
    hours_in_words,
    seats_in_words,
    standing,
    weekday_in_words,
)
from leaderacademy.booking.rules.price import Tariff
from leaderacademy.booking.rules.terms import Terms
from leaderacademy.core.database import Base, UtcDateTime


class Training(Base):
    """One date of the live training; `seats_taken` changes only by conditional updates."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("seats_taken BETWEEN 0 AND seats", name="seats_taken_fits"),
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint("minimum BETWEEN 0 AND seats", name="minimum_fits"),
        CheckConstraint("price_cents >= 0 AND second_price_cents >= 0", name="prices"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("format IN ('onsite', 'online')", name="format"),
        CheckConstraint("state IN ('open', 'closed', 'cancelled')", name="state"),
        CheckConstraint("(early_price_cents IS NULL) = (early_until IS NULL)", name="early_bird"),
        CheckConstraint("partial_days BETWEEN 0 AND free_days", name="cancel_days"),
        CheckConstraint(
            "partial_percent BETWEEN 0 AND 100 AND late_percent BETWEEN 0 AND 100",
            name="cancel_percents",
        ),
        CheckConstraint("offer_hours BETWEEN 1 AND 336", name="offer_hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    format: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))
    place: Mapped[str] = mapped_column(String(100))
    venue: Mapped[str] = mapped_column(String(200), default="")
    price_cents: Mapped[int]
    second_price_cents: Mapped[int]
    early_price_cents: Mapped[int | None]
    early_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    free_days: Mapped[int] = mapped_column(default=28)
    partial_days: Mapped[int] = mapped_column(default=14)
    partial_percent: Mapped[int] = mapped_column(default=50)
    late_percent: Mapped[int] = mapped_column(default=100)
    # How long a freed seat is kept for somebody from the waiting list.
    offer_hours: Mapped[int] = mapped_column(default=24)
    recorded: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    minimum: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(20), default="open")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")

    @property
    def headline(self) -> tuple[str, str]:
        """The title as line above and heading: „Live-Training …“ and „Ihr Logbuch …“."""
        above, colon, heading = self.title.partition(": ")
        return (above, heading) if colon else ("Live-Training", self.title)

    @property
    def weekday(self) -> str:
        """„Donnerstag“"""
        return weekday_in_words(self.starts_at)

    @property
    def day(self) -> str:
        """„15. April 2027“"""
        return day_in_words(self.starts_at)

    @property
    def hours(self) -> str:
        """„9:00 bis 17:00 Uhr“"""
        return hours_in_words(self.starts_at, self.ends_at)

    @property
    def where(self) -> str:
        """„Hamburg, Speicherstadt“"""
        return f"{self.place}, {self.venue}" if self.venue else self.place

    @property
    def seats_left(self) -> str:
        """„noch 3 Plätze“, „Plätze frei“ or „ausgebucht“."""
        return seats_in_words(self.free)

    @property
    def free(self) -> int:
        """Seats left as this row was read."""
        return self.seats - self.seats_taken

    @property
    def terms(self) -> Terms:
        """The steps of cancelling, as a booking of today copies them."""
        return Terms(self.free_days, self.partial_days, self.partial_percent, self.late_percent)

    @property
    def tariff(self) -> Tariff:
        """Its prices, as the rule of the price reads them."""
        return Tariff(
            self.price_cents,
            self.second_price_cents,
            self.early_price_cents,
            self.early_until,
        )

    def early_price(self, now: datetime) -> int | None:
        """Net cents that the first person pays as long as the early-bird price holds, or None."""
        cents = self.early_price_cents
        holds = cents is not None and cents < self.price_cents and self.tariff.is_early(now)
        return cents if holds else None

    def first_price(self, now: datetime) -> int:
        """Net cents that the first person pays now."""
        early = self.early_price(now)
        return self.price_cents if early is None else early

    @property
    def early_last_day(self) -> str:
        """The last day on which the early-bird price holds, or an empty text."""
        return (
            day_in_words(self.early_until - timedelta(microseconds=1)) if self.early_until else ""
        )

    def standing(self, now: datetime) -> Standing:
        """Whether it can be booked, and if not, why."""
        return standing(self.state, self.starts_at, self.free, now)
