"""What is kept of the trainers' work: texts, drafts, published versions, links, who is there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.authoring.rules.history import KINDS
from leaderacademy.core.database import Base, UtcDateTime

_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)


class KeptText(Base):
    """A text, kept once per digest: of a draft, of a version, or of a step between two savings."""

    __tablename__ = "authoring_text"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Draft(Base):
    """What somebody wrote and has not published; one for each document, whoever writes.

    `base` is the file's text the draft began with (None: there was no file yet); `number` counts
    the savings, so that of two at the same moment one learns of the other.
    """

    __tablename__ = "authoring_draft"

    document: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(ForeignKey("authoring_text.digest"), index=True)
    base: Mapped[str | None] = mapped_column(ForeignKey("authoring_text.digest"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    author: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LessonVersion(Base):
    """One published version of a document. Their order is that of their ids: clocks jump."""

    __tablename__ = "lesson_version"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        Index("ix_lesson_version_document", "document", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(ForeignKey("authoring_text.digest"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(500), default="")


class PreviewLink(Base):
    """Lets somebody without an account read the draft of one document for a while."""

    __tablename__ = "preview_link"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[str] = mapped_column(String(200), index=True)
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AtDesk(Base):
    """A trainer who has a document open; forgotten a few minutes after the last sign of life."""

    __tablename__ = "at_desk"

    document: Mapped[str] = mapped_column(String(200), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
