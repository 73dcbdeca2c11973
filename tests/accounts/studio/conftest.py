"""Accounts in the studio use cheap hashes too."""

from tests.accounts.conftest import cheap_hashes, mails

__all__ = ["cheap_hashes", "mails"]
