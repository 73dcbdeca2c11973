"""Statements translated once and handed to the driver itself, where others wait for our commit.

SQLAlchemy's own way costs three times what the driver needs for the same statement: it looks up
the translation, describes the columns and wraps the rows, each time anew.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import Any, NoReturn

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

from leaderacademy.core.database import session

CURSOR = "cursor of ready statements"
_MISSING = object()

Convert = Callable[[Any], Any]
Row = tuple[Any, ...]


class Ready:
    """A statement that is translated only once for each kind of database."""

    def __init__(self, make: Callable[[], Any], *names: str) -> None:
        """`make` builds it for the database at hand; `names` are the values of an INSERT."""
        self._make, self._names = make, names
        self._known: dict[str, _Translation] = {}

    def run(self, values: Mapping[str, Any], connection: Connection | None = None) -> list[Row]:
        """Run it, in the session's transaction if no other is given; all rows that it gives back.

        Raises SQLAlchemy's own errors, KeyError for a value that is missing.
        """
        # What was given a connection of its own does not wait with those of the session.
        waiting = _waiting.get() if connection is None else None
        connection = connection or session.connection()
        name = connection.dialect.name
        if name not in self._known:
            self._known[name] = _translation(self._make(), self._names, connection.dialect)
        translation = self._known[name]
        one = (translation, translation.parameters(values))
        if waiting is None:
            return _send(connection, *one)
        if translation.gives_rows:
            _send_all(connection, waiting)  # what was written before comes first
            return _send(connection, *one)
        waiting.append(one)
        return []


@contextmanager
def together() -> Iterator[None]:
    """Statements of this block that give back nothing are sent at its end, or before one that
    gives rows: to PostgreSQL as a single one, which saves as many errands while others wait.

    Their errors are raised there. They must not depend on one another but by foreign keys.
    """
    if _waiting.get() is not None:  # within another such block, which sends these too
        yield
        return
    waiting: list[_Sent] = []
    token = _waiting.set(waiting)
    try:
        yield
        if waiting:
            _send_all(session.connection(), waiting)
    finally:
        _waiting.reset(token)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value to send: by name, or one that stands in the statement, as the driver wants it."""

    name: str
    constant: Any
    convert: Convert | None

    def of(self, values: Mapping[str, Any]) -> Any:
        value = values.get(self.name, self.constant)
        if value is _MISSING:
            raise KeyError(self.name)
        return value if self.convert is None else self.convert(value)


@dataclass(frozen=True, slots=True)
class _Translation:
    """A statement as one kind of database wants it; `convert` has a column's place in a row."""

    text: str
    values: list[_Value]
    gives_rows: bool
    convert: list[tuple[int, Convert]]

    def parameters(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in the order of the statement, as the driver wants them."""
        return tuple([one.of(values) for one in self.values])

    def read(self, rows: list[Row]) -> list[Row]:
        """What the driver gave, as SQLAlchemy would give it."""
        return [self._converted(row) for row in rows] if self.convert else rows

    def _converted(self, row: Row) -> Row:
        values = list(row)
        for place, convert in self.convert:
            values[place] = convert(values[place])
        return tuple(values)


_Sent = tuple[_Translation, tuple[Any, ...]]
_waiting: ContextVar[list[_Sent] | None] = ContextVar("waiting", default=None)


def _send_all(connection: Connection, waiting: list[_Sent]) -> None:
    if waiting and connection.dialect.name == "postgresql":
        text = _as_one(tuple(one.text for one, _ in waiting))
        _execute(connection, text, tuple(chain.from_iterable(values for _, values in waiting)))
    else:
        for one in waiting:
            _send(connection, *one)
    waiting.clear()


def _send(connection: Connection, one: _Translation, values: tuple[Any, ...]) -> list[Row]:
    cursor = _execute(connection, one.text, values)
    return one.read(cursor.fetchall()) if one.gives_rows else []


def _execute(connection: Connection, text: str, values: tuple[Any, ...]) -> Any:
    cursor = _cursor(connection)
    # What counts statements, or watches over them, sees these too.
    connection.engine.dispatch.before_cursor_execute(connection, cursor, text, values, None, False)
    try:
        cursor.execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        _raise_as_usual(connection, cursor, text, error)
    return cursor


@cache
def _as_one(texts: tuple[str, ...]) -> str:
    """PostgreSQL's WITH: keys are checked when the last one is done.

    It runs the main one first and the others from the last to the first; the other way round
    here, rows get their numbers in the order in which they were written.
    """
    counted, parts = 0, []
    for text in texts:
        parts.append(_VALUE.sub(partial(_moved, counted), text))
        counted += len(set(_VALUE.findall(text)))
    main, *others = parts
    named = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(reversed(others)))
    return f"WITH {named} {main}" if others else main


def _moved(before: int, found: re.Match[str]) -> str:
    return f"${int(found[1]) + before}"


_VALUE = re.compile(r"\$(\d+)")  # as PostgreSQL itself writes it: the driver need not translate
_IN_ORDER = {"sqlite": "qmark", "postgresql": "numeric_dollar"}


def _translation(statement: Any, names: tuple[str, ...], dialect: Dialect) -> _Translation:
    # Values by their order, whatever the dialect likes better: so statements can be joined.
    kind: Any = type(dialect)
    ordered = kind(paramstyle=_IN_ORDER[dialect.name])
    compiled = statement.compile(dialect=ordered, column_keys=names or None)
    columns = list(statement.exported_columns)
    read = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return _Translation(
        text=str(compiled),
        values=[_value(compiled, name, dialect) for name in compiled.positiontup],
        gives_rows=bool(columns),
        convert=[(place, convert) for place, convert in enumerate(read) if convert is not None],
    )


def _value(compiled: Any, name: str, dialect: Dialect) -> _Value:
    parameter = compiled.binds[name]
    convert = parameter.type.dialect_impl(dialect).bind_processor(dialect)
    constant = _MISSING if parameter.required else parameter.value
    return _Value(name, constant, convert)


def _cursor(connection: Connection) -> Any:
    """The connection's own cursor for these statements: all rows are fetched at once."""
    cursor = connection.info.get(CURSOR)
    if cursor is None:
        driver: Any = connection.connection.driver_connection
        module: Any = connection.dialect.loaded_dbapi
        make = getattr(module, "RawCursor", type(driver).cursor)
        cursor = connection.info[CURSOR] = make(driver)
    return cursor


def _raise_as_usual(connection: Connection, cursor: Any, text: str, error: Any) -> NoReturn:
    """The driver's error as SQLAlchemy would raise it, without the values: they are people's."""
    dialect = connection.dialect
    driver: Any = connection.connection.driver_connection
    gone = dialect.is_disconnect(error, driver, cursor)
    if gone:
        connection.invalidate(error)
    raise DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    ) from error
