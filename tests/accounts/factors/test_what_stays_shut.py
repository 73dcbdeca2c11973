"""Every address of the house, tried by who owes a second factor and by who has to set one up."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from leaderacademy.accounts.service.factors.half import begin_half
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.accounts.factors.trainers import with_app
from tests.databases import on_one_database
from tests.pages import Visitor, call
from tests.test_access import OWN_FACTOR, PUBLIC, RULES, TRAINER, address_of


@pytest.fixture
def half_signed_in(app: Flask, trainer: Any) -> Any:
    """A trainer who has shown one factor in a fresh browser and owes the second."""
    with_app(app, trainer.person_id)
    visitor, key = Visitor(app), begin_half(trainer.person_id, "/studio", clock.now())
    session.commit()
    session.remove()
    with visitor.http.session_transaction() as cookie:
        cookie["half"] = key
    assert visitor.get("/anmelden/zweiter-faktor").status_code == 200
    return visitor


@on_one_database
def test_who_owes_the_second_factor_opens_nothing(half_signed_in: Any) -> None:
    for rule, (methods, who) in RULES.items():
        for method in methods if who != PUBLIC else ():
            answer = call(half_signed_in, method, address_of(rule))
            assert answer.status_code == 303, rule
            assert answer.headers["Location"].startswith("/anmelden"), rule


def test_who_owes_the_second_factor_is_a_stranger_where_everybody_goes(
    client: Any, half_signed_in: Any
) -> None:
    for path in ("/konto", "/kurs", "/logbuch", "/"):
        pages = [who.visit(path).text for who in (client, half_signed_in)]
        assert pages[0] == pages[1]
        assert "Tina" not in pages[1]
    assert half_signed_in.get("/konto/daten.zip").headers["Location"] == "/konto"


@on_one_database
def test_a_trainer_without_the_factor_that_is_asked_for_opens_no_page_of_the_studio(
    app: Flask, trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["SETTINGS"], require_second_factor=True)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    for rule, (methods, who) in RULES.items():
        for method in methods if who == TRAINER and rule.startswith("/studio") else ():
            answer = call(trainer, method, address_of(rule))
            assert (answer.status_code, answer.headers["Location"]) == (303, OWN_FACTOR), rule
    trainer.visit(OWN_FACTOR)
    trainer.visit("/konto")
