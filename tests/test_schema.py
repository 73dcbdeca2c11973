"""The schema that the migrations make is the schema that the models mean, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, inspect

import leaderacademy.application  # noqa: F401 - it names every model there is
from leaderacademy.core.database import Base, open_database, session
from leaderacademy.core.migrations import downgrade, is_current, upgrade


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        url = request.getfixturevalue("cluster").new_database()
    else:
        url = f"sqlite:///{tmp_path / 'schema.sqlite3'}"
    engine = open_database(url)
    yield engine
    session.remove()
    engine.dispose()


def test_the_migrations_make_what_the_models_mean(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_migration_goes_up_down_and_up_again(engine: Engine) -> None:
    upgrade(engine)
    downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    assert is_current(engine)


def test_a_database_without_migrations_is_not_ready(engine: Engine) -> None:
    assert not is_current(engine)


def test_the_tests_themselves_run_on_the_migrated_schema(app: Flask) -> None:
    assert is_current(app.extensions["engine"])
