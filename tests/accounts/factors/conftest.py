"""A trainer with a password, and a house under a name of its own, where passkeys live."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.accounts.conftest import cheap_hashes
from tests.accounts.factors.authenticator import ORIGIN, Authenticator
from tests.accounts.factors.trainers import with_app, with_passkey, with_password
from tests.pages import Visitor

__all__ = ["cheap_hashes"]


@pytest.fixture
def tina(trainer: Visitor) -> Visitor:
    """The trainer, who has a password."""
    with_password(trainer)
    return trainer


@pytest.fixture
def secret(app: Flask, tina: Visitor) -> str:
    """The secret in Tina's code app."""
    return with_app(app, tina.person_id)


@pytest.fixture
def named_house(app: Flask) -> Iterator[Flask]:
    """The app as it runs under its own name with HTTPS."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, base_url=ORIGIN)
    yield app
    app.config["SETTINGS"] = before


@pytest.fixture
def strict_house(app: Flask) -> Iterator[Flask]:
    """The app whose operator asks every trainer for a second factor."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, require_second_factor=True, base_url=ORIGIN)
    yield app
    app.config["SETTINGS"] = before


@pytest.fixture
def key(tina: Visitor) -> Authenticator:
    """Tina's key, which counts from 5."""
    made = Authenticator(counter=5)
    with_passkey(tina.person_id, made)
    return made
