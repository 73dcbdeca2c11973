"""One session on two databases: moments keep their zone, readers take no write lock."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from leaderacademy.core.database import open_database, reading, session, start_writing
from leaderacademy.core.jobs import Job, enqueue


def test_a_moment_comes_back_aware_and_in_utc(app: Flask) -> None:
    berlin = datetime(2027, 1, 4, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    enqueue("note", {}, berlin)
    session.commit()
    session.remove()
    moment = session.scalars(select(Job.created_at)).one()
    assert moment == berlin
    assert moment.tzinfo is UTC or moment.utcoffset() == timedelta(0)


def test_a_naive_moment_is_refused(app: Flask) -> None:
    with pytest.raises(Exception, match="time zone"):
        enqueue("note", {}, datetime(2027, 1, 4))  # noqa: DTZ001
    session.rollback()


def test_a_reader_does_not_wait_for_a_writer(app: Flask) -> None:
    enqueue("note", {}, datetime(2027, 1, 4, tzinfo=UTC))  # a writer that has not committed
    with reading(), app.extensions["engine"].connect() as other:
        assert other.execute(text("SELECT count(*) FROM job")).scalar_one() == 0
    session.rollback()


def test_an_old_style_postgres_address_is_understood() -> None:
    engine = open_database("postgres://someone@localhost/nothing")
    assert engine.dialect.driver == "psycopg"
    session.remove()


def test_who_only_reads_needs_no_transaction(app: Flask) -> None:
    """On PostgreSQL its end would make the driver forget every statement it has prepared."""
    with reading():
        session.execute(text("SELECT 1"))
        driver: Any = session.connection().connection.driver_connection
        kind = session.get_bind().dialect.name
        begun = driver.in_transaction if kind == "sqlite" else driver.info.transaction_status.name
    session.rollback()
    assert begun == (True if kind == "sqlite" else "IDLE")


def test_what_was_prepared_while_reading_stays_prepared(app: Flask) -> None:
    if session.get_bind().dialect.name == "sqlite":
        return
    with reading():
        for _ in range(40):  # the pool's connections take turns
            session.execute(text("SELECT 4711"))
            session.remove()
        found = session.execute(text("SELECT statement FROM pg_prepared_statements")).scalars()
        assert "SELECT 4711" in set(found)


def test_who_goes_on_to_write_has_a_transaction(app: Flask) -> None:
    with reading():
        session.execute(text("SELECT 1"))
        start_writing()
        enqueue("note", {}, datetime(2027, 1, 4, tzinfo=UTC))
        session.rollback()
    assert session.scalar(select(func.count()).select_from(Job)) == 0
