"""How much of the machine background work may take while others need it."""

import os
import time
from collections.abc import Callable
from pathlib import Path

SHARE = 0.1  # of one processor, as long as others keep the machine busy
BUSY = 0.5  # of the time of all processors, taken by others
MOST = 5.0  # seconds: who waits for a mail or a statement to be read shall not wait longer
LOOK = 0.5  # seconds until it looks whether others still need the machine

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

    def rest(self, wait: Callable[[float], bool]) -> bool:
        """Rest after it, as long as others need the machine; not at all if nobody did meanwhile.

        `wait(seconds)` waits and says whether to stop; this says the same.
        """
        left = min(MOST, (time.thread_time() - self._own) * (1 / SHARE - 1))
        while left > 0 and self._others_are_busy():
            self.begin()
            if wait(min(LOOK, left)):
                return True
            left -= LOOK
        return False

    def _others_are_busy(self) -> bool:
        capacity = (time.monotonic() - self._since) * (os.cpu_count() or 1)
        others = _taken() - self._all - (time.thread_time() - self._own)
        return others > BUSY * capacity


def _taken() -> float:
    """Seconds that all processors together have worked; where Linux does not say so, none."""
    try:
        spent = _STAT.read_text().partition("\n")[0].split()[1:9]
    except OSError:
        return 0.0
    _user, _nice, _system, idle, waiting, *_rest = numbers = [int(one) for one in spent]
    return (sum(numbers) - idle - waiting) * _TICK
