"""A passkey at the second step: only its owner's, only for what was asked, only once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from leaderacademy.accounts.entrance import find_half
from leaderacademy.accounts.models import HalfSignIn
from leaderacademy.accounts.rules.factors import Home
from leaderacademy.accounts.service.factors import passkeys
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.accounts.factors.authenticator import DOMAIN, ORIGIN, WITH_KEY, Authenticator
from tests.accounts.factors.test_passkeys import WRONG_CREATION
from tests.accounts.factors.trainers import STEP, asked, half, kept, options_on, show, with_passkey
from tests.accounts.people import person_of
from tests.pages import Visitor

HOME = Home(DOMAIN, ORIGIN)


@pytest.fixture(autouse=True)
def under_its_own_name(named_house: Flask) -> None:
    """All of these pages are those of a house where passkeys can live."""


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
