"""For tests that need the house but prove nothing about its database: one kind is enough."""

import pytest

on_one_database = pytest.mark.parametrize("migrated_app", ["sqlite"], indirect=True)
