"""Signing in and out, by password and by mail, and where one lands."""

from typing import Any

import pytest
from flask import Flask

from tests.accounts.people import (
    PASSWORD,
    confirmed_account,
    last_token,
    open_mail,
    person_of,
    sign_in,
    token_on,
    written_mails,
)
from tests.pages import Visitor


def test_the_address_may_be_typed_in_another_case(app: Flask) -> None:
    confirmed_account(app, "Cleo@Example.org")
    phone = Visitor(app)
    sign_in(phone, " cleo@EXAMPLE.org ")
    assert person_of(phone) is not None


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(app: Flask) -> None:
    confirmed_account(app, "cleo@example.org")
    answers = []
    for email in ("cleo@example.org", "dino@example.org"):
        page = sign_in(Visitor(app), email, "ganz etwas anderes")
        assert page.status == 422
        assert page.one("#email").get("value") == email
        assert page.one("#password").get("value") == ""
        answers.append(page.text)
    assert answers[0] == answers[1]
    assert "Adresse und Passwort passen nicht zusammen" in answers[0]


def test_an_account_without_password_has_none_that_fits(app: Flask) -> None:
    confirmed_account(app, "cleo@example.org", password="")
    phone = Visitor(app)
    for typed in ("nobody has this", "None", " "):
        sign_in(phone, "cleo@example.org", typed)
        assert person_of(phone) is None


@pytest.mark.parametrize("way", ["/anmelden", "/passwort-vergessen"])
def test_asking_for_a_link_never_tells_whether_the_address_is_known(app: Flask, way: str) -> None:
    confirmed_account(app, "cleo@example.org")
    answers = []
    for email in ("cleo@example.org", "dino@example.org"):
        visitor = Visitor(app)
        token = token_on(visitor, way)
        data = {"csrf_token": token, "email": email, "how": "link"}
        response = visitor.post(way, data)
        answers.append((response.status_code, response.headers["Location"], response.data))
        assert "Set-Cookie" not in response.headers
        assert "Wir haben Ihnen eine Nachricht geschickt" in visitor.visit(answers[-1][1]).text
    assert answers[0] == answers[1]
    sent = {mail.to: mail.template for mail in written_mails()}
    expected = "sign-in-link" if way == "/anmelden" else "reset-password"
    assert (sent["cleo@example.org"], sent["dino@example.org"]) == (expected, "no-account")


def test_signing_in_by_mail(app: Flask) -> None:
    confirmed_account(app, "cleo@example.org", password="")
    phone = Visitor(app)
    page = phone.visit("/anmelden")
    phone.submit(page, "anmelden", email="CLEO@example.org", how="link")
    path = f"/anmelden/link/{last_token('sign-in-link')}"
    assert "cleo@example.org" in phone.visit(path).text
    phone.post(path, {"csrf_token": token_on(phone, path)})
    found = person_of(phone)
    assert found is not None
    assert found.email == "cleo@example.org"


def test_an_unconfirmed_account_is_asked_to_confirm_instead(app: Flask) -> None:
    from tests.accounts.people import register

    register(Visitor(app), "cleo@example.org", password="")
    phone = Visitor(app)
    phone.submit(phone.visit("/anmelden"), "anmelden", email="cleo@example.org", how="link")
    assert [m.template for m in written_mails()] == ["confirm-address", "confirm-address"]
    open_mail(phone, f"/bestaetigen/{last_token('confirm-address')}")
    assert person_of(phone) is not None


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("email", "", "tragen Sie Ihre E-Mail-Adresse ein"),
        ("email", "cleo", "fehlt das @"),
        ("password", "", "geben Sie Ihr Passwort ein"),
    ],
)
def test_a_mistake_is_named(client: Visitor, field: str, typed: str, complaint: str) -> None:
    fields = {"email": "cleo@example.org", "password": PASSWORD, field: typed}
    page = client.submit(client.visit("/anmelden"), "anmelden", status=422, **fields)
    assert complaint in page.one(f"#{field}-error").text_content()


def test_after_signing_in_one_is_where_one_wanted_to_be(app: Flask) -> None:
    confirmed_account(app, "cleo@example.org")
    phone = Visitor(app)
    answer = phone.get("/bestaetigt?x=1")
    assert answer.headers["Location"] == "/anmelden?weiter=/bestaetigt?x%3D1"
    page = phone.visit(answer.headers["Location"])
    assert page.one("[name=weiter]").get("value") == "/bestaetigt?x=1"
    page = phone.submit(page, "anmelden", email="cleo@example.org", password=PASSWORD)
    assert "Ihre Adresse ist bestätigt" in page.text


@pytest.mark.parametrize("evil", ["//evil.example", "\\\\evil.example", "/\\evil.example", "x:y"])
def test_signing_in_never_leads_to_another_site(app: Flask, evil: str) -> None:
    confirmed_account(app, "cleo@example.org")
    phone = Visitor(app)
    token = token_on(phone, "/anmelden")
    data = {"csrf_token": token, "email": "cleo@example.org", "password": PASSWORD, "weiter": evil}
    answer = phone.post("/anmelden", data)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/kurs")
    answer = phone.get("/anmelden", query_string={"weiter": evil})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/kurs")


def test_the_form_keeps_the_place_after_a_mistake(client: Visitor) -> None:
    page = client.visit("/anmelden?weiter=/logbuch")
    page = client.submit(page, "anmelden", status=422, email="", password="")
    assert page.one("[name=weiter]").get("value") == "/logbuch"


def test_signing_out(learner: Visitor) -> None:
    page = learner.submit(learner.visit("/konto"), "/abmelden")
    assert "Sie sind abgemeldet" in page.text
    assert person_of(learner) is None
    assert learner.get("/bestaetigt").status_code == 303


def test_the_key_of_a_signed_out_device_opens_nothing(app: Flask, learner: Visitor) -> None:
    with learner.http.session_transaction() as cookie:
        key = cookie["_user_id"]
    learner.submit(learner.visit("/konto"), "/abmelden")
    thief = Visitor(app)
    with thief.http.session_transaction() as cookie:
        cookie["_user_id"] = key
    assert thief.get("/bestaetigt").status_code == 303


def test_without_an_account_signing_out_loses_nothing(app: Flask, client: Visitor) -> None:
    from tests.accounts.people import anonymous

    visitor = anonymous(app)
    for somebody in (visitor, client):
        token = token_on(somebody, "/anmelden")
        assert somebody.post("/abmelden", {"csrf_token": token}).headers["Location"] == "/konto"
    assert person_of(visitor) is not None


def test_a_forgotten_password(app: Flask) -> None:
    desktop = confirmed_account(app, "cleo@example.org")
    phone = Visitor(app)
    phone.submit(
        phone.visit("/passwort-vergessen"), "/passwort-vergessen", email="cleo@example.org"
    )
    path = f"/passwort/{last_token('reset-password')}"
    page = phone.submit(phone.visit(path), "", status=422, password="kurz")
    assert "mindestens 10 Zeichen" in page.text
    page = phone.submit(phone.visit(path), "", status=422, password="cleobeispiel")
    assert "zu ähnlich" in page.text
    token = token_on(phone, path)
    phone.post(path, {"csrf_token": token, "password": "Ruder Kompass Leine"})
    assert person_of(phone) is not None
    assert person_of(desktop) is None
    assert written_mails()[-1].template == "password-changed"
    tablet = Visitor(app)
    sign_in(tablet, "cleo@example.org", PASSWORD)
    assert person_of(tablet) is None
    sign_in(tablet, "cleo@example.org", "Ruder Kompass Leine")
    assert person_of(tablet) is not None


def test_a_reset_confirms_the_address_and_locks_out_who_only_typed_it(app: Flask) -> None:
    from tests.accounts.people import people, register

    stranger, owner = Visitor(app), Visitor(app)
    register(stranger, "cleo@example.org")
    page = owner.visit("/passwort-vergessen")
    owner.submit(page, "/passwort-vergessen", email="cleo@example.org")
    path = f"/passwort/{last_token('reset-password')}"
    token = token_on(owner, path)
    owner.post(path, {"csrf_token": token, "password": "Ruder Kompass Leine"})
    assert people()[0].confirmed_at is not None
    assert person_of(stranger) is None
    assert person_of(owner) is not None


def test_sessions_survive_a_restart(app: Flask, learner: Visitor, base_settings: Any) -> None:
    from dataclasses import replace

    from leaderacademy.application import create_app

    url = app.extensions["engine"].url.render_as_string(hide_password=False)
    again = create_app(replace(base_settings, database_url=url))
    cookie = learner.http.get_cookie("leaderacademy")
    assert cookie is not None
    visitor = Visitor(again)
    visitor.http.set_cookie("leaderacademy", cookie.value)
    assert visitor.get("/bestaetigt").status_code == 200
    again.extensions["engine"].dispose()
