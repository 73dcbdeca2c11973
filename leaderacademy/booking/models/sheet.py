"""What is stored of the list of bookings while it is written into a spreadsheet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from leaderacademy.core.database import Base, UtcDateTime


class BookingSheet(Base):
    """A spreadsheet a trainer asked for: what it shows, and its bytes once they are there.

    It holds other people's data and is forgotten after a day.
    """

    __tablename__ = "booking_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
