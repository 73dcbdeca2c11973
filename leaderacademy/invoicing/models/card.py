"""What is stored about payments by card: checkouts at the card company, and what it told us."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leaderacademy.core.database import Base, UtcDateTime, one_where
from leaderacademy.invoicing.models.invoice import Invoice


class CardPayment(Base):
    """One checkout at the card company; `provider_id` is its number there."""

    __tablename__ = "card_payment"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'paid', 'expired', 'refunded')", name="state"),
        # Of two clicks at once one opens a checkout; nobody can pay the same invoice twice.
        one_where("uq_card_payment_open", "invoice_id", "state = 'open'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    payment_id: Mapped[str | None] = mapped_column(String(120), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    cents: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(Text)
    refunded_cents: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    invoice: Mapped[Invoice | None] = relationship(lazy="raise")


class CardEvent(Base):
    """What the card company told us: word for word, once dealt with without the payer."""

    __tablename__ = "card_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(300))
    # Somebody has to look at it, because money and invoice do not fit.
    attention: Mapped[bool] = mapped_column(default=False, index=True)
