"""Passkeys: made once for what was asked, and asked of nobody but their owner."""

from typing import Any

import pytest
from flask import Flask

from tests.accounts.factors.authenticator import DOMAIN, Authenticator
from tests.accounts.factors.trainers import OWN, STEP, half, kept, options_on, show, with_passkey
from tests.accounts.people import PASSWORD, person_of
from tests.accounts.studio.team import press
from tests.pages import Page, Visitor

GARBAGE = ["", "{}", "[]", "null", "7", "{", '{"id": 5}', "x" * 30_000, "[" * 19_000, '{"id":"AA"}']


@pytest.fixture(autouse=True)
def under_its_own_name(named_house: Flask) -> None:
    """All of these pages are those of a house where passkeys can live."""


def begin(tina: Visitor) -> str:
    """The challenge on the page that makes a key."""
    page = press(tina, f"{OWN}/passkey/neu", password=PASSWORD)
    assert page.response.request.path == f"{OWN}/passkey"
    return str(options_on(page)["challenge"])


def make(tina: Visitor, answer: str, **fields: Any) -> Page:
    return press(tina, f"{OWN}/passkey", credential=answer, **fields)


def test_a_key_is_made_named_and_used(app: Flask, tina: Visitor) -> None:
    key = Authenticator()
    page = make(tina, key.create(begin(tina)), name="Laptop im Büro")
    assert len(page.select(".codes li")) == 10
    assert "Laptop im Büro" in tina.visit(OWN).text
    visitor = half(app)
    options = options_on(visitor.visit(STEP))
    assert options["rpId"] == DOMAIN
    assert len(options["allowCredentials"]) == 1
    show(visitor, key.get(options["challenge"]), 200)
    assert person_of(visitor).is_trainer  # type: ignore[union-attr]
    assert kept()[0].used_at is not None


def test_a_second_key_needs_no_new_codes_and_may_have_no_name(tina: Visitor) -> None:
    make(tina, Authenticator().create(begin(tina)))
    page = make(tina, Authenticator().create(begin(tina)), name="N" * 90)
    assert not page.select(".codes li")
    assert [len(one.name) for one in kept()] == [len("Unbekanntes Gerät"), 60]


def test_the_options_leave_out_what_is_known_and_name_nobody(
    tina: Visitor, key: Authenticator
) -> None:
    begin(tina)
    options = options_on(tina.visit(f"{OWN}/passkey"))
    assert len(options["excludeCredentials"]) == 1
    assert options["rp"]["id"] == DOMAIN
    assert len(options["user"]["id"]) == 43  # a digest


WRONG_CREATION: dict[str, dict[str, Any]] = {
    "another challenge": {"challenge": "QUJD" * 11},
    "another origin": {"origin": "https://kurs-nordlicht.de"},
    "the origin without its scheme": {"origin": DOMAIN},
    "another domain": {"domain": "nordlicht.de"},
    "the wrong ceremony": {"kind": "webauthn.get"},
    "nobody there": {"flags": 0},
}


@pytest.mark.parametrize("wrong", WRONG_CREATION.values(), ids=WRONG_CREATION.keys())
def test_a_creation_that_proves_nothing_is_refused(tina: Visitor, wrong: dict[str, Any]) -> None:
    page = make(tina, Authenticator().create(begin(tina), **wrong))
    assert "kam nicht richtig an" in page.text
    assert kept() == []


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_makes_no_key_and_opens_no_door(
    app: Flask, tina: Visitor, key: Authenticator, garbage: str
) -> None:
    begin(tina)
    assert "kam nicht richtig an" in make(tina, garbage).text
    assert len(kept()) == 1
    show(half(app), garbage, 422)


def test_a_challenge_is_good_for_one_key(tina: Visitor) -> None:
    challenge = begin(tina)
    make(tina, Authenticator().create(challenge))
    assert "kam nicht richtig an" in make(tina, Authenticator().create(challenge)).text
    assert len(kept()) == 1


def test_a_refused_answer_spends_the_challenge(tina: Visitor) -> None:
    challenge = begin(tina)
    make(tina, "{}")
    assert "kam nicht richtig an" in make(tina, Authenticator().create(challenge)).text


def test_a_challenge_is_over_after_ten_minutes(tina: Visitor, moved_clock: Any) -> None:
    challenge = begin(tina)
    moved_clock.forward(minutes=10, seconds=1)
    assert tina.get(f"{OWN}/passkey").headers["Location"] == OWN
    assert "kam nicht richtig an" in make(tina, Authenticator().create(challenge)).text


def test_a_challenge_of_another_device_is_none_here(app: Flask, tina: Visitor) -> None:
    uwe = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    challenge = begin(tina)
    assert "kam nicht richtig an" in make(uwe, Authenticator().create(challenge)).text
    assert kept() == []


def test_a_key_that_is_somebody_elses_already_is_refused(
    app: Flask, tina: Visitor, key: Authenticator
) -> None:
    uwe = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    assert "kam nicht richtig an" in make(uwe, key.create(begin(uwe))).text
    assert [one.person_id for one in kept()] == [tina.person_id]


def test_without_the_password_nothing_begins(tina: Visitor) -> None:
    assert press(tina, f"{OWN}/passkey/neu", password="falsch").status == 422
    assert tina.get(f"{OWN}/passkey").headers["Location"] == OWN


def test_ten_keys_are_enough(tina: Visitor) -> None:
    for _ in range(10):
        with_passkey(tina.person_id, Authenticator())
    page = press(tina, f"{OWN}/passkey/neu", password=PASSWORD)
    assert "Mehr als 10" in page.text


def test_one_key_is_removed_and_only_an_own_one(
    app: Flask, tina: Visitor, key: Authenticator
) -> None:
    uwe = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    number = kept()[0].id
    assert press(uwe, f"{OWN}/passkey/{number}/entfernen").status == 404
    press(tina, f"{OWN}/passkey/{number}/entfernen", password="falsch")
    assert len(kept()) == 1
    press(tina, f"{OWN}/passkey/{number}/entfernen", password=PASSWORD)
    assert kept() == []


def test_without_a_name_of_its_own_the_house_has_no_passkeys(
    app: Flask, tina: Visitor, key: Authenticator, named_house: Flask
) -> None:
    from dataclasses import replace

    settings = replace(app.config["SETTINGS"], base_url="http://127.0.0.1:8000")
    app.config["SETTINGS"] = settings
    assert "unter einem eigenen Namen" in tina.visit(OWN).text
    for path in (f"{OWN}/passkey/neu", f"{OWN}/passkey"):
        assert press(tina, path, password=PASSWORD).response.request.path == OWN
    page = half(app).visit(STEP)
    assert not page.select("[data-passkey]")
    assert page.form("mit-code") is not None
