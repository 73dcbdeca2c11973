"""Guessing is slowed down, by account and by network address, in words and with a time."""

from typing import Any

from flask import Flask

from leaderacademy.accounts.rules import (
    MAILS_PER_MAIL_ADDRESS,
    SIGN_IN_PER_ACCOUNT,
    SIGN_IN_PER_NETWORK_ADDRESS,
)
from tests.accounts.people import (
    PASSWORD,
    confirmed_account,
    last_token,
    person_of,
    register,
    sign_in,
    written_mails,
)
from tests.pages import Page, Visitor


def _guess(app: Flask, email: str, times: int) -> list[int]:
    return [sign_in(Visitor(app), email, f"geraten {n}").status for n in range(times)]


def _asks_for_patience(page: Page) -> bool:
    return (
        page.status == 429
        and 0 < int(page.response.headers["Retry-After"]) <= 3600
        and "viele Versuche" in page.text
    )


def test_guessing_one_account_is_limited(app: Flask, moved_clock: Any) -> None:
    confirmed_account(app, "cleo@example.org")
    moved_clock.forward(minutes=15)
    codes = _guess(app, "cleo@example.org", SIGN_IN_PER_ACCOUNT.most)
    assert set(codes) == {422}
    owner = Visitor(app)
    page = sign_in(owner, "CLEO@example.org")
    assert _asks_for_patience(page)
    assert page.one("#email").get("value") == "CLEO@example.org"
    assert person_of(owner) is None
    moved_clock.forward(minutes=15)
    sign_in(owner, "cleo@example.org")
    assert person_of(owner) is not None


def test_an_unknown_account_is_limited_alike(app: Flask) -> None:
    codes = _guess(app, "dino@example.org", SIGN_IN_PER_ACCOUNT.most + 1)
    assert codes == [422] * SIGN_IN_PER_ACCOUNT.most + [429]


def test_while_guessing_is_limited_a_link_still_opens_the_account(app: Flask) -> None:
    confirmed_account(app, "cleo@example.org")
    _guess(app, "cleo@example.org", SIGN_IN_PER_ACCOUNT.most + 1)
    owner = Visitor(app)
    owner.submit(owner.visit("/anmelden"), "anmelden", email="cleo@example.org", how="link")
    assert last_token("sign-in-link")


def test_guessing_many_accounts_from_one_place_is_limited(app: Flask) -> None:
    codes = [
        sign_in(Visitor(app), f"person{n}@example.org").status
        for n in range(SIGN_IN_PER_NETWORK_ADDRESS.most + 1)
    ]
    assert codes == [422] * SIGN_IN_PER_NETWORK_ADDRESS.most + [429]


def test_nobodys_post_box_is_flooded(app: Flask) -> None:
    visitor = Visitor(app)
    for way in ("/anmelden", "/passwort-vergessen", "/anmelden", "/passwort-vergessen"):
        page = visitor.visit(way)
        form = "anmelden" if way == "/anmelden" else way
        visitor.submit(page, form, email="cleo@example.org", how="link")
    register(Visitor(app), "cleo@example.org")
    assert len(written_mails()) == MAILS_PER_MAIL_ADDRESS.most
    for path in ("/passwort-vergessen", "/registrieren"):
        page = visitor.submit(
            visitor.visit(path), path, email="Cleo@example.org", name="Cleo", password=PASSWORD
        )
        assert _asks_for_patience(page)
        assert page.one("#email").get("value") == "Cleo@example.org"
    page = visitor.submit(
        visitor.visit("/anmelden"), "anmelden", email="cleo@example.org", how="link"
    )
    assert _asks_for_patience(page)
    assert len(written_mails()) == MAILS_PER_MAIL_ADDRESS.most


def test_guessing_the_password_at_an_open_device_is_limited(app: Flask) -> None:
    visitor = confirmed_account(app, "cleo@example.org")
    codes = [
        visitor.submit(
            visitor.visit("/konto"),
            "password-form",
            old_password=f"geraten {n}",
            new_password="Ruder Kompass Leine",
        ).status
        for n in range(SIGN_IN_PER_ACCOUNT.most + 1)
    ]
    assert codes == [422] * SIGN_IN_PER_ACCOUNT.most + [429]


def test_guessing_the_password_when_confirming_is_limited(app: Flask) -> None:
    register(Visitor(app), "cleo@example.org")
    path = f"/bestaetigen/{last_token('confirm-address')}"
    phone = Visitor(app)
    codes = [
        phone.submit(phone.visit(path), "", password=f"geraten {n}").status
        for n in range(SIGN_IN_PER_ACCOUNT.most + 1)
    ]
    assert codes == [422] * SIGN_IN_PER_ACCOUNT.most + [429]
