"""What the account tests share: cheap hashes and the mails that were written."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask

from leaderacademy.accounts import passwords
from tests.accounts.people import Written, written_mails


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real hashes take 100 ms by design; test_passwords.py checks those."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_NOBODYS", cheap.hash("nobody has this"))


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[Written]]:
    """mails(): every mail written so far, oldest first."""
    return written_mails
