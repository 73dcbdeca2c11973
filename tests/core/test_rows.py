"""Rows written and read by tables are the same objects that the session would have read."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import Part, keep, made, side_by_side, store, table_of

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=timezone(timedelta(hours=1)))
SMALL = {
    "kind": "note",
    "key": "one",
    "payload": {"ä": [1, None]},
    "created_at": NOW,
    "run_at": NOW,
}


def _read_back() -> dict[str, Any]:
    session.commit()
    session.remove()
    job = session.scalars(select(Job)).one()
    return {name: getattr(job, name) for name in table_of(Job).c.keys()}  # noqa: SIM118


def test_a_kept_row_is_known_as_if_it_had_been_read(app: Flask) -> None:
    kept = keep(Job, dict(SMALL))
    known = {name: getattr(kept, name) for name in table_of(Job).c.keys()}  # noqa: SIM118
    assert session.get(Job, kept.id) is kept
    assert known == _read_back()
    assert (known["tries"], known["lease_until"]) == (0, None)


def test_what_is_changed_on_a_kept_row_is_stored(app: Flask) -> None:
    kept = keep(Job, dict(SMALL))
    kept.tries = 3
    assert _read_back()["tries"] == 3


def test_a_value_that_was_forgotten_is_an_error(app: Flask) -> None:
    with pytest.raises(KeyError, match="payload"):
        keep(Job, {"kind": "note"})


def test_a_row_that_exists_is_the_session_s_own_error(app: Flask) -> None:
    keep(Job, dict(SMALL))
    with pytest.raises(IntegrityError):
        keep(Job, dict(SMALL))
    session.rollback()


def test_rows_that_refer_to_each_other_are_stored_one_after_the_other(app: Flask) -> None:
    first, second = made(Job, dict(SMALL)), made(Job, SMALL | {"key": "two", "id": 4711})
    assert first not in session
    store(first, second)
    assert (session.get(Job, 4711), session.get(Job, first.id)) == (second, first)
    assert second.tries == 0


def test_what_is_left_out_is_read_when_asked_for(app: Flask) -> None:
    keep(Job, dict(SMALL))
    session.commit()
    session.remove()
    part = Part(Job, "payload last_error")
    (found,) = side_by_side(session.connection().execute(select(*part.columns)).one(), part)
    assert "payload" not in found.__dict__
    assert found.payload == SMALL["payload"]
    assert found.run_at == NOW


def test_an_object_that_is_known_stays_or_follows(app: Flask) -> None:
    kept, part = keep(Job, dict(SMALL)), Part(Job)
    kept.tries = 7  # not stored yet
    row = session.connection().execute(select(*part.columns)).one()
    assert part.found(row) is kept
    assert kept.tries == 7
    assert part.changed(row) is kept
    assert kept.tries == 0


def test_one_beside_the_session_is_not_its_own(app: Flask) -> None:
    keep(Job, dict(SMALL))
    session.commit()
    session.remove()
    seen = Part(Job).beside_the_session(
        session.connection().execute(select(*Part(Job).columns)).one()
    )
    assert seen.payload == SMALL["payload"]
    assert seen not in session


def test_a_constant_in_a_statement_is_sent_along(app: Flask) -> None:
    keep(Job, dict(SMALL))
    table = table_of(Job)
    count = Ready(
        lambda: (
            table.update()
            .where(table.c.kind == "note")
            .values(tries=table.c.tries + 2)
            .returning(table.c.tries)
        )
    )
    assert [count.run({}) for _ in range(2)] == [[(2,)], [(4,)]]
    assert _read_back()["created_at"] == NOW.astimezone(UTC)
