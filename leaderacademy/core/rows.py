"""Rows written and read without the session's unit of work, where others wait for our commit.

The unit of work sorts, compares and remembers; for one row of which everything is known that is
two thirds of what its INSERT costs, and of reading it back a half.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Integer, Table, func, insert, literal_column, select
from sqlalchemy.orm.attributes import instance_state, manager_of_class, set_committed_value
from sqlalchemy.orm.util import identity_key

from leaderacademy.core.database import Base, is_postgresql, session
from leaderacademy.core.ready import Ready

Kind = TypeVar("Kind", bound=Base)


def next_id(kind: type[Base]) -> Any:
    """SQL: the number that the next row of this class is to have.

    On PostgreSQL nobody gets it again; SQLite has one writer, and would take the same by itself.
    """
    table = table_of(kind)
    if is_postgresql():
        return literal_column(f"nextval('{table.name}_id_seq')", Integer)
    return select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()


def table_of(kind: type[Base]) -> Table:
    """The table that objects of this class are rows of."""
    return Base.metadata.tables[kind.__tablename__]


def made(kind: type[Kind], values: dict[str, Any]) -> Kind:
    """An object that is not stored yet, with what is kept where nothing is given."""
    usual = _plan(kind).usual.items()
    whole = {name: default() for name, default in usual if name not in values}
    return _object(kind, whole | values)


def store(*rows: Base) -> None:
    """INSERT such objects at once; from then on the session knows them as if it had read them.

    Who is referred to stands before who refers. Relations are left alone: whoever needs one sets
    it, by `set_committed_value`.
    """
    for row in rows:
        plan, values = _plan(type(row)), row.__dict__
        if "id" in values:
            plan.numbered.run(values)
        else:
            ((values["id"],),) = plan.asking.run(values)
        _known_from_now_on(row)


def send(*rows: Base) -> None:
    """INSERT such objects, which the session does not get to know, nor they their numbers."""
    for row in rows:
        _plan(type(row)).unasked.run(row.__dict__)


def keep(kind: type[Kind], values: dict[str, Any]) -> Kind:
    """Make an object and store it."""
    row = made(kind, values)
    store(row)
    return row


@dataclass(frozen=True, slots=True)
class _Plan:
    """The INSERTs with a number, asking for it and leaving it, and what is kept if not given."""

    numbered: Ready
    asking: Ready
    unasked: Ready
    usual: dict[str, Callable[[], Any]]


@cache
def _plan(kind: type[Base]) -> _Plan:
    table = table_of(kind)
    columns = [column for column in table.c if not column.primary_key]
    names = [column.key for column in columns]
    return _Plan(
        Ready(lambda: insert(table).inline(), "id", *names),
        Ready(lambda: insert(table).returning(table.c.id), *names),
        Ready(lambda: insert(table).inline(), *names),
        {c.key: _default(c) for c in columns if c.nullable or c.default is not None},
    )


def _default(column: Column[Any]) -> Callable[[], Any]:
    if column.default is None:
        return lambda: None
    given: Any = column.default
    return (lambda: given.arg(None)) if given.is_callable else (lambda: given.arg)


class Part(Generic[Kind]):
    """The columns of one table in a row, and the objects that rows of them are.

    What is left out is read by the session as soon as somebody asks for it.
    """

    def __init__(self, kind: type[Kind], without: str = "") -> None:
        """`without` names what is seldom asked for, parted by blanks."""
        self._kind, self._left_out = kind, without.split()
        self.columns = [c for c in table_of(kind).c if c.key not in self._left_out]
        self._names = [column.key for column in self.columns]

    def found(self, row: Sequence[Any]) -> Kind:
        """The session's object of this row; one that it knows already stays as it is there."""
        values = dict(zip(self._names, row, strict=True))
        return _known(self._kind, values) or self._read(values)

    def changed(self, row: Sequence[Any]) -> Kind:
        """The same for a row that a statement has just changed: the object follows it."""
        values = dict(zip(self._names, row, strict=True))
        known = _known(self._kind, values)
        if known is None:
            return self._read(values)
        for name, value in values.items():
            set_committed_value(known, name, value)
        return known

    def beside_the_session(self, row: Sequence[Any]) -> Kind:
        """An object that the session does not know, to look at only."""
        return _object(self._kind, dict(zip(self._names, row, strict=True)))

    def _read(self, values: dict[str, Any]) -> Kind:
        return _known_from_now_on(_object(self._kind, values), self._left_out)


def side_by_side(row: Sequence[Any], *parts: Part[Any]) -> list[Any]:
    """The session's objects of a row in which the columns of these parts follow one another."""
    found, start = [], 0
    for part in parts:
        end = start + len(part.columns)
        found.append(part.found(row[start:end]))
        start = end
    return found


def _known(kind: type[Kind], values: dict[str, Any]) -> Kind | None:
    found: Kind | None = session.identity_map.get(identity_key(kind, values["id"]))
    return found


def _object(kind: type[Kind], values: dict[str, Any]) -> Kind:
    row: Kind = manager_of_class(kind).new_instance()
    row.__dict__.update(values)
    return row


def _known_from_now_on(row: Kind, left_out: Iterable[str] = ()) -> Kind:
    # What the session does with a row that it has read. To add it costs six times as much, and
    # looks through all its relations, as if they were new.
    state, mine = instance_state(row), session()
    state.key = identity_key(type(row), row.__dict__["id"])
    state.expired_attributes.update(left_out)
    state.session_id = mine.hash_key
    mine.identity_map.add(state)
    return row
