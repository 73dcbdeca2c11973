"""What is stored about trainings, the bookings of their seats, and who takes part."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leaderacademy.booking.rules.dates import (
    Standing,
    day_in_words,
    hours_in_words,
    seats_in_words,
    standing,
    weekday_in_words,
)
from leaderacademy.booking.rules.price import Price, euro, price_of
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
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    minimum: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(20), default="open")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

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

    def price(self, people: int) -> Price:
        """What a booking for this many people costs today."""
        return price_of(people, self.price_cents, self.second_price_cents, self.format)

    def standing(self, now: datetime) -> Standing:
        """Whether it can be booked, and if not, why."""
        return standing(self.state, self.starts_at, self.free, now)


class Booking(Base):
    """Seats bought by a company; price and address are copies that no later edit changes."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint("state IN ('booked', 'cancelled')", name="state"),
        CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_is_net_and_vat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    checkout_id: Mapped[str] = mapped_column(String(36), unique=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    seats: Mapped[int]
    company: Mapped[str] = mapped_column(String(200))
    industry: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(Text)
    country: Mapped[str] = mapped_column(String(2))
    vat_id: Mapped[str] = mapped_column(String(20))
    business: Mapped[bool]
    course_stage: Mapped[str] = mapped_column(String(20))
    notes: Mapped[str] = mapped_column(Text)
    terms_accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    course_mails: Mapped[bool]
    net_cents: Mapped[int]
    vat_percent: Mapped[int]
    vat_cents: Mapped[int]
    gross_cents: Mapped[int]
    vat_reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="booked")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    training: Mapped[Training] = relationship()
    participants: Mapped[list["Participant"]] = relationship(
        order_by="Participant.position", cascade="all, delete-orphan"
    )

    def in_words(self) -> dict[str, Any]:
        """What the mail of confirmation says."""
        # Words, not numbers: what was promised must not change when the training is edited
        # before the mail leaves.
        training = self.training
        return {
            "title": training.title,
            "day": f"{training.weekday}, {training.day}",
            "hours": training.hours,
            "place": training.where,
            "online": training.format == "online",
            "demo": training.demo,
            "participants": [f"{p.first_name} {p.last_name}" for p in self.participants],
            "company": self.company,
            "address": self.address,
            "net": euro(self.net_cents),
            "vat_percent": self.vat_percent,
            "vat": euro(self.vat_cents),
            "gross": euro(self.gross_cents),
            "vat_reason": self.vat_reason,
            "token": self.token,
        }


class Participant(Base):
    """Somebody who will sit in the room."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("booking_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    position: Mapped[int]
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
