"""Registering: what was done before stays, mistakes are named, addresses stay secret."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.accounts.people import (
    PASSWORD,
    Written,
    anonymous,
    confirmed_account,
    people,
    person_of,
    register,
    sign_in,
    token_on,
    written_mails,
)
from tests.pages import Visitor

Mails = Callable[[], list[Written]]


def test_the_anonymous_person_becomes_the_account(app: Flask) -> None:
    visitor = anonymous(app)
    page = register(visitor, "Cleo@Example.org")
    assert "Wir haben Ihnen eine Nachricht" in page.text
    (person,) = people()
    assert (person.id, person.email, person.email_key) == (
        visitor.person_id,
        "Cleo@Example.org",
        "cleo@example.org",
    )
    assert person.confirmed_at is None
    assert person_of(visitor) is not None


def test_somebody_who_has_done_nothing_yet_can_register(client: Visitor, mails: Mails) -> None:
    register(client, "cleo@example.org")
    assert person_of(client) is not None
    (mail,) = mails()
    assert (mail.template, mail.to) == ("confirm-address", "cleo@example.org")


def test_the_account_is_usable_at_once_on_this_device(client: Visitor, visit: Any) -> None:
    register(client, "cleo@example.org")
    page = visit(client, "/konto")
    assert "cleo@example.org" in page.text
    assert "noch nicht bestätigt" in page.text


def test_the_account_is_usable_at_once_on_another_device(app: Flask) -> None:
    register(Visitor(app), "cleo@example.org")
    desktop = Visitor(app)
    sign_in(desktop, "CLEO@example.org")
    (person,) = people()
    found = person_of(desktop)
    assert found is not None
    assert found.id == person.id


def test_registering_without_password(client: Visitor) -> None:
    register(client, "cleo@example.org", password="")
    (person,) = people()
    assert person.password_hash is None


def test_no_password_is_kept_in_the_clear(client: Visitor) -> None:
    register(client, "cleo@example.org")
    (person,) = people()
    assert person.password_hash is not None
    assert PASSWORD not in person.password_hash


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("name", "", "wie wir Sie ansprechen"),
        ("name", "x" * 101, "länger als 100 Zeichen"),
        ("email", "", "tragen Sie Ihre E-Mail-Adresse ein"),
        ("email", "cleo.example.org", "fehlt das @"),
        ("email", "cleo@firma", "fehlt eine Endung"),
        ("email", "cleo@", "nicht vollständig"),
        ("email", "a b@example.org", "nicht vollständig"),
        ("email", "x" * 250 + "@example.org", "länger als 254 Zeichen"),
        ("password", "kurz", "mindestens 10 Zeichen"),
        ("password", "x7" * 120, "länger als 200 Zeichen"),
        ("password", "password123", "Listen der häufigsten"),
        ("password", "cleo@example.org", "zu ähnlich"),
        ("password", "CleoBeispiel", "zu ähnlich"),
    ],
)
def test_a_mistake_is_named_and_the_rest_stays(
    client: Visitor, field: str, typed: str, complaint: str
) -> None:
    fields = {"name": "Cleo Beispiel", "email": "cleo@example.org", "password": PASSWORD}
    page = client.visit("/registrieren")
    answer = client.submit(page, "/registrieren", status=422, **{**fields, field: typed})
    assert complaint in " ".join(answer.one(f"#{field}-error").text_content().split())
    assert answer.select(f".error-summary a[href='#{field}']")
    for other in ("name", "email"):
        if other != field:
            assert answer.one(f"#{other}").get("value") == fields[other]
    assert answer.one("#password").get("value") == ""
    assert not people()
    assert not client.http.get_cookie("leaderacademy")


def test_a_known_address_gets_the_same_answer(app: Flask) -> None:
    confirmed_account(app, "cleo@example.org")
    known, unknown = Visitor(app), Visitor(app)
    answers = [
        [
            visitor.post(
                "/registrieren",
                {
                    "csrf_token": token_on(visitor, "/registrieren"),
                    "name": "Dana",
                    "email": email,
                    "password": PASSWORD,
                },
            ),
            visitor.get("/registrieren/fertig"),
            visitor.get("/konto"),
        ]
        for visitor, email in ((known, "CLEO@example.org"), (unknown, "dino@example.org"))
    ]
    for one, other in zip(*answers, strict=True):
        assert one.status_code == other.status_code
        assert _neutral(one.text) == _neutral(other.text)
        assert one.headers.get("Location") == other.headers.get("Location")


def _neutral(text: str) -> str:
    import re

    text = text.replace("CLEO@example.org", "MAIL").replace("dino@example.org", "MAIL")
    text = re.sub(r"/geraete/\d+/", "/geraete/N/", text)
    return re.sub(r'name="csrf_token" value="[^"]*"', "TOKEN", text)


def test_signing_in_with_a_claimed_address_does_not_tell_either(app: Flask) -> None:
    """Who registered with somebody's address gets in with the own password, and sees only that."""
    confirmed_account(app, "cleo@example.org", "Ruder Kompass Leine")
    claimant = Visitor(app)
    register(claimant, "cleo@example.org", name="Dana")
    elsewhere = Visitor(app)
    sign_in(elsewhere, "cleo@example.org")
    found = person_of(elsewhere)
    assert found is not None
    assert found.name == "Dana"
    assert found.confirmed_at is None


def test_the_owner_of_a_known_address_is_told(app: Flask, mails: Mails) -> None:
    confirmed_account(app, "cleo@example.org")
    register(Visitor(app), "Cleo@Example.org", name="Kaufen Sie jetzt")
    last = mails()[-1]
    assert (last.template, last.to) == ("address-known", "cleo@example.org")
    assert "Kaufen" not in str(last.context)


def test_no_words_of_a_stranger_go_to_an_unconfirmed_address(client: Visitor) -> None:
    register(client, "cleo@example.org", name="Kaufen Sie jetzt")
    assert "Kaufen" not in str(written_mails())


def test_a_planted_cookie_does_not_open_the_new_account(app: Flask) -> None:
    planted = anonymous(app)
    victim = Visitor(app)
    with planted.http.session_transaction() as theirs, victim.http.session_transaction() as mine:
        mine["_user_id"] = theirs["_user_id"]
    register(victim, "cleo@example.org")
    assert person_of(victim) is not None
    assert person_of(planted) is None


def test_who_has_an_account_is_not_asked_again(learner: Visitor) -> None:
    answer = learner.get("/registrieren")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/konto")


def test_a_name_is_shown_as_text(client: Visitor, visit: Any) -> None:
    register(client, "cleo@example.org", name="<b>Cleo</b> & Co")
    assert "<b>Cleo</b> & Co" in visit(client, "/konto").html.replace("&lt;", "<").replace(
        "&gt;", ">"
    ).replace("&amp;", "&")
    assert not visit(client, "/konto").select("nav b")


def test_an_address_that_looks_misspelt_is_asked_about_and_accepted(app: Flask) -> None:
    page = register(anonymous(app), "cleo@gmial.com")
    assert "Meinten Sie cleo@gmail.com?" in page.text
    assert page.one("main .note a").get("href") == "/konto#email"
    assert people()[0].email == "cleo@gmial.com"
    assert "Meinten Sie" not in register(anonymous(app), "cleo@gmail.com").text
