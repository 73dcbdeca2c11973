"""The code app: counts once confirmed, one code one time, removed only with the password."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, true

from leaderacademy.accounts.models import CodeApp, RecoveryCode
from leaderacademy.accounts.rules.factors import (
    app_secret,
    matching_counter,
    passkey_home,
    recovery_code,
)
from leaderacademy.accounts.service.factors import code_app, standing_of
from leaderacademy.accounts.service.factors.recovery import accept_recovery
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.accounts.factors.trainers import OWN, code_at, with_codes
from tests.accounts.people import PASSWORD, written_mails
from tests.accounts.studio.team import logged, press
from tests.pages import Page, Visitor


def begin(tina: Visitor, password: str = PASSWORD) -> Page:
    return press(tina, f"{OWN}/app/neu", password=password)


def _shown(page: Page) -> str:
    return page.one("#schluessel").text_content().replace(" ", "")


def test_it_counts_when_a_code_was_typed_and_ten_codes_come_along(tina: Visitor) -> None:
    page = begin(tina)
    secret = _shown(page)
    assert len(secret) == 32
    assert "data:image/svg" in page.one(".qr img").get("src")
    assert not standing_of(tina.person_id).counts
    page = tina.submit(page, "bestaetigen", 200, code=code_at(secret, clock.now()))
    codes = [one.text_content() for one in page.select(".codes li")]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"(\w{4} ){3}\w{4}", code) for code in codes)
    assert page.response.headers["Cache-Control"] == "private, no-store"
    standing = standing_of(tina.person_id)
    session.remove()
    assert (standing.app_since is not None, standing.codes_left) == (True, 10)
    assert [mail.template for mail in written_mails()] == ["second-factor-changed"]
    assert logged() == [("second-factor-added", f"person:{tina.person_id}", "Tina Trainer")]
    # Neither the secret nor the codes are shown again, and the code is spent.
    assert tina.get(f"{OWN}/app").headers["Location"] == OWN
    assert codes[0] not in tina.visit(OWN).html
    assert not code_app.accept_code(
        tina.person_id,
        code_at(secret, clock.now()),
        tina.app.config["SETTINGS"].secret_key,
        clock.now(),
    )
    session.rollback()


def test_a_wrong_code_keeps_the_secret_and_counts_as_a_guess(tina: Visitor) -> None:
    page = begin(tina)
    secret = _shown(page)
    for _ in range(5):
        page = tina.submit(page, "bestaetigen", 422, code="12345x")
        assert "passt nicht" in page.one("#code-error").text_content()
        assert _shown(page) == secret
    tina.submit(page, "bestaetigen", 429, code="123456")


def test_begun_anew_only_the_newest_secret_counts(tina: Visitor) -> None:
    first, second = _shown(begin(tina)), _shown(begin(tina))
    page = tina.visit(f"{OWN}/app")
    assert first != second == _shown(page)
    tina.submit(page, "bestaetigen", 422, code=code_at(first, clock.now()))
    tina.submit(page, "bestaetigen", 200, code=code_at(second, clock.now()))


def test_what_was_begun_and_left_is_forgotten(tina: Visitor, moved_clock: Any) -> None:
    begin(tina)
    moved_clock.forward(minutes=16)
    assert tina.get(f"{OWN}/app").headers["Location"] == OWN


def test_beginning_does_not_touch_an_app_that_counts(tina: Visitor, secret: str) -> None:
    assert begin(tina).response.request.path == OWN
    assert standing_of(tina.person_id).app_since is not None
    session.remove()


CHANGES = ("app/neu", "app/entfernen", "notfallcodes")


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_asks_for_the_password(tina: Visitor, secret: str, what: str) -> None:
    before = standing_of(tina.person_id)
    for password in ("", "falsch"):
        page = press(tina, f"{OWN}/{what}", password=password)
        assert page.status == 422
        assert "nicht Ihr Passwort" in page.one("#password-error").text_content()
    session.remove()
    assert standing_of(tina.person_id) == before
    session.remove()


def test_who_signs_in_by_mail_alone_is_not_asked_for_one(trainer: Visitor) -> None:
    assert not trainer.visit(OWN).select("#password")
    assert _shown(begin(trainer, ""))


def test_removed_it_is_gone_with_the_codes_on_paper(tina: Visitor, secret: str) -> None:
    with_codes(tina.person_id)
    page = press(tina, f"{OWN}/app/entfernen", password=PASSWORD)
    assert "entfernt" in page.text
    assert session.scalars(select(CodeApp)).all() == []
    assert session.scalars(select(RecoveryCode)).all() == []
    session.remove()
    assert logged()[-1][0] == "second-factor-removed"
    assert tina.post(f"{OWN}/app/entfernen").status_code == 400  # without a form's token


def test_new_codes_void_the_old_ones(tina: Visitor, secret: str) -> None:
    old = with_codes(tina.person_id)
    page = press(tina, f"{OWN}/notfallcodes", password=PASSWORD)
    new = [one.text_content() for one in page.select(".codes li")]
    now = clock.now()
    assert not accept_recovery(tina.person_id, old[0], now)
    assert accept_recovery(tina.person_id, new[0], now)
    session.rollback()


def test_without_a_factor_there_are_no_codes(tina: Visitor) -> None:
    assert press(tina, f"{OWN}/notfallcodes", password=PASSWORD).response.request.path == OWN
    assert session.scalars(select(RecoveryCode)).all() == []
    session.remove()


def test_the_database_alone_gives_no_codes(app: Flask, tina: Visitor, secret: str) -> None:
    codes = with_codes(tina.person_id)
    row = session.scalars(select(CodeApp)).one()
    kept = session.scalars(select(RecoveryCode.code_digest)).all()
    session.remove()
    assert secret not in (row.nonce, app_secret("another house", row.nonce))
    assert not set(codes) & set(kept)


def _at_once(act: Callable[[], bool]) -> list[bool]:
    barrier = threading.Barrier(2)

    def come() -> bool:
        session.remove()
        barrier.wait()
        taken = act()
        session.commit()
        session.remove()
        return taken

    with ThreadPoolExecutor(2) as pool:
        return sorted(job.result() for job in [pool.submit(come), pool.submit(come)])


def test_the_same_code_twice_at_once_is_taken_once(app: Flask, tina: Visitor, secret: str) -> None:
    now, key = clock.now(), app.config["SETTINGS"].secret_key
    code = code_at(secret, now)
    assert _at_once(lambda: code_app.accept_code(tina.person_id, code, key, now)) == [False, True]


def test_without_the_condition_it_would_be_taken_twice(
    app: Flask, tina: Visitor, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_app, "_is_newer", lambda _counter: true())
    now, key = clock.now(), app.config["SETTINGS"].secret_key
    code = code_at(secret, now)
    assert _at_once(lambda: code_app.accept_code(tina.person_id, code, key, now)) == [True, True]


def test_a_code_on_paper_twice_at_once_is_taken_once(app: Flask, tina: Visitor) -> None:
    (code, *_), now = with_codes(tina.person_id), clock.now()
    assert _at_once(lambda: accept_recovery(tina.person_id, code, now)) == [False, True]


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1, the last six of its eight digits."""
    from base64 import b32encode

    secret = b32encode(b"12345678901234567890").decode()
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        moment = datetime.fromtimestamp(seconds, UTC)
        assert matching_counter(secret, code, moment) == seconds // 30


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcd-efgh-jkmn-pqrs", "ABCDEFGHJKMNPQRS"),
        ("ABCD EFGH JKMN PQRS", "ABCDEFGHJKMNPQRS"),
        ("ABCD–EFGH–JKMN–PQRS", "ABCDEFGHJKMNPQRS"),
        ("ABCDEFGHJKMNPQR", None),
        ("ABCDEFGHJKMNPQR0", None),
        ("", None),
    ],
)
def test_how_a_code_on_paper_may_be_typed(typed: str, code: str | None) -> None:
    assert recovery_code(typed) == code


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("https://kurs.nordlicht.de", ("kurs.nordlicht.de", "https://kurs.nordlicht.de")),
        ("https://Kurs.example:8443", ("kurs.example", "https://kurs.example:8443")),
        ("https://kurs.example:443/", ("kurs.example", "https://kurs.example")),
        ("http://localhost:8000", ("localhost", "http://localhost:8000")),
        ("http://kurs.nordlicht.de", None),
        ("http://127.0.0.1:8000", None),
        ("https://10.0.0.5", None),
        ("https://[::1]:8000", None),
    ],
)
def test_where_passkeys_can_live(address: str, home: tuple[str, str] | None) -> None:
    found = passkey_home(address)
    assert (found and (found.domain, found.origin)) == home
