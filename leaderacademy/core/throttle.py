"""Counts attempts in the database, so that a limit holds over all processes."""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.core.database import Base, UtcDateTime, session, upsert

DAY = timedelta(days=1)


class Throttle(Base):
    """How often something was tried in one window of time; the key is a digest."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    hits: Mapped[int]


def hit(key: str, limit: int, window: timedelta, now: datetime) -> bool:
    """Count one attempt; False when there were more than `limit` in this window.

    The caller commits, also when it refuses: an attempt counts either way.
    """
    seconds = int(window.total_seconds())
    start = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
    # A digest, because keys hold mail and network addresses, which need not be kept.
    digest = hashlib.sha256(f"{seconds}:{key}".encode()).hexdigest()
    statement = upsert(Throttle.__table__).values(key=digest, window_start=start, hits=1)
    statement = statement.on_conflict_do_update(
        index_elements=["key", "window_start"], set_={"hits": Throttle.hits + 1}
    ).returning(Throttle.hits)
    return int(session.execute(statement).scalar_one()) <= limit


def forget_old(now: datetime) -> None:
    """Drop the windows of yesterday and before."""
    session.execute(delete(Throttle).where(Throttle.window_start < now - DAY))
