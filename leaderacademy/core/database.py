"""One session and one base class for every table, on SQLite and on PostgreSQL."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    FromClause,
    Index,
    MetaData,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

from leaderacademy.core.queue import WriteQueue, join, stand_in_line

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

PATIENCE = 15  # seconds to wait for other writers
RESTED = 1.0  # seconds after which a connection may have died unnoticed
USED_AT = "used at"

session = scoped_session(sessionmaker(expire_on_commit=False))

_scan_json: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]

Statement = TypeVar("Statement")

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Base(DeclarativeBase):
    """Every table; constraints get stable names so that migrations can find them."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite would otherwise hand back a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """On SQLite straight from its text: a lesson page reads sixty of them."""
        if dialect.name == "sqlite":
            return _read_moment
        return super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment_in_json(text: str) -> datetime:
    """A moment as the database's own JSON functions write it."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _read_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def open_database(url: str) -> Engine:
    """Connect the session to the database at `url` (postgres:// is understood too)."""
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if url.startswith("sqlite"):
        engine = _open_sqlite(url)
    else:
        engine = create_engine(url, pool_size=5, max_overflow=5, json_deserializer=_read_json)
        event.listen(engine, "begin", _begin_postgresql)
        _ask_the_rested(engine)
    session.remove()
    session.configure(bind=engine)
    return engine


def _ask_the_rested(engine: Engine) -> None:
    """Ask a connection that has rested whether it still lives, so that a restart of the database
    is nobody's error. SQLAlchemy's own pool_pre_ping asks each time: one question in six."""

    def put_away(_connection: object, record: Any) -> None:
        record.info[USED_AT] = time.monotonic()

    def take_out(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get(USED_AT, 0.0) < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("the connection has been closed") from error

    event.listen(engine, "checkin", put_away)
    event.listen(engine, "checkout", take_out)


def _open_sqlite(url: str) -> Engine:
    engine = create_engine(url, json_deserializer=_read_json)
    event.listen(engine, "connect", _prepare_sqlite)
    file = engine.url.database
    if file in (None, "", ":memory:"):
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    queue = WriteQueue(Path(f"{file}-line"), PATIENCE)
    stand_in_line(engine, queue)

    def begin(connection: Connection) -> None:
        if not _reading.get():
            join(connection, queue)
        _begin_sqlite(connection)

    event.listen(engine, "begin", begin)
    return engine


def _read_json(text: str | bytes) -> Any:
    # A lesson page reads a hundred small values; json.loads spends most of its time on looking
    # for blanks around them, which neither of our databases has there.
    if text == "[]":
        return []
    # SQLite gives a number as such; the TypeError that follows is what SQLAlchemy waits for.
    value, _end = _scan_json(text.decode() if isinstance(text, bytes) else text, 0)
    return value


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # We send BEGIN ourselves: the driver's own begins too late to protect a read that
    # precedes a write. FULL makes a commit survive a power cut.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-1024",  # in KB and of each thread; the system keeps the file in memory anyway
        f"busy_timeout={PATIENCE * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot be upgraded once somebody else
    # has written, so whatever may write takes the lock at once and waits its turn.
    # Straight to the driver: it is no statement of ours, and every request begins one or two.
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    try:
        driver.execute("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        # Another program writes for too long: the same error as when a statement meets it.
        raise OperationalError("BEGIN", None, error) from error


def _begin_postgresql(connection: Connection) -> None:
    # Who only reads needs no transaction: each statement sees what is committed, as it would in
    # one. Without it there is no ROLLBACK at its end, after which the driver forgets every
    # statement it has prepared, so that the database would plan each of them anew each time.
    driver: Any = connection.connection.driver_connection
    if driver.autocommit is not _reading.get():
        driver.autocommit = _reading.get()


@contextmanager
def _mode(only_reads: bool) -> Iterator[None]:
    token = _reading.set(only_reads)
    try:
        yield
    finally:
        _reading.reset(token)


def reading() -> AbstractContextManager[None]:
    """Within this block transactions take no write lock (pages that only show)."""
    return _mode(True)


def writing() -> AbstractContextManager[None]:
    """Within this block of one that only reads transactions may write; commit before it ends."""
    return _mode(False)


def start_reading() -> None:
    """From here on this request only reads."""
    _reading.set(True)


def start_writing() -> None:
    """From here on this request may write; ends a transaction that was opened to read."""
    if _reading.get() and session.registry.has():
        _end_reading(session())
    _reading.set(False)


def _end_reading(mine: Session) -> None:
    connection = mine.connection() if mine.in_transaction() and is_postgresql() else None
    if connection is None or connection.invalidated or mine.new or mine.dirty:
        mine.rollback()
        return
    # It was none there, so the same connection goes on. What was read may be old by now.
    mine.expire_all()
    driver: Any = connection.connection.driver_connection
    driver.autocommit = False


def _engine() -> Engine:
    # Not session.get_bind(): that would make a session only to ask it.
    return cast(Engine, session.session_factory.kw["bind"])


@contextmanager
def short_transaction(*, writes: bool) -> Iterator[Connection]:
    """A transaction beside the session, whose bookkeeping is a quarter of what an answer costs.

    It is committed at the end of the block. Whoever opens one that writes must not hold another:
    SQLite has one writer.
    """
    with _mode(not writes), _engine().begin() as connection:
        yield connection


def is_postgresql() -> bool:
    """Whether the database is PostgreSQL; else it is SQLite."""
    return _engine().dialect.name == "postgresql"


def once_per_dialect(make: Callable[[], Statement]) -> Callable[[], Statement]:
    """Build a statement only once for each kind of database: it takes longer than to run it."""
    built: dict[str, Statement] = {}

    def statement() -> Statement:
        name = _engine().dialect.name
        if name not in built:
            built[name] = make()
        return built[name]

    return statement


def one_where(name: str, column: str, condition: str) -> Index:
    """A unique index over only those rows for which the condition (SQL) holds.

    For PostgreSQL the migration says so once more: to name the dialect here would load all its
    drivers, 3 MB in every process of who uses SQLite.
    """
    return Index(name, column, unique=True, sqlite_where=text(condition))


def upsert(table: FromClause) -> Any:
    """An INSERT of this database's own dialect, which has on_conflict_do_…()."""
    target: Any = table
    if is_postgresql():
        # Not above: with all its drivers it takes 2 MB in every process of who uses SQLite.
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(target)
    return sqlite.insert(target)
