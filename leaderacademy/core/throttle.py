"""Counts attempts in the database, so that a limit holds over all processes."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.core.database import Base, UtcDateTime, session, upsert
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import table_of

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
    values = {"key": digest, "window_start": start, "hits": 1}
    ((hits,),) = _COUNT_ON.run(values)
    return int(hits) <= limit


def _count_on() -> Any:
    table = table_of(Throttle)
    one_more = {"hits": table.c.hits + 1}
    insert = upsert(table).on_conflict_do_update(
        index_elements=["key", "window_start"], set_=one_more
    )
    return insert.returning(table.c.hits)


_COUNT_ON = Ready(_count_on, "key", "window_start", "hits")


def forget_old(now: datetime) -> None:
    """Drop the windows of yesterday and before."""
    session.execute(delete(Throttle).where(Throttle.window_start < now - DAY))
