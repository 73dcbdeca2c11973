"""Who may open which address: every rule of the app stands in this table."""

from typing import Any

import pytest
from flask import Flask

PUBLIC, SIGNED_IN, TRAINER = "public", "signed_in", "trainer"


def test_every_view_says_who_may_open_it(app: Flask) -> None:
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    assert not silent
