"""Counts visits to the front page: a number per day, nothing about anybody.

The count waits in this process for a minute, so that a visit costs no write; what waits is lost
when the process is killed, which does no harm to a rough number.
"""

import time
from collections import Counter
from datetime import date, datetime
from threading import Lock
from zoneinfo import ZoneInfo

from leaderacademy.core.database import Base, session, upsert
from leaderacademy.learning.models import DayTally

BERLIN = ZoneInfo("Europe/Berlin")
WAIT = 60.0  # seconds
MACHINES = ("bot", "crawl", "spider", "preview", "monitor", "curl", "python", "lighthouse")
_table = Base.metadata.tables[DayTally.__tablename__]


class Visits:
    """What was counted since the last time it was written down."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._days: Counter[date] = Counter()
        self._since = time.monotonic()

    def count(self, user_agent: str, now: datetime) -> bool:
        """Count one visit, unless a machine says that it is one; True when it is time to write."""
        lower = user_agent.lower()
        with self._lock:
            if lower and not any(word in lower for word in MACHINES):
                self._days[now.astimezone(BERLIN).date()] += 1
            return bool(self._days) and time.monotonic() - self._since >= WAIT

    def take(self) -> Counter[date]:
        """Everything that waits; it waits no more."""
        with self._lock:
            taken, self._days, self._since = self._days, Counter(), time.monotonic()
        return taken

    def write(self) -> None:
        """Add what waits to the current transaction."""
        for day, count in sorted(self.take().items()):
            insert = upsert(_table).values(kind="visit", day=day, count=count)
            session.execute(
                insert.on_conflict_do_update(
                    index_elements=["kind", "day"],
                    set_={"count": _table.c.count + insert.excluded.count},
                )
            )


visits = Visits()
