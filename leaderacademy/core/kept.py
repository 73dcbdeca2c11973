"""Values that are made once for everything they depend on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

_passing: ContextVar[bool] = ContextVar("passing", default=False)


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Within this block values are made and thrown away: what a trainer types lives a second
    and must not push out what everybody reads."""
    token = _passing.set(True)
    try:
        yield
    finally:
        _passing.reset(token)


class Kept(Generic[Value]):
    """The `most` values asked for last. A key must hold everything that its value depends on:
    then nothing has ever to be thrown away because something changed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value for this key, made if it is not there; what `make` holds is not kept."""
        if _passing.get():
            return make()
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
