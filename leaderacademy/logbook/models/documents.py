"""What is stored beside the answers: given-out versions, ready files, weights that were fixed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from leaderacademy.core.database import Base, UtcDateTime

PERSON = "person.id"


class Edition(Base):
    """The last version of a document that left the house, and what stood in it."""

    __tablename__ = "logbook_edition"

    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), primary_key=True)
    document: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
    stamp: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReadyFile(Base):
    """A file that a job makes or has made: asked for, then with content or with a reason why not.

    `stamp` says what it shows; a file with another stamp is another file.
    """

    __tablename__ = "logbook_file"
    __table_args__ = (
        UniqueConstraint("person_id", "name", "stamp"),
        Index("ix_logbook_file_asked_at", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    stamp: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn: Mapped[int | None]  # documents so far; nothing: the job has not begun
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str | None] = mapped_column(Text)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class FixedWeights(Base):
    """The weights of the comparison as they were when the first offer was written down."""

    __tablename__ = "logbook_weights"

    person_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), primary_key=True)
    weights: Mapped[Any] = mapped_column(JSON)
    fixed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
