"""The fixtures that every test uses: a database of each kind, an app, and people."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Connection, text

from leaderacademy.config import Settings, settings_from
from leaderacademy.core import clock
from leaderacademy.core.database import Base, session
from leaderacademy.core.migrations import upgrade
from leaderacademy.learning.service.attempts import forget_versions
from tests.postgres import Cluster, fast_folder

hypothesis_settings.register_profile(
    "ci", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
hypothesis_settings.load_profile("ci")

NO_POSTGRES = os.environ.get("SKIP_POSTGRES") == "1"


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
def sqlite_folder() -> Iterator[Path]:
    """A place for a database file, in memory where that is possible."""
    folder = Path(tempfile.mkdtemp(prefix="leaderacademy-sqlite-", dir=fast_folder()))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated_app(
    request: pytest.FixtureRequest,
    base_settings: Settings,
) -> Iterator[Flask]:
    """One app for each kind of database, its schema made by the migrations."""
    if request.param == "postgresql":
        if NO_POSTGRES:
            pytest.skip("SKIP_POSTGRES=1")
        url = request.getfixturevalue("cluster").new_database()
    else:
        url = f"sqlite:///{request.getfixturevalue('sqlite_folder') / 'test.sqlite3'}"
    from leaderacademy.application import create_app

    app = create_app(replace(base_settings, database_url=url))
    upgrade(app.extensions["engine"])
    yield app
    session.remove()
    app.extensions["engine"].dispose()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The app with empty tables; the session is bound to its database."""
    session.remove()
    session.configure(bind=migrated_app.extensions["engine"])
    _empty(migrated_app)
    with migrated_app.app_context():
        pass
    yield migrated_app
    session.remove()


def _empty(app: Flask) -> None:
    forget_versions()
    tables = list(reversed(Base.metadata.sorted_tables))
    # Most tables are empty after most tests, and to look is far cheaper than to empty them all.
    look = " UNION ALL ".join(
        f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM {table.name})"  # noqa: S608 - our names
        for table in tables
    )
    with app.extensions["engine"].begin() as connection:
        used = set(connection.scalars(text(look)))
        filled = [table for table in tables if table.name in used]
        if connection.dialect.name == "postgresql":
            # Issued invoices refuse to go; only here, and only in this transaction, they may.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in filled:
                connection.execute(table.delete())
            connection.execute(text(NUMBERS_FROM_ONE))
        elif filled:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            with unfrozen(connection):
                for table in filled:
                    connection.execute(table.delete())


NUMBERS_FROM_ONE = """
    SELECT setval(format('%I.%I', schemaname, sequencename), 1, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
"""


@contextmanager
def unfrozen(connection: Connection) -> Iterator[None]:
    """Without SQLite's triggers, which are put back as they were."""
    triggers = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
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
