"""Who is here: people with or without an account, their devices, the links we mailed them."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.accounts.rules import (
    ADDRESS_LENGTH,
    COMPANY_LENGTH,
    LEARNER,
    NAME_LENGTH,
    TRAINER,
    Purpose,
)
from leaderacademy.core.database import Base, UtcDateTime, one_where

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
        one_where("uq_person_confirmed_email_key", "email_key", "confirmed_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(20), default=LEARNER)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    # Whose documents these are: it stands on every sheet of the Logbuch that leaves the house.
    company: Mapped[str] = mapped_column(String(COMPANY_LENGTH), default="", server_default="")
    email: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    email_key: Mapped[str | None] = mapped_column(String(2 * ADDRESS_LENGTH))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deletion_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Nobody signs in while this is set; what was learned stays.
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

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


class HalfSignIn(Base):
    """Somebody who has shown the first factor on a browser and owes the second; opens nothing."""

    __tablename__ = "half_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    # What a passkey is to sign, in base64url; exchanged as soon as somebody has tried it.
    challenge: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class CodeApp(Base):
    """An app that shows a new code every 30 seconds (RFC 6238); counts once it is confirmed."""

    __tablename__ = "code_app"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # The secret is made of this and the house's own key, so the database alone gives no codes.
    nonce: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The step of time of the last code that was taken; neither it nor an older one counts again.
    last_counter: Mapped[int] = mapped_column(default=0)


class Passkey(Base):
    """A key that lives in a device of its owner (WebAuthn); here is only its public half."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # Both in base64url.
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(String(4000))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasskeyChallenge(Base):
    """What a new passkey is to sign, for the device on which it is being made; good once."""

    __tablename__ = "passkey_challenge"

    device_id: Mapped[int] = mapped_column(
        ForeignKey("device.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    challenge: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """One of the codes on paper that replace a lost second factor, each good once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
