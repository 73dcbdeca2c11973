"""What is stored about who waits for a seat, and the offers made to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leaderacademy.booking.models.training import Training
from leaderacademy.core.database import Base, UtcDateTime

# `waiting` stands in line; `offered` holds seats until `expires_at`; all others are over.
IN_LINE = ("waiting", "offered")
ENTRY_STATES = (*IN_LINE, "accepted", "declined", "expired", "left", "removed")


class WaitingEntry(Base):
    """A place in the waiting list of one date; changes its state only by conditional updates."""

    __tablename__ = "waiting_entry"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint(f"state IN {ENTRY_STATES}", name="state"),
        CheckConstraint("(state = 'offered') = (expires_at IS NOT NULL)", name="offer_ends"),
        Index(None, "training_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    # What makes the second click on the form end on the place of the first.
    checkout_id: Mapped[str] = mapped_column(String(36), unique=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    booking_id: Mapped[int | None] = mapped_column(
        ForeignKey("booking.id", ondelete="SET NULL"), index=True
    )
    seats: Mapped[int]
    name: Mapped[str] = mapped_column(String(201))
    company: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    # What was typed into the checkout before it was sold out: then one tap accepts an offer.
    typed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    training: Mapped[Training] = relationship()

    def has_offer(self, now: datetime) -> bool:
        """Whether an offer stands, as this row was read."""
        return self.state == "offered" and self.expires_at is not None and now < self.expires_at
