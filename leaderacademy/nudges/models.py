"""Who wants course mails, with the proof of it, and which were sent."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.accounts.rules import ADDRESS_LENGTH
from leaderacademy.core.database import Base, UtcDateTime, one_where
from leaderacademy.nudges.rules.consent import ENDINGS, SCOPES, SOURCES
from leaderacademy.nudges.rules.kinds import STATES


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class MailConsent(Base):
    """One wish for course mails: when, where and to which words it was given; when it ended.

    It holds from the click in the mail until it ends. Somebody who books without an account has
    no person yet; an account with this address takes the wish over.
    """

    __tablename__ = "mail_consent"
    __table_args__ = (
        CheckConstraint(_one_of("source", SOURCES), name="source"),
        CheckConstraint(_one_of("scope", SCOPES), name="scope"),
        CheckConstraint(_one_of("ended_by", ENDINGS), name="ended_by"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended"),
        one_where(
            "uq_mail_consent_holds", "person_id", "confirmed_at IS NOT NULL AND ended_at IS NULL"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    email_key: Mapped[str] = mapped_column(String(2 * ADDRESS_LENGTH), index=True)
    source: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirm_digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Stands in every mail for as long as it exists, so it is kept as it is: it ends mails, and
    # opens nothing else.
    token: Mapped[str] = mapped_column(String(40), unique=True)
    scope: Mapped[str] = mapped_column(String(20), default="all")
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(20))


class CourseMail(Base):
    """One mail to one person: planned, written into the outbox, sent, or skipped with a reason.

    `goal` is the next step it names; what came of it is filled in by the nightly run.
    """

    __tablename__ = "course_mail"
    __table_args__ = (
        CheckConstraint(_one_of("state", STATES), name="state"),
        CheckConstraint("(state = 'skipped') = (reason IS NOT NULL)", name="reason"),
        UniqueConstraint("person_id", "day"),
        UniqueConstraint("person_id", "kind", "round"),
        Index(None, "day", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    round: Mapped[int]
    day: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    goal: Mapped[str] = mapped_column(String(200), default="")
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unsubscribed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
