"""What is stored about the bookings of seats, and who takes part."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from leaderacademy.booking.models.training import Training
from leaderacademy.booking.models.voucher import Voucher
from leaderacademy.booking.rules.price import Price, PriceLine
from leaderacademy.booking.rules.terms import Terms
from leaderacademy.core.database import Base, UtcDateTime

# What holds seats; everything else holds none.
SEATED = ("held", "offered", "booked")
STATES = (*SEATED, "waiting", "cancelled", "expired")


class Booking(Base):
    """Seats bought by a company, or wished for; price and terms are copies no later edit changes.

    `waiting` stands in line without seats; `held` (a card payment is under way) and `offered`
    (a freed seat waits for an answer) hold seats until `expires_at`; `booked` owns them.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_is_net_and_vat"),
        CheckConstraint("state NOT IN ('held', 'offered') OR expires_at IS NOT NULL", name="ends"),
        Index(None, "training_id", "state"),
        Index(None, "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    checkout_id: Mapped[str] = mapped_column(String(36), unique=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    seats: Mapped[int]
    company: Mapped[str] = mapped_column(String(200))
    industry: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    accounting_email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(60))
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20))
    town: Mapped[str] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(2))
    vat_id: Mapped[str] = mapped_column(String(20))
    order_number: Mapped[str] = mapped_column(String(60), default="")
    business: Mapped[bool]
    course_stage: Mapped[str] = mapped_column(String(20))
    notes: Mapped[str] = mapped_column(Text)
    share_progress: Mapped[bool] = mapped_column(default=False)
    share_documents: Mapped[list[str]] = mapped_column(JSON, default=list)
    terms_accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When a private person asked that the training begins before the time to withdraw is over.
    early_start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    course_mails: Mapped[bool]
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"), index=True)
    voucher_code: Mapped[str] = mapped_column(String(40), default="")
    lines: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    net_cents: Mapped[int]
    vat_percent: Mapped[int]
    vat_cents: Mapped[int]
    gross_cents: Mapped[int]
    vat_reason: Mapped[str] = mapped_column(String(300))
    terms: Mapped[list[int]] = mapped_column(JSON, default=list)
    invoice_id: Mapped[int | None] = mapped_column(index=True)
    by_card: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default="booked")
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moves: Mapped[int] = mapped_column(default=0)
    fee_cents: Mapped[int | None]
    # How often the date itself was moved under it; with `moves` the SEQUENCE of its calendar file.
    date_changes: Mapped[int] = mapped_column(default=0)
    trainer_note: Mapped[str] = mapped_column(Text, default="")
    attention: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    training: Mapped[Training] = relationship()
    voucher: Mapped[Voucher | None] = relationship()
    participants: Mapped[list["Participant"]] = relationship(
        order_by="Participant.position", cascade="all, delete-orphan"
    )

    @property
    def seated(self) -> bool:
        """Whether it holds seats as this row was read."""
        return self.state in SEATED

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of the address, without company and country."""
        return tuple(filter(None, (self.street, f"{self.postcode} {self.town}".strip())))

    @property
    def price(self) -> Price:
        """The price as it was agreed."""
        return Price(
            tuple(PriceLine(label, cents) for label, cents in self.lines),
            self.net_cents,
            self.vat_percent,
            self.vat_cents,
            self.gross_cents,
            self.vat_reason,
        )

    @property
    def cancel_terms(self) -> Terms:
        """The steps of cancelling as they were agreed."""
        return Terms(*self.terms)


class Participant(Base):
    """Somebody who will sit in the room."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("booking_id", "position"),
        CheckConstraint("arrived_at IS NULL OR absent_at IS NULL", name="here_or_not"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    position: Mapped[int]
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    absent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    certificate_code: Mapped[str | None] = mapped_column(String(32), unique=True)
    certified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    booking: Mapped[Booking] = relationship(viewonly=True)

    @property
    def name(self) -> str:
        """„Katrin Lotsen“"""
        return f"{self.first_name} {self.last_name}"


class AttendancePaper(Base):
    """What a certificate of participation says, copied when it was issued, and its file.

    `code` is its public number, `token` the secret address of the file. One that was withdrawn
    stays, so that its number keeps answering.
    """

    __tablename__ = "attendance_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(32), unique=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(210))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(310))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
