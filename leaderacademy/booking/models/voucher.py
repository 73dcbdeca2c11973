"""What is stored about a voucher; `used` changes only by conditional updates."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.booking.rules.price import Discount, discount_in_words
from leaderacademy.core.database import Base, UtcDateTime


class Voucher(Base):
    """A code that makes a booking cheaper, so many times and until a day."""

    __tablename__ = "voucher"
    __table_args__ = (
        CheckConstraint("used BETWEEN 0 AND most", name="used_fits"),
        CheckConstraint("(percent IS NULL) <> (amount_cents IS NULL)", name="one_kind"),
        CheckConstraint("percent IS NULL OR percent BETWEEN 1 AND 100", name="percent"),
        CheckConstraint("amount_cents IS NULL OR amount_cents > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    percent: Mapped[int | None]
    amount_cents: Mapped[int | None]
    most: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    training_id: Mapped[int | None] = mapped_column(ForeignKey("training.id"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def discount(self) -> Discount:
        """What it takes off, as the rule of the price reads it."""
        return Discount(self.code, self.percent, self.amount_cents)

    @property
    def last_moment(self) -> datetime | None:
        """Within the last day on which it holds, as it was typed; None without an end."""
        return self.expires_at - timedelta(seconds=1) if self.expires_at else None

    @property
    def in_words(self) -> str:
        """„10 %“ or „50 €“."""
        return discount_in_words(self.discount)

    @property
    def left(self) -> int:
        """How often it may still be used."""
        return self.most - self.used
