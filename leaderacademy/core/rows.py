"""Rows written and read back without the session's unit of work, where others wait for our commit.

The unit of work sorts, compares and remembers; for one row of which everything is known that is
two thirds of what its INSERT costs.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, Insert, RowMapping, Table, insert
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from leaderacademy.core.database import Base, session

Kind = TypeVar("Kind", bound=Base)


def run(statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """Run a statement about tables, not about objects, in the session's transaction."""
    return session.connection().execute(statement, values)


def table_of(kind: type[Base]) -> Table:
    """The table that objects of this class are rows of."""
    return Base.metadata.tables[kind.__tablename__]


def keep(row: Base) -> None:
    """INSERT a new object at once; the session then knows it as one it has read.

    Its relations are left alone: whoever needs one sets it afterwards, by `set_committed_value`.
    """
    statement, columns, may_be_empty = _plan(type(row))
    typed = row.__dict__
    values = {name: typed[name] for name in columns if name in typed}
    for name in may_be_empty:
        values.setdefault(name, None)
    result = run(statement, values)
    # What the table fills in by itself belongs to the object too, else it would be read again.
    for name, value in cast(dict[str, Any], result.last_inserted_params()).items():
        typed.setdefault(name, value)
    (typed["id"],) = cast(tuple[int], result.inserted_primary_key)
    make_transient_to_detached(row)
    session.add(row)


@cache
def _plan(kind: type[Base]) -> tuple[Insert, tuple[str, ...], tuple[str, ...]]:
    table = table_of(kind)
    columns = [column for column in table.c if not column.primary_key]
    may_be_empty = [column for column in columns if column.nullable and column.default is None]
    return insert(table), tuple(c.key for c in columns), tuple(c.key for c in may_be_empty)


def as_known(kind: type[Kind], row: RowMapping) -> Kind:
    """The session's object of a whole row that a statement has just given back."""
    known: Kind | None = session.identity_map.get(identity_key(kind, row["id"]))
    if known is None:
        known = kind(**dict(row))
        make_transient_to_detached(known)
        session.add(known)
        return known
    for name, value in row.items():
        set_committed_value(known, str(name), value)
    return known
