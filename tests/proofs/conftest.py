"""Server processes, started once for each kind of database."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.proofs.house import House, running


@pytest.fixture(scope="module")
def servers(migrated_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """They serve the database that the tests of this module see; jobs are done when asked for."""
    with running(migrated_app, tmp_path_factory.mktemp("servers")) as house:
        yield house
