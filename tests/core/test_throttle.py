"""Limits hold over all processes, because they are counted in the database."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from leaderacademy.core.database import session
from leaderacademy.core.throttle import Throttle, forget_old, hit

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_limit_is_reached_and_lifted_in_the_next_window(app: Flask) -> None:
    assert [hit("ada", 3, HOUR, NOW) for _ in range(4)] == [True, True, True, False]
    assert hit("ada", 3, HOUR, NOW + HOUR)


def test_people_are_counted_apart(app: Flask) -> None:
    assert hit("ada", 1, HOUR, NOW)
    assert hit("bert", 1, HOUR, NOW)
    assert not hit("ada", 1, HOUR, NOW)


def test_the_key_is_not_kept_in_clear(app: Flask) -> None:
    hit("ada@example.org", 1, HOUR, NOW)
    assert "ada" not in session.scalars(select(Throttle.key)).one()


def test_old_windows_are_forgotten(app: Flask) -> None:
    hit("ada", 1, HOUR, NOW)
    forget_old(NOW + timedelta(days=2))
    assert session.scalars(select(Throttle)).all() == []
