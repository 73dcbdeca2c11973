"""The one cookie: set when there is something to keep, never for reading, never trusted blindly."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from leaderacademy.accounts.access import current_learner, ensure_learner, public
from leaderacademy.accounts.models import Device
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.accounts.people import anonymous, person_of, register, token_on
from tests.pages import Visitor

READ = ["/anmelden", "/registrieren", "/passwort-vergessen", "/konto", "/abgemeldet"]


def _cookie_line(visitor: Visitor, path: str, **data: str) -> str:
    token = token_on(visitor, path)
    response = visitor.post(path, {"csrf_token": token, **data})
    return str(response.headers["Set-Cookie"])


def _register(visitor: Visitor) -> str:
    return _cookie_line(visitor, "/registrieren", name="Cleo", email="cleo@example.org")


@pytest.mark.parametrize("path", READ)
def test_reading_sets_no_cookie(app: Flask, client: Visitor, path: str) -> None:
    for visitor in (client, anonymous(app)):
        response = visitor.get(path)
        assert "Set-Cookie" not in response.headers
        assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["/konto", "/bestaetigt"])
def test_reading_while_signed_in_sets_no_cookie(learner: Visitor, path: str) -> None:
    assert "Set-Cookie" not in learner.get(path).headers


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: Visitor) -> None:
    line = _register(client)
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert "Path=/" in line
    assert "Secure" not in line  # this app was told that it is reached over plain HTTP


def test_the_cookie_is_kept_for_a_year(client: Visitor) -> None:
    _register(client)
    cookie = client.http.get_cookie("leaderacademy")
    assert cookie is not None
    assert cookie.expires is not None
    assert 364 < (cookie.expires - clock.now()).days + 1 <= 366


def test_the_cookie_is_secure_behind_https(app: Flask, base_settings: Any) -> None:
    from leaderacademy.application import create_app

    url = app.extensions["engine"].url.render_as_string(hide_password=False)
    https = create_app(replace(base_settings, database_url=url, secure_cookies=True))
    assert "Secure" in _register(Visitor(https))
    https.extensions["engine"].dispose()


def test_the_cookie_holds_the_key_and_no_trace_of_browser_or_network(client: Visitor) -> None:
    _register(client)
    with client.http.session_transaction() as cookie:
        assert set(cookie) == {"_user_id", "_fresh", "_permanent"}
        assert len(cookie["_user_id"]) >= 43


def test_the_database_holds_only_a_digest_of_the_key(client: Visitor) -> None:
    _register(client)
    with client.http.session_transaction() as cookie:
        key = cookie["_user_id"]
    device = session.query(Device).one()
    assert key not in (device.key_digest, device.label)
    session.remove()


@pytest.mark.parametrize(
    "value", ["", "x", "a.b.c", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "%F0%9F", "ü", "x" * 3900]
)
def test_a_broken_cookie_is_nobody(app: Flask, value: str) -> None:
    visitor = Visitor(app)
    visitor.http.set_cookie("leaderacademy", value)
    assert visitor.get("/konto").status_code == 200
    assert visitor.get("/bestaetigt").status_code == 303
    register(visitor, "cleo@example.org")
    assert person_of(visitor) is not None


def test_a_cookie_from_another_installation_is_nobody(app: Flask, base_settings: Any) -> None:
    from flask.sessions import SecureCookieSessionInterface

    stranger = Flask("stranger")
    stranger.secret_key = "another key altogether"
    signer = SecureCookieSessionInterface().get_signing_serializer(stranger)
    assert signer is not None
    visitor = Visitor(app)
    visitor.http.set_cookie("leaderacademy", str(signer.dumps({"_user_id": "key"})))
    assert "Noch ist nichts gespeichert" in visitor.visit("/konto").text
    register(visitor, "cleo@example.org")
    assert person_of(visitor) is not None


def test_a_cookie_of_a_device_that_is_gone_is_nobody(app: Flask, client: Visitor) -> None:
    with client.http.session_transaction() as cookie:
        cookie["_user_id"] = "never issued"
    assert "Noch ist nichts gespeichert" in client.visit("/konto").text


def test_another_browser_or_network_does_not_sign_out(learner: Visitor) -> None:
    response = learner.get(
        "/bestaetigt",
        headers={"User-Agent": "Other/1.0"},
        environ_overrides={"REMOTE_ADDR": "203.0.113.9"},
    )
    assert response.status_code == 200


@pytest.mark.parametrize(("who", "queries"), [("client", 0), ("learner", 1)])
def test_knowing_who_asks_costs_one_query_at_most(
    app: Flask, request: pytest.FixtureRequest, who: str, queries: int
) -> None:
    visitor: Visitor = request.getfixturevalue(who)
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT", "DELETE")):
            seen.append(statement)

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    visitor.get("/abgemeldet")
    event.remove(engine, "before_cursor_execute", note)
    assert len(seen) == queries, seen


def test_a_new_visitor_becomes_a_person_with_the_first_thing_to_keep(app: Flask) -> None:
    with app.test_request_context("/", headers={"User-Agent": "Firefox (Windows)"}):
        assert current_learner() is None
        person = ensure_learner(clock.now())
        assert ensure_learner(clock.now()) is person
        assert current_learner() is person
        session.commit()
        assert session.query(Device).one().label == "Firefox auf Windows"
    session.remove()


def test_a_visit_is_noted_once_a_day_and_renews_the_cookie(
    app: Flask, learner: Visitor, moved_clock: Any
) -> None:
    def rename() -> Any:
        token = token_on(learner, "/konto")
        return learner.post("/konto/name", {"csrf_token": token, "name": "Ada"})

    def seen() -> Any:
        session.remove()
        return session.query(Device).one().seen_at

    first = seen()
    rename()
    assert seen() == first
    moved_clock.forward(hours=25)
    assert "Set-Cookie" in rename().headers
    assert seen() > first


def test_a_view_has_exactly_one_rule() -> None:
    with pytest.raises(RuntimeError, match="two access rules"):
        public(public(lambda: None))
