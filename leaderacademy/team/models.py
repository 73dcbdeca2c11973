"""What is kept of the team: Takt-Tests with answers of nobody in particular, links, check-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.core.database import Base, UtcDateTime, one_where


class TaktRound(Base):
    """One Takt-Test: a question, a link, a deadline; `logged` is its row in the Logbuch."""

    __tablename__ = "takt_round"
    __table_args__ = (
        Index("ix_takt_round_person_id_id", "person_id", "id"),
        # One at a time: of two clicks at once the database lets one begin.
        one_where("uq_takt_round_open", "person_id", "closed_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    # Not a digest: its owner must be able to see and pass on the link again.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    question: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    logged: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class TaktAnswer(Base):
    """What somebody of the team answered; neither who nor when is kept.

    `place` is random and orders the answers, so that their order tells nothing.
    """

    __tablename__ = "takt_answer"

    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_id: Mapped[int] = mapped_column(
        ForeignKey("takt_round.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    hit: Mapped[bool | None]


class TeamLink(Base):
    """A link to the team page. What it shows and until when stands in the Logbuch alone.

    A revoked link is kept, so that who still has it reads what happened.
    """

    __tablename__ = "team_link"
    __table_args__ = (
        # One at a time: of two clicks at once the database lets one make it.
        one_where("uq_team_link_valid", "person_id", "revoked_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # Not a digest: its owner must be able to see and pass on the link again.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CheckIn(Base):
    """What became of the steps after 14 days; `outcome` is written by rules.check_in.settle."""

    __tablename__ = "check_in"
    __table_args__ = (Index(None, "person_id", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)


class CheckInLink(Base):
    """A link from a mail with which one check-in is made without signing in."""

    __tablename__ = "check_in_link"
    __table_args__ = (Index(None, "person_id", "created_at"),)

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
