"""Passwords as they are really hashed."""

import threading
import time

import pytest

from leaderacademy.accounts import passwords


@pytest.fixture(autouse=True)
def cheap_hashes() -> None:
    """Not here: these tests are about the real ones."""


def test_a_password_fits_its_hash_and_no_other() -> None:
    stored = passwords.hash_password("vier Boote im Nebel")
    assert stored.startswith("$argon2id$")
    assert passwords.fits(stored, "vier Boote im Nebel")
    assert not passwords.fits(stored, "vier Boote im Regen")


def test_umlauts_fit_however_a_keyboard_composes_them() -> None:
    stored = passwords.hash_password("Fünf Möwen")
    assert passwords.fits(stored, "Fu\u0308nf Mo\u0308wen")


def test_no_password_fits_where_there_is_none() -> None:
    assert not passwords.fits(None, "")
    assert not passwords.fits(None, "vier Boote im Nebel")
    assert not passwords.fits("not a hash", "vier Boote im Nebel")


def test_looking_for_nobody_costs_as_much_as_looking_for_somebody() -> None:
    stored = passwords.hash_password("vier Boote im Nebel")

    def fastest(against: str | None) -> float:
        spans = []
        for _ in range(4):
            start = time.perf_counter()
            passwords.fits(against, "falsch")
            spans.append(time.perf_counter() - start)
        return min(spans)

    assert 0.4 < fastest(None) / fastest(stored) < 2.5


def test_never_more_than_two_hashes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()

    class Slow:
        def hash(self, _password: str) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.02)
            with lock:
                running -= 1
            return "hash"

    monkeypatch.setattr(passwords, "_hasher", Slow())
    threads = [threading.Thread(target=passwords.hash_password, args=("x",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_common_passwords_are_known() -> None:
    assert passwords.is_common("password123")
    assert passwords.is_common("1q2w3e4r5t6y")
    assert not passwords.is_common("vier Boote im Nebel")
