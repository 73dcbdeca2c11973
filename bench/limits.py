"""What the machine can do at best: R2, a file by nginx, and R3, raw durable commits."""

import sqlite3
import threading
import time
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bench import servers
from bench.figures import report
from bench.load import BARE, against

SECONDS = 2.0
ROW = "an answer of about the size that learners give, stored as one row " * 3


def static_file(reference: str, folder: Path) -> None:
    """R2."""
    with servers.static_files(folder) as url:
        theirs, ours = against(reference, url, BARE)
    report("r1_bare_flask", theirs.per_second, "req/s")
    report("r1_bare_flask_p95", theirs.p95, "ms")
    report(
        "r2_static_file",
        ours.per_second,
        "req/s",
        reference="R1",
        ratio=ours.per_second / theirs.per_second,
    )


def sqlite_commits(folder: Path) -> None:
    """R3 on SQLite: one writer, WAL, synchronous=FULL."""
    connection = sqlite3.connect(folder / "commits.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)")
    count, end = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        connection.execute("INSERT INTO entry (text) VALUES (?)", (ROW,))
        count += 1
    connection.close()
    report("r3_sqlite_commits", count / SECONDS, "commits/s")


def postgresql_commits(database_url: str) -> None:
    """R3 on PostgreSQL, with 1 and with 8 clients. Raises RuntimeError where it is not durable."""
    address = make_url(database_url).set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(address, autocommit=True) as connection:
        _must_be_durable(connection)
        connection.execute("CREATE TABLE entry (id SERIAL PRIMARY KEY, text TEXT)")
    for clients in (1, 8):
        counts: list[int] = []
        threads = [threading.Thread(target=_commit, args=(address, counts)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        name = f"r3_postgresql_commits_{clients}_client{'s' if clients > 1 else ''}"
        report(name, sum(counts) / SECONDS, "commits/s")


def _must_be_durable(connection: psycopg.Connection[tuple[str]]) -> None:
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        found = connection.execute(f"SHOW {name}").fetchone()  # type: ignore[call-overload]
        if found != ("on",):
            raise RuntimeError(f"a commit of this PostgreSQL is not durable: {name} is {found}")


def _commit(address: str, counts: list[int]) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        count, end = 0, time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            connection.execute("INSERT INTO entry (text) VALUES (%s)", (ROW,))
            count += 1
        counts.append(count)
