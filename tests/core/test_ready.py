"""Statements that go to the driver itself behave as if SQLAlchemy had sent them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, literal, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from leaderacademy.core.database import (
    is_postgresql,
    session,
    short_transaction,
    start_reading,
    start_writing,
)
from leaderacademy.core.jobs import Job
from leaderacademy.core.ready import Ready, together
from leaderacademy.core.rows import table_of
from tests.booking.shop import NOW
from tests.databases import only_on_postgresql

JOB = table_of(Job)
ADD = Ready(lambda: insert(JOB).inline(), "kind", "key", "payload", "created_at", "run_at", "tries")
COUNT = Ready(lambda: select(func.count()).select_from(JOB))
READ = Ready(lambda: select(JOB.c.key, JOB.c.payload, JOB.c.run_at, JOB.c.done_at).order_by("id"))


def _job(key: str) -> dict[str, Any]:
    when = {"created_at": NOW, "run_at": NOW}
    return {"kind": "note", "key": key, "payload": {"%s": ["$1", "ä"]}, "tries": 0, **when}


def _add_together(*keys: str) -> None:
    with together():
        for key in keys:
            ADD.run(_job(key) if key else {"kind": "note", "key": "without"})


def test_rows_come_back_as_the_session_would_read_them(app: Flask) -> None:
    ADD.run(_job("one"))
    ((key, payload, run_at, done_at),) = READ.run({})
    assert (key, payload, run_at, done_at) == ("one", {"%s": ["$1", "ä"]}, NOW, None)
    assert run_at.utcoffset().total_seconds() == 0


def test_together_they_are_one_statement_where_the_database_can(queries: list[str]) -> None:
    with together():
        _add_together("0", "1", "2")
        assert queries == []
    assert len(queries) == (1 if is_postgresql() else 3)
    assert [row[0] for row in READ.run({})] == ["0", "1", "2"]


def test_one_that_reads_sends_first_what_waits(app: Flask) -> None:
    with together():
        ADD.run(_job("one"))
        assert COUNT.run({}) == [(1,)]
        ADD.run(_job("two"))
    assert COUNT.run({}) == [(2,)]


def test_the_error_comes_at_the_end_and_nothing_is_left(app: Flask) -> None:
    ADD.run(_job("one"))
    session.commit()
    with pytest.raises(IntegrityError):
        _add_together("two", "one")
    session.rollback()
    assert COUNT.run({}) == [(1,)]
    ADD.run(_job("three"))
    assert COUNT.run({}) == [(2,)]


def test_what_waited_is_forgotten_when_the_block_breaks_off(app: Flask) -> None:
    with pytest.raises(KeyError, match="payload"):
        _add_together("one", "")
    assert COUNT.run({}) == [(0,)]


def test_a_name_that_stands_in_it_twice_is_one_value(app: Flask) -> None:
    twice = Ready(
        lambda: insert(JOB).from_select(
            ["kind", "key", "payload", "created_at", "run_at", "tries"],
            select(
                literal("note"),
                *(JOB.c.key + literal("%$1"), JOB.c.payload, JOB.c.created_at, JOB.c.run_at),
                literal(7),
            ).where(JOB.c.key == literal("one")),
        )
    )
    ADD.run(_job("one"))
    with together():
        ADD.run(_job("two"))
        twice.run({})
        ADD.run(_job("three"))
    assert sorted(row[0] for row in READ.run({})) == ["one", "one%$1", "three", "two"]


def test_an_error_tells_no_values(app: Flask) -> None:
    ADD.run(_job("secret@firma.example"))
    with pytest.raises(IntegrityError) as refused:
        ADD.run(_job("secret@firma.example"))
    session.rollback()
    assert refused.value.params is None
    assert "[parameters" not in str(refused.value)


def _lose_the_connection() -> None:
    COUNT.run({})
    number = session.connection().connection.driver_connection.info.backend_pid
    with short_transaction(writes=False) as other:
        other.execute(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})


@only_on_postgresql
def test_a_connection_that_died_is_an_error_once(app: Flask) -> None:
    _lose_the_connection()
    with pytest.raises(OperationalError) as lost:
        COUNT.run({})
    assert lost.value.connection_invalidated
    session.rollback()
    assert COUNT.run({}) == [(0,)]


@pytest.fixture
def as_a_request(app: Flask) -> Iterator[None]:
    """Begins by reading, as a page does, and ends as one does."""
    session.remove()
    start_reading()
    yield
    session.rollback()
    start_writing()


@pytest.mark.usefixtures("as_a_request")
def test_who_goes_on_from_reading_to_writing_can_take_it_back() -> None:
    assert COUNT.run({}) == [(0,)]
    start_writing()
    ADD.run(_job("one"))
    session.rollback()
    assert COUNT.run({}) == [(0,)]


@pytest.mark.usefixtures("as_a_request")
def test_who_goes_on_to_writing_reads_anew_what_was_read() -> None:
    with short_transaction(writes=True) as other:
        ADD.run(_job("one"), other)
    job = session.scalars(select(Job)).one()
    with short_transaction(writes=True) as other:
        other.execute(JOB.update().values(tries=5))
    assert job.tries == 0
    start_writing()
    assert job.tries == 5


@pytest.mark.usefixtures("as_a_request")
@only_on_postgresql
def test_who_lost_the_connection_while_reading_can_still_go_on_to_writing() -> None:
    _lose_the_connection()
    with pytest.raises(DBAPIError):
        COUNT.run({})
    start_writing()
    ADD.run(_job("one"))
    session.commit()
    assert COUNT.run({}) == [(1,)]


@pytest.mark.usefixtures("as_a_request")
@only_on_postgresql
def test_after_writing_reading_has_no_transaction_again() -> None:
    COUNT.run({})
    start_writing()
    ADD.run(_job("one"))
    assert not session.connection().connection.driver_connection.autocommit
    session.commit()
    start_reading()
    assert COUNT.run({}) == [(1,)]
    assert session.connection().connection.driver_connection.autocommit
