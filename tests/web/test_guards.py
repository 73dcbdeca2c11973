"""What holds for every request: headers, size, encoding, origin, token."""

import json
import logging
from typing import Any

import pytest
from flask import Flask

from leaderacademy.web.requests import MAX_BODY, JsonLines

FORM = "/anmelden"


def test_every_answer_carries_the_security_headers(client: Any) -> None:
    for path in ("/", "/kurs", "/gibt-es-nicht", "/healthz"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_body_over_256_kb_is_refused_in_german(client: Any) -> None:
    answer = client.post(FORM, data={"email": "x" * (MAX_BODY + 1)})
    assert answer.status_code == 413
    assert "256 KB" in answer.get_data(as_text=True)


def test_broken_utf8_is_refused_in_german(client: Any) -> None:
    answer = client.post(
        FORM, data=b"email=%ff%fe", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert "Das hat nicht geklappt" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/buchung/%00", "/warteliste/a%00b", "/training/%00/buchen"])
def test_an_address_with_a_zero_byte_is_nowhere(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_zero_byte_is_refused(client: Any) -> None:
    assert client.post(FORM, data={"email": "a\x00b"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_sent_from_another_site_is_refused_even_with_a_token(
    learner: Any, headers: dict[str, str]
) -> None:
    page = learner.visit("/konto")
    token = page.select("input[name=csrf_token]")[0].get("value")
    answer = learner.post("/abmelden", data={"csrf_token": token}, headers=headers)
    assert answer.status_code == 403


def test_a_form_without_token_is_refused_even_from_our_own_page(learner: Any) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert learner.post("/abmelden", headers=headers).status_code == 400
    forged = {"csrf_token": "ImFiYyI.falsch"}
    assert learner.post("/abmelden", data=forged, headers=headers).status_code == 400


def test_a_token_of_another_device_needs_the_browsers_word(
    learner: Any, other_learner: Any
) -> None:
    page = other_learner.visit("/konto")
    token = page.select("input[name=csrf_token]")[0].get("value")
    assert learner.post("/abmelden", data={"csrf_token": token}).status_code == 400
    own_page = {"Sec-Fetch-Site": "same-origin"}
    answer = learner.post("/abmelden", data={"csrf_token": token}, headers=own_page)
    assert answer.status_code == 303


def test_an_unexpected_failure_ends_on_a_page_and_tells_the_log_no_secret(
    app: Flask, client: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash() -> str:
        raise RuntimeError("ada@example.org")

    crash.access = "public"  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "health.healthz", crash)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/healthz")
    assert answer.status_code == 500
    assert "ada@example.org" not in answer.get_data(as_text=True)
    (record,) = [r for r in caplog.records if r.message == "unexpected failure"]
    line = JsonLines().format(record)
    assert "ada@example.org" not in line
    assert json.loads(line)["trace"][-1] == "RuntimeError"


def test_the_log_line_of_a_request_names_the_rule_and_not_the_address(
    client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="leaderacademy.request"):
        client.get("/buchung/geheimes-zeichen?email=ada@example.org")
    (record,) = [r for r in caplog.records if r.name == "leaderacademy.request"]
    line = JsonLines().format(record)
    assert "geheim" not in line
    assert "ada" not in line
    assert json.loads(line)["status"] == 404
    assert json.loads(line)["event"] == "request"
