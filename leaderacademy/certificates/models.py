"""What is kept of a certificate: copies of everything it says, and the file's bytes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from leaderacademy.core.database import Base, UtcDateTime


class Certificate(Base):
    """One certificate of participation; nothing in it refers to today's course.

    `code` is its number and the address of its check page. `shown` names what that page may say.
    """

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("person_id", "request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    request_id: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    course: Mapped[str] = mapped_column(String(200))
    lessons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    minutes: Mapped[int]
    finished_on: Mapped[date]
    shown: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
