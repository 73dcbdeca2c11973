"""Rows written and read without the session's unit of work, where others wait for our commit.

The unit of work sorts, compares and remembers; for one row of which everything is known that is
two thirds of what its INSERT costs, and of reading it back a half.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, Insert, Table, insert
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


def keep(kind: type[Kind], values: dict[str, Any]) -> Kind:
    """INSERT a row at once; gives back its object, as the session would know it if read.

    Its relations are left alone: whoever needs one sets it afterwards, by `set_committed_value`.
    """
    statement, may_be_empty = _plan(kind)
    result = run(statement, may_be_empty | values)
    # What the table fills in by itself belongs to the object too, else it would be read again.
    filled_in = cast(dict[str, Any], result.last_inserted_params())
    (number,) = cast(tuple[int], result.inserted_primary_key)
    return _read(kind, filled_in | may_be_empty | values | {"id": number})


@cache
def _plan(kind: type[Base]) -> tuple[Insert, dict[str, None]]:
    table = table_of(kind)
    columns = [column for column in table.c if not column.primary_key]
    may_be_empty = [column for column in columns if column.nullable and column.default is None]
    return insert(table), dict.fromkeys(column.key for column in may_be_empty)


def as_found(kind: type[Kind], row: Sequence[Any]) -> Kind:
    """The session's object of a row with all columns of its table, read by a statement of tables.

    One that the session knows already stays as it is there.
    """
    values = dict(zip(_names(kind), row, strict=True))
    return _known(kind, values) or _read(kind, values)


def as_changed(kind: type[Kind], row: Sequence[Any]) -> Kind:
    """The same for a row that a statement has just changed: the object follows it."""
    values = dict(zip(_names(kind), row, strict=True))
    known = _known(kind, values)
    if known is None:
        return _read(kind, values)
    for name, value in values.items():
        set_committed_value(known, name, value)
    return known


def side_by_side(row: Sequence[Any], *kinds: type[Base]) -> list[Any]:
    """The session's objects of a row in which the columns of these tables follow one another."""
    found, start = [], 0
    for kind in kinds:
        end = start + len(_names(kind))
        found.append(as_found(kind, row[start:end]))
        start = end
    return found


@cache
def _names(kind: type[Base]) -> tuple[str, ...]:
    return tuple(column.key for column in table_of(kind).c)


def beside_the_session(kind: type[Kind], row: Sequence[Any]) -> Kind:
    """An object of such a row that the session does not know, to look at only."""
    found: Kind = manager_of_class(kind).new_instance()
    found.__dict__.update(zip(_names(kind), row, strict=True))
    return found


def _known(kind: type[Kind], values: dict[str, Any]) -> Kind | None:
    found: Kind | None = session.identity_map.get(identity_key(kind, values["id"]))
    return found


def _read(kind: type[Kind], values: dict[str, Any]) -> Kind:
    row: Kind = manager_of_class(kind).new_instance()
    row.__dict__.update(values)
    make_transient_to_detached(row)
    session.add(row)
    return row
