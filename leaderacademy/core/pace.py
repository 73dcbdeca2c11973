"""How much of the machine background work may take while others need it."""

import os
import time
from pathlib import Path

SHARE = 0.1  # of one processor, as long as others keep the machine busy
BUSY = 0.5  # of the time of all processors, taken by others
MOST = 5.0  # seconds: who is asked to stop, or for a mail, shall not wait longer for the rest

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_STAT = Path("/proc/stat")


class Pace:
    """A worker's working and resting. Drawing one PDF takes half a second of a processor.

    Resting between two pieces of work keeps others faster than a lower priority would: that one
    holds also while the worker has the lock of those who write, and all of them wait with it.
    """

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Here begins a piece of work."""
        self._since, self._own, self._all = time.monotonic(), time.thread_time(), _taken()

    def rest(self) -> float:
        """How many seconds to rest after it: none, unless others needed the machine meanwhile."""
        capacity = (time.monotonic() - self._since) * (os.cpu_count() or 1)
        own = time.thread_time() - self._own
        if _taken() - self._all - own <= BUSY * capacity:
            return 0.0
        return min(MOST, own * (1 / SHARE - 1))


def _taken() -> float:
    """Seconds that all processors together have worked; where Linux does not say so, none."""
    try:
        spent = _STAT.read_text().partition("\n")[0].split()[1:9]
    except OSError:
        return 0.0
    _user, _nice, _system, idle, waiting, *_rest = numbers = [int(one) for one in spent]
    return (sum(numbers) - idle - waiting) * _TICK
