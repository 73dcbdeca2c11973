"""Passkeys: made once for what was asked, and asked of nobody but their owner."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.entrance import find_half
from leaderacademy.accounts.models import HalfSignIn, Passkey
from leaderacademy.accounts.rules.factors import Home
from leaderacademy.accounts.service.factors import passkeys
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.accounts.factors.authenticator import DOMAIN, ORIGIN, WITH_KEY, Authenticator
from tests.accounts.factors.trainers import (
    OWN,
    STEP,
    half,
    options_on,
    with_passkey,
)
from tests.accounts.people import PASSWORD, person_of
from tests.accounts.studio.team import press
from tests.pages import Page, Visitor

HOME = Home(DOMAIN, ORIGIN)
GARBAGE = ["", "{}", "[]", "null", "7", "{", '{"id": 5}', "x" * 30_000, "[" * 19_000, '{"id":"AA"}']


@pytest.fixture(autouse=True)
def under_its_own_name(named_house: Flask) -> None:
    """All of these pages are those of a house where passkeys can live."""


@pytest.fixture
def key(tina: Visitor) -> Authenticator:
    """Tina's key, which counts from 5."""
    made = Authenticator(counter=5)
    with_passkey(tina.person_id, made)
    return made


def begin(tina: Visitor) -> str:
    """The challenge on the page that makes a key."""
    page = press(tina, f"{OWN}/passkey/neu", password=PASSWORD)
    assert page.response.request.path == f"{OWN}/passkey"
    return str(options_on(page)["challenge"])


def make(tina: Visitor, answer: str, **fields: Any) -> Page:
    return press(tina, f"{OWN}/passkey", credential=answer, **fields)


def kept() -> list[Passkey]:
    session.remove()
    found = list(session.scalars(select(Passkey).order_by(Passkey.id)))
    session.remove()
    return found


def show(visitor: Visitor, answer: str, status: int) -> Page:
    page = visitor.visit(STEP)
    return visitor.submit(page, "mit-passkey", status, credential=answer)


def asked(visitor: Visitor) -> str:
    return str(options_on(visitor.visit(STEP))["challenge"])


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


WRONG_PROOF: dict[str, dict[str, Any]] = {
    **WRONG_CREATION,
    "the wrong ceremony": {"kind": "webauthn.create"},
    "the counter of last time": {"counter": 5},
    "a counter that went back": {"counter": 4},
    "a counter that stopped": {"counter": 0},
    "signed by another key": {"key": Authenticator().key},
    "an unknown key": {"credential": b"nobody's"},
    "bits that do not belong": {"flags": WITH_KEY | 1},
}


@pytest.mark.parametrize("wrong", WRONG_PROOF.values(), ids=WRONG_PROOF.keys())
def test_a_proof_that_proves_nothing_is_refused(
    app: Flask, key: Authenticator, wrong: dict[str, Any]
) -> None:
    visitor = half(app)
    page = show(visitor, key.get(asked(visitor), **wrong), 422)
    assert "Passkey" in page.one("#code-error").text_content()
    assert person_of(visitor) is None
    assert kept()[0].sign_count == 5


def test_after_a_refusal_something_else_is_to_be_signed(app: Flask, key: Authenticator) -> None:
    visitor = half(app)
    challenge = asked(visitor)
    page = show(visitor, "{}", 422)
    assert options_on(page)["challenge"] != challenge
    show(visitor, key.get(challenge), 422)
    show(visitor, key.get(asked(visitor)), 200)


def test_a_proof_is_worth_nothing_in_another_sign_in(app: Flask, key: Authenticator) -> None:
    one, other = half(app), half(app)
    proof = key.get(asked(one))
    show(other, proof, 422)
    show(one, proof, 200)
    show(other, proof, 422)


def test_another_trainers_key_opens_only_their_door(
    app: Flask, tina: Visitor, key: Authenticator
) -> None:
    uwe = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    his = Authenticator()
    with_passkey(uwe.person_id, his)
    visitor = half(app)
    show(visitor, his.get(asked(visitor)), 422)
    # Nor does it help to say that it is Tina's.
    show(visitor, his.get(asked(visitor), credential=key.credential), 422)
    assert person_of(visitor) is None


def test_a_key_that_does_not_count_is_taken_again(app: Flask, tina: Visitor) -> None:
    key = Authenticator()
    with_passkey(tina.person_id, key)
    for _ in range(2):
        visitor = half(app)
        show(visitor, key.get(asked(visitor)), 200)


def test_guessing_with_keys_is_slowed_down_too(app: Flask, key: Authenticator) -> None:
    visitor = half(app)
    for _ in range(5):
        show(visitor, "{}", 422)
    show(visitor, key.get(asked(visitor)), 429)


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


def _at_once(app: Flask, visitor: Visitor, proof: str) -> list[bool]:
    with visitor.http.session_transaction() as cookie:
        opener = str(cookie["half"])
    barrier = threading.Barrier(2)

    def come() -> bool:
        session.remove()
        now = clock.now()
        found = find_half(opener, now)
        assert found is not None
        if app.extensions["engine"].dialect.name == "postgresql":
            barrier.wait()  # both have read what is to be signed; SQLite lets one in at a time
        accepted = passkeys.accept_passkey(found[0], proof, HOME, now)
        session.commit()
        session.remove()
        return accepted

    with ThreadPoolExecutor(2) as pool:
        return sorted(job.result() for job in [pool.submit(come), pool.submit(come)])


def test_the_same_proof_twice_at_once_is_taken_once(app: Flask, tina: Visitor) -> None:
    key = Authenticator()  # its counter guards nothing
    with_passkey(tina.person_id, key)
    visitor = half(app)
    assert _at_once(app, visitor, key.get(asked(visitor))) == [False, True]


def test_without_the_exchange_it_would_be_taken_twice(
    app: Flask, tina: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(found: HalfSignIn) -> str:
        return found.challenge

    monkeypatch.setattr(passkeys, "exchange_challenge", keep)
    key = Authenticator()
    with_passkey(tina.person_id, key)
    visitor = half(app)
    assert _at_once(app, visitor, key.get(asked(visitor))) == [True, True]


def test_the_page_holds_its_options_as_one_attribute(app: Flask, key: Authenticator) -> None:
    page = half(app).visit(STEP)
    raw = page.one("[data-passkey]").get("data-options")
    assert set(json.loads(raw)) >= {"challenge", "rpId", "allowCredentials"}
