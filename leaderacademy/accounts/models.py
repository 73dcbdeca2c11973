"""Who is here: people with or without an account, their devices, the links we mailed them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.accounts.rules import ADDRESS_LENGTH, LEARNER, NAME_LENGTH, TRAINER, Purpose
from leaderacademy.core.database import Base, UtcDateTime

_PURPOSES = ", ".join(f"'{purpose}'" for purpose in Purpose)


class Person(Base):
    """A visitor from the first answer on; an account once there is a mail address.

    An address belongs to the one person who confirmed it. Until then several may have typed
    it (docs/decisions/010-accounts.md), so only confirmed addresses are unique.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role IN ('learner', 'trainer')", name="role"),
        CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="email_key"),
        CheckConstraint("confirmed_at IS NULL OR email IS NOT NULL", name="confirmed"),
        Index("ix_person_email_key", "email_key"),
        Index(
            "uq_person_confirmed_email_key",
            "email_key",
            unique=True,
            sqlite_where=text("confirmed_at IS NOT NULL"),
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(20), default=LEARNER)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    email: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    email_key: Mapped[str | None] = mapped_column(String(2 * ADDRESS_LENGTH))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deletion_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def has_account(self) -> bool:
        """Whether there is more than this browser by which to come back."""
        return self.email is not None

    @property
    def is_trainer(self) -> bool:
        """Whether this person may edit the course and see its trainings."""
        return self.role == TRAINER

    @property
    def confirmed_email(self) -> str | None:
        """The address, if it is proven to be theirs; nothing else may be found by it."""
        return self.email if self.confirmed_at is not None else None


class Device(Base):
    """One browser that may act for a person; its key lives in the browser's session cookie."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # Only the digest, so that a stolen copy of the database opens no account.
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MailLink(Base):
    """A link sent by mail: good once, for one purpose, for a while."""

    __tablename__ = "mail_link"
    __table_args__ = (
        CheckConstraint(f"purpose IN ({_PURPOSES})", name="purpose"),
        CheckConstraint("(purpose = 'trainer') = (person_id IS NULL)", name="person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
