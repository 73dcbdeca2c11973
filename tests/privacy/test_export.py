"""All own data in one file: complete, readable, and nobody else's."""

import io
import json
import zipfile
from typing import Any

import html5lib
from flask import Flask

from leaderacademy.accounts.links import create_link
from leaderacademy.accounts.rules import Purpose
from leaderacademy.accounts.service.factors.half import begin_half
from leaderacademy.booking import service as booking
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.privacy.rules import LABELS, in_words, label
from tests.accounts.people import PASSWORD, anonymous, confirmed_account, register
from tests.pages import Visitor


def _files(visitor: Visitor) -> dict[str, str]:
    response = visitor.get("/konto/daten.zip")
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    assert "attachment" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _data(visitor: Visitor) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_files(visitor)["leader-academy/daten.json"])
    return data


def test_the_file_holds_a_page_to_read_and_data_for_programs(learner: Visitor) -> None:
    files = _files(learner)
    assert set(files) == {"leader-academy/daten.html", "leader-academy/daten.json"}
    page = files["leader-academy/daten.html"]
    html5lib.HTMLParser(strict=True).parse(page)
    assert "Ada Beispiel" in page
    assert "ada@example.org" in page
    assert "http://" not in page
    assert "https://" not in page


def test_everything_about_the_person_is_in_it(learner: Visitor) -> None:
    data = _data(learner)
    assert set(data) == {
        "acts",
        "done_to_account",
        "second_factor",
        "person",
        "devices",
        "mail_links",
        "learning",
        "booking",
        "certificates",
        "documents",
        "invoicing",
        "team",
        "authoring",
        "course_mails",
    }
    assert data["person"]["email"] == "ada@example.org"
    assert [device["label"] for device in data["devices"]] == ["Testgerät"]
    assert "bookings" in data["booking"]
    assert "attempts" in data["learning"]


def test_no_secret_is_in_it(app: Flask) -> None:
    visitor = confirmed_account(app, "cleo@example.org", PASSWORD)
    token = create_link(Purpose.SIGN_IN, clock.now(), 1, "cleo@example.org")
    session.commit()
    session.remove()
    everything = "".join(_files(visitor).values())
    with visitor.http.session_transaction() as cookie:
        key = cookie["_user_id"]
    for secret in (key, token, "argon2", "digest", PASSWORD):
        assert secret not in everything
    assert '"purpose": "sign-in"' in everything


def test_nothing_of_anybody_else_is_in_it(learner: Visitor, other_learner: Visitor) -> None:
    everything = "".join(_files(learner).values())
    assert "bert@example.org" not in everything
    assert "Bert Beispiel" not in everything


def test_who_has_no_account_gets_the_own_data_too(app: Flask) -> None:
    visitor = anonymous(app)
    assert _data(visitor)["person"]["id"] == visitor.person_id
    assert _data(visitor)["person"]["email"] is None


def test_who_has_nothing_stored_is_told_so(client: Visitor) -> None:
    answer = client.get("/konto/daten.zip")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/konto")


def test_bookings_are_found_by_a_confirmed_address_only(app: Flask, monkeypatch: Any) -> None:
    """Or whoever types an address at registration could read its owner's bookings."""
    asked: list[str | None] = []

    def note(_person_id: int, email: str | None) -> dict[str, Any]:
        asked.append(email)
        return {"bookings": []}

    monkeypatch.setattr(booking, "export_person", note)
    claimant = Visitor(app)
    register(claimant, "cleo@example.org")
    _data(claimant)
    _data(confirmed_account(app, "dino@example.org"))
    assert asked == [None, "dino@example.org"]


def test_what_people_typed_is_shown_as_text(app: Flask) -> None:
    visitor = Visitor.with_account(app, "eva@example.org", "<script>alert(1)</script>")
    page = _files(visitor)["leader-academy/daten.html"]
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_reading_it_sets_no_cookie(learner: Visitor) -> None:
    assert "Set-Cookie" not in learner.get("/konto/daten.zip").headers


def test_values_are_shown_in_words() -> None:
    assert [in_words(value) for value in (None, True, False, "", 3, "so")] == [
        "–",
        "ja",
        "nein",
        "–",
        "3",
        "so",
    ]
    assert label("unknown_name") == "unknown_name"


def test_every_name_in_the_file_has_german_words(learner: Visitor) -> None:
    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {n for part in value.values() for n in names(part)}
        return {n for part in value for n in names(part)} if isinstance(value, list) else set()

    assert names(_data(learner)) <= set(LABELS)


def test_a_sign_in_that_waits_for_its_second_step_is_in_it(learner: Visitor) -> None:
    begin_half(learner.person_id, "/studio/team", clock.now())
    session.commit()
    session.remove()
    (half,) = _data(learner)["second_factor"]["half_sign_ins"]
    assert half["leads_to"] == "/studio/team"
    assert set(half) == {"created_at", "expires_at", "leads_to"}
