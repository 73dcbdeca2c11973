"""Registering in these tests uses cheap hashes, as in the account tests."""

from tests.accounts.conftest import cheap_hashes

__all__ = ["cheap_hashes"]
