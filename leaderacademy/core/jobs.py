"""Work that may wait: one table in the same database, delivered at least once."""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, Select, String, Text, delete, literal, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.core import clock
from leaderacademy.core.database import (
    Base,
    UtcDateTime,
    reading,
    session,
    upsert,
)
from leaderacademy.core.pace import Pace
from leaderacademy.core.ready import Ready

LEASE = timedelta(minutes=2)
LADDER = tuple(timedelta(seconds=s) for s in (10, 30, 60, 300, 900, 3600, 3600, 14400, 43200))

Payload = dict[str, Any]
# A handler may give back what is to stay of the payload once the job is done.
Handler = Callable[[Payload, datetime], Payload | None]

_handlers: dict[str, Handler] = {}
_log = logging.getLogger(__name__)


class Job(Base):
    """One piece of background work; done, failed for good, or due at `run_at`."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "done_at", "failed_at", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    payload: Mapped[Payload] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind; it must bear being run twice."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def enqueue(
    kind: str,
    payload: Payload,
    now: datetime,
    run_at: datetime | None = None,
    key: str | None = None,
) -> None:
    """Add a job to the current transaction; a second one with the same key is ignored."""
    values = {
        "kind": kind,
        "key": key,
        "payload": payload,
        "created_at": now,
        "run_at": run_at or now,
        "tries": 0,
    }
    _INSERT.run(values)


_INSERT = Ready(
    lambda: upsert(Job.__table__).inline().on_conflict_do_nothing(index_elements=["key"]),
    *("kind", "key", "payload", "created_at", "run_at", "tries"),
)


def enqueue_rows(kind: str, rows: Select[Any], now: datetime) -> None:
    """One job for each row of key, payload and moment to run, without fetching the rows.

    A key that exists already adds none.
    """
    found = rows.subquery()
    query = select(literal(kind), *found.c, literal(now, UtcDateTime), literal(0)).where(
        found.c[0].is_not(None)
    )  # SQLite cannot tell ON CONFLICT from a join without it
    columns = ["kind", "key", "payload", "run_at", "created_at", "tries"]
    insert = upsert(Job.__table__).from_select(columns, query)
    session.execute(insert.on_conflict_do_nothing(index_elements=["key"]))


def cancel(kind: str, key_start: str) -> None:
    """Forget jobs of this kind that are not done, by the beginning of their key."""
    session.execute(
        delete(Job)
        .where(Job.kind == kind, Job.key.startswith(key_start, autoescape=True))
        .where(Job.done_at.is_(None))
        .execution_options(synchronize_session=False)
    )


def forget(*names: str) -> None:
    """Forget all jobs, done or not, of something that is gone, by the beginning of their keys.

    SQLite gives the number of the last row to the next one when it is gone. `confirmation:17`
    done for the one would keep the other from getting a mail.
    """
    for name in names:
        mine = or_(Job.key == name, Job.key.startswith(f"{name}:", autoescape=True))
        session.execute(delete(Job).where(mine).execution_options(synchronize_session=False))


def run_due(now: datetime, limit: int = 100) -> int:
    """Do the jobs that are due, at most `limit`; give back how many were tried."""
    count = 0
    while count < limit:
        job = _claim(now)
        if job is None:
            break
        _run(job, now)
        count += 1
    return count


def is_idle(now: datetime) -> bool:
    """Whether nothing is due. Looking takes no lock, so a worker may look often."""
    with reading():
        try:
            return session.scalar(_due(now)) is None
        finally:
            session.rollback()


def _due(now: datetime) -> Select[Any]:
    free = or_(Job.lease_until.is_(None), Job.lease_until <= now)
    due = select(Job.id).where(Job.done_at.is_(None), Job.failed_at.is_(None), Job.run_at <= now)
    return due.where(free).order_by(Job.run_at, Job.id).limit(1)


def _claim(now: datetime) -> Job | None:
    free = or_(Job.lease_until.is_(None), Job.lease_until <= now)
    job_id = session.scalar(_due(now).with_for_update(skip_locked=True))
    if job_id is not None:
        # The condition is repeated: of two workers that saw the same row only one changes it.
        taken = session.execute(
            update(Job)
            .where(Job.id == job_id, free, Job.done_at.is_(None))
            .values(lease_until=now + LEASE, tries=Job.tries + 1)
            .returning(Job)
        ).scalar_one_or_none()
        session.commit()
        return taken or _claim(now)
    session.rollback()
    return None


def _run(job: Job, now: datetime) -> None:
    job_id, kind, tries = job.id, job.kind, job.tries
    try:
        rest = _handlers[kind](dict(job.payload), now)
        values: dict[str, Any] = {"done_at": now, "lease_until": None}
        if rest is not None:
            values["payload"] = rest
        session.execute(update(Job).where(Job.id == job_id).values(values))
        session.commit()
    except Exception as error:
        session.rollback()
        _log.warning("job failed", extra={"job": job_id, "kind": kind, "tries": tries})
        _try_again_later(job_id, tries, now, error)


def _try_again_later(job_id: int, tries: int, now: datetime, error: Exception) -> None:
    # Only the kind of the error and its place: its message may quote what a person typed.
    place = traceback.extract_tb(error.__traceback__)[-1]
    values: dict[str, Any] = {
        "lease_until": None,
        "last_error": f"{type(error).__name__} in {place.name}:{place.lineno}",
    }
    if tries <= len(LADDER):
        values["run_at"] = now + LADDER[tries - 1]
    else:
        values["failed_at"] = now
    session.execute(update(Job).where(Job.id == job_id).values(values))
    session.commit()


def work(stop: Callable[[float], bool], pause: float = 0.25) -> None:
    """Do jobs until `stop(seconds)`, which waits that long, says True."""
    pace = Pace()
    while True:
        pace.begin()
        try:
            # One at a time: whoever is asked to stop does not first draw a hundred PDF files.
            now = clock.now()
            busy = 0 if is_idle(now) else run_due(now, limit=1)
        except Exception:
            # The database may be away for a moment; the worker outlives it.
            _log.exception("the worker could not reach its jobs")
            session.rollback()
            busy = 0
        finally:
            session.remove()
        if pace.rest(stop) if busy else stop(pause):
            return
