"""Background jobs: in one transaction with their cause, and done once."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.core import jobs
from leaderacademy.core.database import session
from leaderacademy.core.jobs import LADDER, LEASE, Job, enqueue, handler, run_due

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
done: list[Any] = []


@pytest.fixture(autouse=True)
def handlers() -> Any:
    done.clear()
    handler("note")(lambda payload, now: done.append(payload["n"]))
    handler("break")(_break)
    yield
    jobs._handlers.pop("note")
    jobs._handlers.pop("break")


def _break(payload: dict[str, Any], now: datetime) -> None:
    done.append("tried")
    raise RuntimeError("geheim@example.org")


def _only_job() -> Job:
    session.remove()
    return session.scalars(select(Job)).one()


def test_a_job_of_a_rolled_back_transaction_is_never_done(app: Flask) -> None:
    enqueue("note", {"n": 1}, NOW)
    session.rollback()
    assert run_due(NOW) == 0
    assert done == []


def test_a_job_is_done_once_and_stays_done(app: Flask) -> None:
    enqueue("note", {"n": 1}, NOW)
    session.commit()
    run_due(NOW)
    run_due(NOW + LEASE * 2)
    assert done == [1]
    assert _only_job().done_at == NOW


def test_a_key_makes_two_jobs_one(app: Flask) -> None:
    enqueue("note", {"n": 1}, NOW, key="same")
    enqueue("note", {"n": 2}, NOW, key="same")
    session.commit()
    run_due(NOW)
    assert done == [1]


def test_a_job_waits_for_its_time(app: Flask) -> None:
    enqueue("note", {"n": 1}, NOW, run_at=NOW + timedelta(hours=1))
    session.commit()
    assert run_due(NOW) == 0
    assert run_due(NOW + timedelta(hours=1)) == 1


def test_a_failed_job_is_tried_again_along_the_ladder_and_then_given_up(app: Flask) -> None:
    enqueue("break", {}, NOW)
    session.commit()
    moment = NOW
    for step in LADDER:
        assert run_due(moment) == 1
        assert run_due(moment + step - timedelta(seconds=1)) == 0
        moment += step
    assert run_due(moment) == 1
    job = _only_job()
    assert job.failed_at == moment
    assert len(done) == len(LADDER) + 1


def test_the_kept_error_quotes_nothing_that_a_person_typed(app: Flask) -> None:
    enqueue("break", {}, NOW)
    session.commit()
    run_due(NOW)
    error = _only_job().last_error or ""
    assert "RuntimeError" in error
    assert "geheim" not in error


def test_a_job_whose_worker_died_is_taken_over_after_its_lease(app: Flask) -> None:
    enqueue("note", {"n": 1}, NOW)
    session.commit()
    assert jobs._claim(NOW) is not None  # the worker dies here
    session.remove()
    assert run_due(NOW + LEASE / 2) == 0
    assert run_due(NOW + LEASE) == 1
    assert done == [1]


def test_eight_workers_do_a_hundred_jobs_once_each(app: Flask) -> None:
    for n in range(100):
        enqueue("note", {"n": n}, NOW)
    session.commit()
    session.remove()

    def work() -> None:
        run_due(NOW)
        session.remove()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(100))


def test_the_worker_outlives_a_database_that_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([OSError("away"), 1, 0])

    def sometimes(now: datetime, limit: int) -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(jobs, "is_idle", lambda _now: False)
    monkeypatch.setattr(jobs, "run_due", sometimes)
    monkeypatch.setattr(jobs.Pace, "rest", lambda _pace, wait: wait(3.6))
    pauses: list[float] = []

    def stop(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 3

    jobs.work(stop)
    assert pauses == [0.25, 3.6, 0.25]
