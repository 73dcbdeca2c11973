"""/konto: name, address and password; wrong input is named and changes nothing."""

from typing import Any

import pytest
from flask import Flask

from leaderacademy.accounts import addresses, service
from leaderacademy.core.database import session
from tests.accounts.people import (
    PASSWORD,
    anonymous,
    confirmed_account,
    last_token,
    now,
    open_mail,
    people,
    person_of,
    sign_in,
    token_on,
    written_mails,
)
from tests.pages import Visitor


def test_without_anything_stored_the_page_invites(client: Visitor) -> None:
    page = client.visit("/konto")
    assert "Noch ist nichts gespeichert" in page.text
    assert page.select("a[href='/registrieren']")
    assert not page.select("a[href='/konto/daten.zip']")


def test_without_account_the_page_says_what_is_stored(app: Flask) -> None:
    page = anonymous(app).visit("/konto")
    assert "auch ohne Konto" in page.text
    for path in ("/registrieren", "/konto/daten.zip", "/konto/loeschen"):
        assert page.select(f"a[href='{path}']")


def test_another_name(learner: Visitor) -> None:
    page = learner.submit(learner.visit("/konto"), "name-form", name="  Ada\u200b  Neu ")
    assert "Ihr Name ist geändert" in page.text
    assert page.one("#name").get("value") == "Ada Neu"


def test_an_empty_name_is_refused(learner: Visitor) -> None:
    page = learner.submit(learner.visit("/konto"), "name-form", status=422, name=" ")
    assert page.select(".error-summary a[href='#name']")
    assert people()[0].name == "Ada Beispiel"


def test_another_address_counts_when_it_is_confirmed(app: Flask) -> None:
    visitor = confirmed_account(app, "cleo@example.org")
    page = visitor.submit(
        visitor.visit("/konto"), "address-form", email="neu@example.org", address_password=PASSWORD
    )
    assert "neu@example.org gilt, sobald" in page.text
    assert people()[0].email == "cleo@example.org"
    page = open_mail(visitor, f"/konto/adresse/{last_token('change-address')}")
    assert "Ihre neue Adresse gilt" in page.text
    (person,) = people()
    assert (person.email, person.email_key) == ("neu@example.org", "neu@example.org")
    assert person.confirmed_at is not None
    told = written_mails()[-1]
    assert (told.template, told.to) == ("address-changed", "cleo@example.org")


def test_changing_the_address_needs_the_password(app: Flask) -> None:
    visitor = confirmed_account(app, "cleo@example.org")
    page = visitor.submit(
        visitor.visit("/konto"),
        "address-form",
        status=422,
        email="neu@example.org",
        address_password="falsch geraten",
    )
    assert "nicht Ihr Passwort" in page.one("#address_password-error").text_content()
    assert page.one("#email").get("value") == "neu@example.org"
    assert "change-address" not in [mail.template for mail in written_mails()]


def test_changing_to_a_known_address_looks_the_same(
    learner: Visitor, other_learner: Visitor
) -> None:
    page = learner.submit(learner.visit("/konto"), "address-form", email="BERT@example.org")
    assert "BERT@example.org gilt, sobald" in page.text
    told = written_mails()[-1]
    assert (told.template, told.to) == ("address-known", "bert@example.org")


def test_a_strangers_click_does_not_confirm_the_address(app: Flask, learner: Visitor) -> None:
    """Or somebody could get another person's address by having them press a button."""
    learner.submit(learner.visit("/konto"), "address-form", email="neu@example.org")
    path = f"/konto/adresse/{last_token('change-address')}"
    assert Visitor(app).get(path).headers["Location"].startswith("/anmelden?weiter=/konto/adresse/")
    other = Visitor.with_account(app, "neu2@example.org", "Neu")
    other.visit(path, 410)
    assert people()[0].email == "ada@example.org"


def test_an_address_that_was_taken_meanwhile(app: Flask, learner: Visitor) -> None:
    learner.submit(learner.visit("/konto"), "address-form", email="neu@example.org")
    path = f"/konto/adresse/{last_token('change-address')}"
    Visitor.with_account(app, "neu@example.org", "Neu")
    page = open_mail(learner, path)
    assert page.status == 409
    assert "schon ein Konto" in page.text
    assert people()[0].email == "ada@example.org"


def test_the_own_address_in_another_case(app: Flask, learner: Visitor) -> None:
    learner.submit(learner.visit("/konto"), "address-form", email="Ada@Example.org")
    open_mail(learner, f"/konto/adresse/{last_token('change-address')}")
    assert people()[0].email == "Ada@Example.org"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("falsch geraten", "Ruder Kompass Leine", "old_password"),
        (PASSWORD, "kurz", "new_password"),
        (PASSWORD, "password123", "new_password"),
        (PASSWORD, "cleo@example.org", "new_password"),
    ],
)
def test_a_password_that_is_refused(app: Flask, old: str, new: str, field: str) -> None:
    visitor = confirmed_account(app, "cleo@example.org")
    page = visitor.submit(
        visitor.visit("/konto"), "password-form", status=422, old_password=old, new_password=new
    )
    assert page.select(f".error-summary a[href='#{field}']")
    assert not [i for i in page.select("input[type=password]") if i.get("value")]
    phone = Visitor(app)
    sign_in(phone, "cleo@example.org")
    assert person_of(phone) is not None


def test_a_first_password_needs_no_old_one(app: Flask, learner: Visitor) -> None:
    page = learner.visit("/konto")
    assert not page.select("#old_password")
    learner.submit(page, "password-form", new_password="Ruder Kompass Leine")
    phone = Visitor(app)
    sign_in(phone, "ada@example.org", "Ruder Kompass Leine")
    assert person_of(phone) is not None


def test_a_confirmed_account_needs_no_second_mail(learner: Visitor) -> None:
    token = token_on(learner, "/konto")
    learner.post("/konto/adresse/erneut", {"csrf_token": token})
    assert written_mails() == []


def test_an_address_taken_between_check_and_change(app: Flask, learner: Visitor) -> None:
    """The database has the last word."""
    from leaderacademy.accounts.links import create_link, get_link
    from leaderacademy.accounts.rules import Purpose

    Visitor.with_account(app, "neu@example.org", "Neu")
    token = create_link(Purpose.CHANGE, now(), learner.person_id, "NEU@example.org")
    with pytest.raises(addresses.AddressTakenError):
        addresses.change_address(get_link(Purpose.CHANGE, token, now()), now())
    session.rollback()
    session.remove()


def test_an_address_can_be_confirmed_only_once_in_the_database(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    for _ in range(2):
        person = service.create_person(now())
        person.email, person.email_key, person.confirmed_at = (
            "x@example.org",
            "x@example.org",
            now(),
        )
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    session.remove()


@pytest.mark.parametrize("path", ["/konto/name", "/konto/adresse", "/konto/passwort"])
def test_without_account_nothing_can_be_changed(app: Flask, path: str) -> None:
    visitor: Any = anonymous(app)
    token = token_on(visitor, "/anmelden")
    answer = visitor.post(path, {"csrf_token": token, "name": "x"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/anmelden")
