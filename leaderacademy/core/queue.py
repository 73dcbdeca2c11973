"""Whoever wants to write to SQLite waits in line, over threads and processes, and is woken."""

import fcntl
import os
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, event

IN_LINE = "stands in the line of writers"


class WriteQueue:
    """SQLite lets its writers sleep up to 100 ms between two looks at the lock; this one wakes
    the next writer at once. Writers that do not stand in line are still kept apart by SQLite."""

    def __init__(self, file: Path, patience: float) -> None:
        self._file = file
        self._patience = patience
        self._mine = Lock()  # one thread of this process at a time …
        self._descriptor = -1  # … competes with those of the others

    def enter(self) -> None:
        """Wait until nobody else writes; gives up after a while, as SQLite would."""
        if not self._mine.acquire(timeout=self._patience):
            raise TimeoutError(f"{self._file.name}: another thread has been writing for too long")
        try:
            if self._descriptor < 0:
                self._descriptor = os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except BaseException:
            self._mine.release()
            raise

    def leave(self) -> None:
        """Let the next one write."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        self._mine.release()


def stand_in_line(engine: Engine, queue: WriteQueue) -> None:
    """Give the place in line back when the connection has committed and is put away."""

    def leave(_connection: object, record: Any) -> None:
        if record.info.pop(IN_LINE, False):
            queue.leave()

    event.listen(engine, "checkin", leave)


def join(connection: Connection, queue: WriteQueue) -> None:
    """Stand in line for this connection, once until it is put away."""
    if not connection.info.get(IN_LINE):
        queue.enter()
        connection.info[IN_LINE] = True
