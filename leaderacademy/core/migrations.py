"""The database's schema: brought up to date by command, never by itself.

Alembic is imported where it works: no web worker needs its 10 MB and 100 ms.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent.parent.parent / "migrations"
_REVISION = re.compile(r"^revision\b[^=]*= *['\"](\w+)['\"]", re.MULTILINE)
_BEFORE = re.compile(r"^down_revision\b[^=]*= *['\"](\w+)['\"]", re.MULTILINE)


def alembic_config(engine: Engine) -> Config:
    """What alembic's commands need to work on this database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`; nothing is done where it is the newest already."""
    if revision == "head" and is_current(engine):
        return
    from alembic import command

    command.upgrade(alembic_config(engine), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the schema back to `revision`."""
    from alembic import command

    command.downgrade(alembic_config(engine), revision)


def write_revision(engine: Engine, title: str) -> None:
    """Make a new migration from what the models have and the database lacks."""
    from alembic import command

    command.revision(alembic_config(engine), title, autogenerate=True)


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this code expects."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        return set(found) == _newest()


def _newest() -> set[str]:
    """The migration that no other one follows, read from the files."""
    texts = [file.read_text() for file in (FOLDER / "versions").glob("*.py")]
    known = {name for source in texts for name in _REVISION.findall(source)}
    return known - {name for source in texts for name in _BEFORE.findall(source)}
