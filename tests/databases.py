"""For tests that need the house but prove nothing about its database, or only about one kind."""

import pytest

on_one_database = pytest.mark.parametrize("migrated_app", ["sqlite"], indirect=True)
only_on_postgresql = pytest.mark.parametrize("migrated_app", ["postgresql"], indirect=True)
