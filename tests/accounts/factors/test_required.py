"""Where the operator asks for a second factor, the studio waits for it; and what helps in need."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from leaderacademy.accounts.service.factors import standing_of, without_factor
from leaderacademy.config import settings_from
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.privacy.service import collect, delete_person
from tests.accounts.factors.authenticator import Authenticator
from tests.accounts.factors.trainers import (
    OWN,
    TINA,
    code_at,
    half,
    with_app,
    with_codes,
    with_passkey,
)
from tests.accounts.people import PASSWORD, person_of, sign_in, written_mails
from tests.accounts.studio.team import logged, press, stored
from tests.pages import Visitor


def test_without_one_the_studio_leads_to_setting_it_up(strict_house: Flask, tina: Visitor) -> None:
    page = tina.visit("/kurs")
    assert page.status == 200
    for path in ("/studio", "/studio/team", "/studio/buchungen", "/studio/rechnungen"):
        answer = tina.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, OWN)
    page = tina.visit(OWN)
    assert "Das Studio öffnet sich, sobald" in page.text
    page = tina.checked(_post(tina, f"{OWN}/app/neu", password=PASSWORD))
    secret = page.one("#schluessel").text_content().replace(" ", "")
    page = tina.submit(page, "bestaetigen", 200, code=code_at(secret, clock.now()))
    assert page.one("main .btn-main").get("href") == "/studio"
    tina.visit("/studio")


def _post(visitor: Visitor, path: str, **fields: Any) -> Any:
    token = visitor.visit("/konto").select("[name=csrf_token]")[0].get("value")
    return visitor.http.post(path, data={"csrf_token": token, **fields}, follow_redirects=True)


def test_signing_in_still_works_and_the_account_opens(strict_house: Flask, tina: Visitor) -> None:
    visitor = Visitor(strict_house)
    sign_in(visitor, TINA)
    visitor.visit("/konto")
    assert visitor.get("/studio").headers["Location"] == OWN


def test_nothing_is_changed_by_who_owes_it(strict_house: Flask, tina: Visitor) -> None:
    answer = tina.post("/studio/team", _token(tina) | {"email": "eva@example.org"})
    assert answer.headers["Location"] == OWN
    assert not written_mails()


def _token(visitor: Visitor) -> dict[str, str]:
    return {"csrf_token": visitor.visit("/konto").select("[name=csrf_token]")[0].get("value")}


def test_a_text_being_written_meanwhile_is_given_back(strict_house: Flask, tina: Visitor) -> None:
    path = "/studio/lektionen/wer-steuert/entwurf"
    answer = tina.post(path, _token(tina) | {"text": "Mein langer Absatz", "base": "x"})
    assert answer.status_code == 401
    page = tina.checked(answer, 401)
    assert "Mein langer Absatz" in page.one("textarea").text_content()
    assert page.one("#noch-einmal a").get("href") == OWN
    by_script = tina.post(
        path, _token(tina) | {"text": "Mein Absatz", "base": "x"}, headers={"X-Fragment": "1"}
    )
    assert by_script.status_code == 401


def test_the_last_one_cannot_be_removed_but_one_of_two(
    app: Flask, strict_house: Flask, tina: Visitor
) -> None:
    with_app(app, tina.person_id)
    token = _token(tina) | {"password": PASSWORD}
    page = tina.http.post(f"{OWN}/app/entfernen", data=token, follow_redirects=True)
    assert "Der Betrieb verlangt" in page.get_data(as_text=True)
    number = with_passkey(tina.person_id, Authenticator())
    tina.http.post(f"{OWN}/app/entfernen", data=token)
    tina.http.post(f"{OWN}/passkey/{number}/entfernen", data=token)
    standing = standing_of(tina.person_id)
    session.remove()
    assert (standing.app_since, len(standing.passkeys)) == (None, 1)


def test_where_nobody_asks_everything_is_as_before(tina: Visitor) -> None:
    tina.visit("/studio")


@pytest.mark.parametrize(("text", "required"), [("1", True), ("0", False), ("", False)])
def test_the_setting(tmp_path: Any, text: str, required: bool) -> None:
    environment = {
        "LEADERACADEMY_INSTANCE": str(tmp_path),
        "LEADERACADEMY_REQUIRE_SECOND_FACTOR": text,
    }
    assert settings_from(environment).require_second_factor is required


def test_nobody_pays_for_it_at_the_start() -> None:
    """The libraries are read by who sets one up or gives one, and by nobody else."""
    code = "import sys, leaderacademy.application; print({'pyotp', 'webauthn'} & set(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "set()"


# --- in need --------------------------------------------------------------------------------


def test_the_operator_resets_it_and_everybody_is_told(
    app: Flask, tina: Visitor, secret: str
) -> None:
    with_passkey(tina.person_id, Authenticator())
    with_codes(tina.person_id)
    waiting = half(app)
    run = app.test_cli_runner().invoke
    result = run(args=["trainer", "reset-second-factor", TINA.upper()])
    assert result.exit_code == 0, result.output
    assert "ist entfernt" in result.output
    standing = standing_of(tina.person_id)
    session.remove()
    assert (standing.count, standing.codes_left) == (0, 0)
    assert person_of(tina) is None
    assert waiting.get("/anmelden/zweiter-faktor").headers["Location"] == "/anmelden"
    assert logged() == [("second-factor-reset", f"person:{tina.person_id}", "Betrieb (Konsole)")]
    assert [mail.template for mail in written_mails()] == ["second-factor-changed"]
    sign_in(tina, TINA)
    tina.visit("/studio")


@pytest.mark.parametrize("mail", ["niemand@example.org", "ada@example.org", "", "\x00"])
def test_where_there_is_nothing_to_reset_it_says_so(
    app: Flask, learner: Visitor, mail: str
) -> None:
    result = app.test_cli_runner().invoke(args=["trainer", "reset-second-factor", mail])
    assert result.exit_code == 1
    assert "gibt es kein Konto mit einem zweiten Faktor" in result.output
    assert logged() == []


def test_the_team_page_shows_who_has_one(app: Flask, tina: Visitor) -> None:
    uwe = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    with_app(app, uwe.person_id)
    rows = [row.text_content() for row in tina.visit("/studio/team").select("tbody tr")]
    assert ["keiner" in row for row in rows] == [True, False]
    assert without_factor() == 1
    session.remove()


def test_the_check_before_going_live_counts_who_has_none(app: Flask, tina: Visitor) -> None:
    before = app.config["SETTINGS"]
    run = app.test_cli_runner().invoke
    assert "Zweiter Faktor" not in run(args=["check"]).output
    app.config["SETTINGS"] = replace(before, require_second_factor=True)
    try:
        assert "Zweiter Faktor: Eine Person im Team hat noch keinen" in run(args=["check"]).output
        with_app(app, tina.person_id)
        assert "Zweiter Faktor" not in run(args=["check"]).output
    finally:
        app.config["SETTINGS"] = before


def test_the_export_names_it_without_secrets(app: Flask, tina: Visitor, secret: str) -> None:
    key = Authenticator()
    with_passkey(tina.person_id, key, "Laptop")
    codes = with_codes(tina.person_id)
    data = collect(stored(tina.person_id))
    session.remove()
    found = data["second_factor"]
    assert found["code_app_since"]
    assert [one["name"] for one in found["passkeys"]] == ["Laptop"]
    assert found["recovery_codes_left"] == 10
    assert not [one for one in (secret, codes[0], "nonce", "public_key") if one in str(data)]


def test_it_goes_with_the_person(app: Flask, tina: Visitor, secret: str) -> None:
    with_passkey(tina.person_id, Authenticator())
    with_codes(tina.person_id)
    half(app)
    delete_person(tina.person_id, clock.now())
    session.commit()
    for table in ("code_app", "passkey", "recovery_code", "half_sign_in", "passkey_challenge"):
        from sqlalchemy import text

        assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608
    session.remove()


def test_who_leaves_the_team_leaves_it_behind(app: Flask, tina: Visitor, secret: str) -> None:
    uwe = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    with_passkey(tina.person_id, Authenticator())
    press(uwe, f"/studio/team/{tina.person_id}/entfernen")
    assert not standing_of(tina.person_id).counts
    session.remove()
