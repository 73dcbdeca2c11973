"""Writers to SQLite stand in line: woken at once, and never left waiting by one who is done."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from leaderacademy.core.database import _open_sqlite, reading
from leaderacademy.core.queue import WriteQueue


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = _open_sqlite(f"sqlite:///{tmp_path / 'line.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE entry (id INTEGER PRIMARY KEY, number INTEGER)"))
    return engine


def test_all_of_many_writers_get_their_turn(engine: Engine) -> None:
    def write(number: int) -> None:
        for _ in range(10):
            with engine.begin() as connection:
                count = connection.execute(text("SELECT count(*) FROM entry")).scalar_one()
                connection.execute(text("INSERT INTO entry (number) VALUES (:n)"), {"n": count})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.begin() as connection:
        numbers = connection.execute(text("SELECT number FROM entry ORDER BY id")).scalars()
        assert list(numbers) == list(range(40))  # nobody read what somebody else was changing


def test_a_reader_does_not_stand_in_line(engine: Engine) -> None:
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO entry (number) VALUES (1)"))
        with reading(), engine.connect() as reader:
            assert reader.execute(text("SELECT count(*) FROM entry")).scalar_one() == 0


def test_a_writer_who_fails_lets_the_next_one_go(engine: Engine) -> None:
    with pytest.raises(OperationalError), engine.begin() as connection:
        connection.execute(text("INSERT INTO missing (number) VALUES (1)"))
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM entry")).scalar_one() == 0


def test_a_begin_that_fails_lets_the_next_one_go(engine: Engine) -> None:
    def fail(_connection: object) -> None:
        raise RuntimeError

    event.listen(engine, "begin", fail)
    with pytest.raises(RuntimeError), engine.begin():
        pass
    event.remove(engine, "begin", fail)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_whoever_waits_too_long_is_told(tmp_path: Path) -> None:
    queue = WriteQueue(tmp_path / "line", patience=0.05)
    queue.enter()
    with pytest.raises(TimeoutError):
        queue.enter()
    queue.leave()
    queue.enter()
    queue.leave()


def test_another_process_is_woken_when_it_is_its_turn(tmp_path: Path) -> None:
    # Two queues over one file hold two locks of the system, as two processes do.
    first, second = (WriteQueue(tmp_path / "line", patience=5) for _ in range(2))
    first.enter()
    turns: list[float] = []

    def wait() -> None:
        second.enter()
        turns.append(time.monotonic())
        second.leave()

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.1)
    assert turns == []
    first.leave()
    waiting.join(5)
    assert len(turns) == 1
