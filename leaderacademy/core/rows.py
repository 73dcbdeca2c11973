"""Rows written and read without the session's unit of work, where others wait for our commit.

The unit of work sorts, compares and remembers; for one row of which everything is known that is
two thirds of what its INSERT costs, and of reading it back a half.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Dialect, Executable, Table, insert
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import manager_of_class, set_committed_value
from sqlalchemy.orm.util import identity_key

from leaderacademy.core.database import Base, session

Kind = TypeVar("Kind", bound=Base)


def run(statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """Run a statement about tables, not about objects, in the session's transaction."""
    return session.connection().execute(statement, values)


def table_of(kind: type[Base]) -> Table:
    """The table that objects of this class are rows of."""
    return Base.metadata.tables[kind.__tablename__]


_MISSING = object()


class Ready:
    """A statement that writes one row, translated only once for each kind of database.

    Where it is sent through SQLAlchemy's own translation each time, that takes three times as long
    as the database needs. What it gives back must be numbers and plain text.
    """

    def __init__(self, make: Callable[[], Any], *names: str) -> None:
        """`make` builds it for the database at hand; `names` are the values of an INSERT."""
        self._make, self._names = make, names
        self._known: dict[str, tuple[str, list[_Value], bool]] = {}

    def run(self, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it in the session's transaction."""
        connection = session.connection()
        name = connection.dialect.name
        if name not in self._known:
            self._known[name] = self._translated(connection.dialect)
        text, wanted, in_order = self._known[name]
        sent = [(one.name, one.of(values)) for one in wanted]
        parameters: Any = tuple(value for _, value in sent) if in_order else dict(sent)
        return connection.exec_driver_sql(text, parameters)

    def _translated(self, dialect: Dialect) -> tuple[str, list["_Value"], bool]:
        compiled = self._make().compile(dialect=dialect, column_keys=self._names or None)
        in_order = bool(compiled.positional)
        names = compiled.positiontup if in_order else list(compiled.binds)
        return str(compiled), [_value(compiled, name, dialect) for name in names], in_order


@dataclass(frozen=True, slots=True)
class _Value:
    """A value to send: by name, or one that stands in the statement, as the driver wants it."""

    name: str
    constant: Any
    convert: Callable[[Any], Any] | None

    def of(self, values: Mapping[str, Any]) -> Any:
        value = values.get(self.name, self.constant)
        if value is _MISSING:
            raise KeyError(self.name)
        return value if self.convert is None else self.convert(value)


def _value(compiled: Any, name: str, dialect: Dialect) -> _Value:
    parameter = compiled.binds[name]
    convert = parameter.type.dialect_impl(dialect).bind_processor(dialect)
    constant = _MISSING if parameter.required else parameter.value
    return _Value(name, constant, convert)


def made(kind: type[Kind], values: dict[str, Any]) -> Kind:
    """An object that is not stored yet, with what is kept where nothing is given."""
    _statements, usual = _plan(kind)
    whole = {name: default() for name, default in usual.items() if name not in values}
    return _object(kind, whole | values)


def store(*rows: Base) -> None:
    """INSERT such objects at once; from then on the session knows them as if it had read them.

    Who is referred to stands before who refers. Relations are left alone: whoever needs one sets
    it, by `set_committed_value`.
    """
    for row in rows:
        (numbered, unnumbered), _usual = _plan(type(row))
        values = row.__dict__
        if "id" in values:
            numbered.run(values)
        else:
            values["id"] = unnumbered.run(values).scalar_one()
    # The other way round: the session would take a row's relations along, as if they were new.
    for row in reversed(rows):
        _known_from_now_on(row)


def keep(kind: type[Kind], values: dict[str, Any]) -> Kind:
    """Make an object and store it."""
    row = made(kind, values)
    store(row)
    return row


@cache
def _plan(kind: type[Base]) -> tuple[tuple[Ready, Ready], dict[str, Callable[[], Any]]]:
    """The INSERT with and without the row's number, and what is kept where nothing is given."""
    table = table_of(kind)
    columns = [column for column in table.c if not column.primary_key]
    usual = {c.key: _default(c) for c in columns if c.nullable or c.default is not None}
    names = [column.key for column in columns]
    numbered = Ready(lambda: insert(table).inline(), "id", *names)
    return (numbered, Ready(lambda: insert(table).returning(table.c.id), *names)), usual


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
        self._kind = kind
        self.columns = [c for c in table_of(kind).c if c.key not in without.split()]
        self._names = [column.key for column in self.columns]

    def found(self, row: Sequence[Any]) -> Kind:
        """The session's object of this row; one that it knows already stays as it is there."""
        values = dict(zip(self._names, row, strict=True))
        return _known(self._kind, values) or _read(self._kind, values)

    def changed(self, row: Sequence[Any]) -> Kind:
        """The same for a row that a statement has just changed: the object follows it."""
        values = dict(zip(self._names, row, strict=True))
        known = _known(self._kind, values)
        if known is None:
            return _read(self._kind, values)
        for name, value in values.items():
            set_committed_value(known, name, value)
        return known

    def beside_the_session(self, row: Sequence[Any]) -> Kind:
        """An object that the session does not know, to look at only."""
        return _object(self._kind, dict(zip(self._names, row, strict=True)))


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


def _read(kind: type[Kind], values: dict[str, Any]) -> Kind:
    return _known_from_now_on(_object(kind, values))


def _object(kind: type[Kind], values: dict[str, Any]) -> Kind:
    row: Kind = manager_of_class(kind).new_instance()
    row.__dict__.update(values)
    return row


def _known_from_now_on(row: Kind) -> Kind:
    make_transient_to_detached(row)
    session.add(row)
    return row
