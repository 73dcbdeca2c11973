"""One session on two databases: moments keep their zone, readers take no write lock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import select, text

from leaderacademy.core.database import open_database, reading, session
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
