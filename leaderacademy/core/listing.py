"""Long lists for trainers: a page at a time, and searching in texts on both databases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, func

PAGE = 50  # lines

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Listed(Generic[Line]):
    """One page of a list that has `count` lines in all; pages are counted from 1."""

    lines: Sequence[Line]
    count: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return pages_for(self.count)

    @property
    def first(self) -> int:
        """The number of the first line of this page."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The number of its last line."""
        return min(self.page * PAGE, self.count)


def pages_for(count: int) -> int:
    """How many pages so many lines take, at least one."""
    return max(1, -(-count // PAGE))


def page_within(wanted: int, count: int) -> int:
    """The page that was asked for; behind the last one it is the last."""
    return min(max(1, wanted), pages_for(count))


def limited(query: Any, page: int) -> Any:
    """The lines of one page of a query that has its order."""
    return query.limit(PAGE).offset((page - 1) * PAGE)


def contains(column: Any, word: str) -> ColumnElement[bool]:
    """Whether the text holds the word, in whatever case."""
    # SQLite folds only ASCII, and PostgreSQL what its locale knows: an umlaut matches any sign.
    plain = "".join(
        f"\\{sign}" if sign in "%_\\" else sign if sign.isascii() else "_" for sign in word.lower()
    )
    found: ColumnElement[bool] = func.lower(column).like(f"%{plain}%", escape="\\")
    return found
