"""The fixtures that every test uses: a database of each kind, an app, and people."""

import gc
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, event, text

from leaderacademy.config import Settings, settings_from
from leaderacademy.core import clock
from leaderacademy.core.database import Base, _reading, session
from leaderacademy.core.migrations import upgrade
from leaderacademy.learning.service.attempts import forget_versions
from tests.postgres import Cluster, fast_folder
from tests.readings import kept_drawings, kept_readings
from tests.statements import counted

hypothesis_settings.register_profile(
    "ci", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
hypothesis_settings.load_profile("ci")

# They take longest; a file that is begun last keeps one processor waiting for the other.
FIRST = ("browser", "proofs", "test_any_order", "test_race", "test_edit_matrix")

# Made once in a run and dear: whoever needs one of them runs where it is.
SHARED = {"documents"}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays with one worker, which makes what it shares and checks its pages only once."""
    for item in items:
        if not any(item.iter_markers("xdist_group")):
            shared = SHARED.intersection(getattr(item, "fixturenames", ()))
            group = min(shared, default=item.nodeid.partition("::")[0])
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: not any(name in item.nodeid for name in FIRST))


def pytest_collection_finish() -> None:
    """What is there by now stays until the end: the garbage collector need not look at it."""
    gc.collect()
    gc.freeze()


NO_POSTGRES = os.environ.get("SKIP_POSTGRES") == "1"


@pytest.fixture(scope="session", autouse=True)
def readings() -> Iterator[None]:
    """What the course says is read once, and again where a test changes it; so with papers."""
    with kept_readings(), kept_drawings():
        yield


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL of our own, started for this run and thrown away after it."""
    cluster = Cluster()
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def base_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    instance = tmp_path_factory.mktemp("instance")
    return settings_from({"LEADERACADEMY_INSTANCE": str(instance)})


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where templates lie compiled, for both apps and all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sqlite_folder() -> Iterator[Path]:
    """A place for a database file, in memory where that is possible."""
    folder = Path(tempfile.mkdtemp(prefix="leaderacademy-sqlite-", dir=fast_folder()))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def sqlite_app(base_settings: Settings, sqlite_folder: Path, templates: Path) -> Iterator[Flask]:
    yield from _migrated(base_settings, f"sqlite:///{sqlite_folder / 'test.sqlite3'}", templates)


@pytest.fixture(scope="session")
def postgresql_app(base_settings: Settings, cluster: Cluster, templates: Path) -> Iterator[Flask]:
    yield from _migrated(base_settings, cluster.new_database(), templates)


def _migrated(base_settings: Settings, url: str, templates: Path) -> Iterator[Flask]:
    from leaderacademy.application import create_app

    app = create_app(replace(base_settings, database_url=url))
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(templates))
    upgrade(app.extensions["engine"])
    event.listen(app.extensions["engine"], "before_cursor_execute", _only_reads)
    yield app
    session.remove()
    app.extensions["engine"].dispose()


def _only_reads(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    # On PostgreSQL, where who only reads has no transaction, it would be committed by itself.
    if _reading.get() and re.search(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b", statement):
        raise AssertionError(f"a write while only reading: {statement[:80]}")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated_app(request: pytest.FixtureRequest) -> Flask:
    """One app for each kind of database, its schema made by the migrations.

    Both stay until the end of the run, so that a test file may go from one to the other.
    """
    if request.param == "postgresql" and NO_POSTGRES:
        pytest.skip("SKIP_POSTGRES=1")
    app: Flask = request.getfixturevalue(f"{request.param}_app")
    return app


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The app with empty tables; the session is bound to its database."""
    session.remove()
    session.configure(bind=migrated_app.extensions["engine"])
    forget_versions()
    _empty(migrated_app)
    yield migrated_app
    session.remove()


@pytest.fixture
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements that were sent, without those that open a transaction."""
    with counted(app) as sent:
        yield sent


def _empty(app: Flask) -> None:
    with app.extensions["engine"].begin() as connection:
        # Most tables are empty after most tests, and to look is far cheaper than to empty them.
        used = set(connection.exec_driver_sql(_look(connection.dialect.name)).scalars())
        if not used:
            return
        todo = [f"DELETE FROM {name}" for name in _tables() if name in used]  # noqa: S608
        if connection.dialect.name == "postgresql":
            todo += [f"SELECT setval('{name[1:]}', 1, false)" for name in used if name[0] == "#"]
            if _frozen(connection) & used:
                todo.insert(0, "SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql("; ".join(todo))
            return
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        with unfrozen(connection, used):
            for statement in todo:
                connection.exec_driver_sql(statement)


@cache
def _tables() -> list[str]:
    """Whatever refers to a table stands before it."""
    return [table.name for table in reversed(Base.metadata.sorted_tables)]


@cache
def _look(dialect: str) -> str:
    """Names the tables that are not empty and, after a #, the sequences that were used."""
    looks = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - our names
        for name in _tables()
    ]
    if dialect == "postgresql":
        looks.append(
            "SELECT '#' || sequencename FROM pg_sequences "
            "WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
    return " UNION ALL ".join(looks)


_frozen_tables: set[str] = set()


def _frozen(connection: Connection) -> set[str]:
    """The tables whose rows refuse to go: issued invoices and their like; only here may they."""
    if not _frozen_tables:
        found = connection.exec_driver_sql(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        )
        _frozen_tables.update(found.scalars())
    return _frozen_tables


@contextmanager
def unfrozen(connection: Connection, tables: set[str]) -> Iterator[None]:
    """Without SQLite's triggers on these tables, which are put back as they were.

    Only where it must be: a schema that changes has to be read again, with every statement.
    """
    found = connection.execute(
        text("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    triggers = [trigger for trigger in found if trigger.tbl_name in tables]
    for trigger in triggers:
        connection.execute(text(f"DROP TRIGGER {trigger.name}"))
    yield
    for trigger in triggers:
        connection.exec_driver_sql(trigger.sql)


@pytest.fixture
def client(app: Flask) -> Any:
    """Somebody without a cookie."""
    from tests.pages import Visitor

    return Visitor(app)


@pytest.fixture
def learner(app: Flask) -> Any:
    """Somebody with an account, signed in."""
    from tests.pages import Visitor

    return Visitor.with_account(app, "ada@example.org", "Ada Beispiel")


@pytest.fixture
def other_learner(app: Flask) -> Any:
    """Somebody else with an account, signed in."""
    from tests.pages import Visitor

    return Visitor.with_account(app, "bert@example.org", "Bert Beispiel")


@pytest.fixture
def trainer(app: Flask) -> Any:
    """A trainer, signed in."""
    from tests.pages import Visitor

    return Visitor.with_account(app, "trainer@example.org", "Tina Trainer", role="trainer")


@pytest.fixture
def visit() -> Any:
    """visit(somebody, path): open a page and check what holds for every page."""
    return lambda visitor, path, status=200: visitor.visit(path, status)


@pytest.fixture
def submit() -> Any:
    """submit(somebody, page, form, **fields): send a form that the page really has."""
    return lambda visitor, page, form, **fields: visitor.submit(page, form, **fields)


class MovedClock:
    """A clock that a test may set forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.real = clock.now

    def forward(self, **span: float) -> None:
        from datetime import timedelta

        now, delta = clock.now, timedelta(**span)
        self._monkeypatch.setattr(clock, "now", lambda: now() + delta)


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    """moved_clock.forward(days=8): later requests believe that it is later."""
    return MovedClock(monkeypatch)


@pytest.fixture
def content_copy(tmp_path: Path) -> Path:
    """A copy of the real course that a test may edit."""
    from leaderacademy.config import ROOT

    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
