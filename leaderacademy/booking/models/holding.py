"""What is stored about seats that an open checkout holds: nothing about who sits there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.core.database import Base, UtcDateTime


class CheckoutHold(Base):
    """Seats of one date held for one checkout form; while the row exists they are taken.

    Booking, expiring and giving up all end it by one conditional DELETE, which at most one of
    them wins. Nobody is named in it, so there is nothing in it to export or to forget.
    """

    __tablename__ = "checkout_hold"
    __table_args__ = (CheckConstraint("seats > 0", name="seats_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    checkout_id: Mapped[str] = mapped_column(String(36), unique=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    seats: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
