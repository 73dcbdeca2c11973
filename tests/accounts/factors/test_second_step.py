"""After one factor a trainer is not signed in; only the second one opens anything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from leaderacademy.accounts import service
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service import managing, team
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from tests.accounts.factors.trainers import STEP, TINA, code_at, half, with_codes
from tests.accounts.people import (
    PASSWORD,
    anonymous,
    last_token,
    open_mail,
    person_of,
    sign_in,
    written_mails,
)
from tests.accounts.studio.team import logged
from tests.pages import Page, Visitor


def give(visitor: Visitor, code: str, status: int = 200) -> Page:
    return visitor.submit(visitor.visit(STEP), "mit-code", status, code=code)


def _by_mail(app: Flask) -> Visitor:
    visitor = Visitor(app)
    page = visitor.visit("/anmelden")
    visitor.submit(page, "anmelden", email=TINA, how="link")
    open_mail(visitor, f"/anmelden/link/{last_token('sign-in-link')}")
    return visitor


def _by_reset(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.submit(visitor.visit("/passwort-vergessen"), "/passwort-vergessen", email=TINA)
    open_mail(visitor, f"/passwort/{last_token('reset-password')}", password="neue Boote im Nebel")
    return visitor


def _by_claim(app: Flask) -> Visitor:
    """Registered before Tina had confirmed her address, confirmed after it."""
    visitor = Visitor(app)
    person = session.query(Person).filter_by(email=TINA).one()
    confirmed, person.confirmed_at = person.confirmed_at, None
    session.commit()
    page = visitor.visit("/registrieren")
    visitor.submit(page, "/registrieren", name="T", email=TINA, password=PASSWORD)
    person = session.query(Person).filter_by(email=TINA, role="trainer").one()
    person.confirmed_at = confirmed
    session.commit()
    session.remove()
    open_mail(visitor, f"/bestaetigen/{last_token('confirm-address')}")
    return visitor


@pytest.mark.parametrize("way", [half, _by_mail, _by_reset, _by_claim])
def test_no_way_in_leads_past_it(
    app: Flask, secret: str, tina: Visitor, way: Callable[[Flask], Visitor]
) -> None:
    visitor = way(app)
    assert person_of(visitor) is None or not person_of(visitor).is_trainer  # type: ignore[union-attr]
    assert visitor.get("/studio").status_code in (303, 403)
    give(visitor, code_at(secret, clock.now()))
    person = person_of(visitor)
    assert person is not None
    assert person.is_trainer
    visitor.visit("/studio")


def test_it_leads_where_one_wanted_to_go(app: Flask, secret: str) -> None:
    visitor = Visitor(app)
    page = visitor.visit("/anmelden?weiter=/studio/team")
    visitor.submit(page, "anmelden", email=TINA, password=PASSWORD)
    assert give(visitor, code_at(secret, clock.now())).response.request.path == "/studio/team"


def test_who_has_none_is_not_asked(app: Flask, tina: Visitor) -> None:
    visitor = Visitor(app)
    assert sign_in(visitor, TINA).response.request.path == "/kurs"


def test_what_was_done_in_this_browser_waits_and_comes_along(app: Flask, secret: str) -> None:
    visitor = anonymous(app)
    sign_in(visitor, TINA)
    here = person_of(visitor)
    assert here is not None
    assert here.id == visitor.person_id
    give(visitor, code_at(secret, clock.now()))
    assert person_of(visitor).email == TINA  # type: ignore[union-attr]
    assert session.get(Person, visitor.person_id) is None
    session.remove()


def test_each_code_counts_once(app: Flask, secret: str) -> None:
    code = code_at(secret, clock.now())
    give(half(app), code)
    page = give(half(app), code, 422)
    assert "gilt nicht" in page.one("#code-error").text_content()


@pytest.mark.parametrize(
    ("seconds", "status"), [(-90, 422), (-30, 200), (0, 200), (30, 200), (90, 422)]
)
def test_clocks_may_differ_by_half_a_minute(
    app: Flask, secret: str, seconds: int, status: int
) -> None:
    give(half(app), code_at(secret, clock.now() + timedelta(seconds=seconds)), status)


def test_an_older_code_does_not_count_after_a_newer_one(app: Flask, secret: str) -> None:
    now = clock.now()
    give(half(app), code_at(secret, now))
    give(half(app), code_at(secret, now - timedelta(seconds=30)), 422)


@pytest.mark.parametrize(
    "typed", ["", "  ", "000000", "12345", "1234567", "abcdef", "１２３４５６", "<b>", "A" * 400]
)
def test_what_is_no_code_is_refused_in_words(app: Flask, secret: str, typed: str) -> None:
    visitor = half(app)
    page = give(visitor, typed, 422)
    assert page.one("#code-error").text_content().strip()
    assert person_of(visitor) is None


def test_a_code_may_be_typed_in_two_halves(app: Flask, secret: str) -> None:
    code = code_at(secret, clock.now())
    give(half(app), f" {code[:3]} {code[3:]} ")


def test_guessing_is_slowed_down_in_every_browser(app: Flask, secret: str) -> None:
    wrong = "000000" if code_at(secret, clock.now()) != "000000" else "000001"
    for _ in range(5):
        give(half(app), wrong, 422)
    visitor = half(app)
    page = give(visitor, code_at(secret, clock.now()), 429)
    assert "viele Versuche" in page.text
    assert person_of(visitor) is None


def test_ten_minutes_later_one_begins_anew(app: Flask, secret: str, moved_clock: Any) -> None:
    visitor = half(app)
    moved_clock.forward(minutes=10, seconds=1)
    assert visitor.get(STEP).headers["Location"] == "/anmelden"


def test_a_stranger_is_sent_to_the_first_step(client: Visitor) -> None:
    assert client.get(STEP).headers["Location"] == "/anmelden"
    with client.http.session_transaction() as cookie:
        cookie["half"] = 5
    assert client.get(STEP).headers["Location"] == "/anmelden"


def test_a_code_on_paper_counts_once_and_is_told(app: Flask, tina: Visitor, secret: str) -> None:
    codes = with_codes(tina.person_id)
    typed = "-".join(codes[0][i : i + 4].lower() for i in range(0, 16, 4))
    give(half(app), typed)
    give(half(app), codes[0], 422)
    give(half(app), codes[1])
    told = [mail for mail in written_mails() if mail.template == "second-factor-changed"]
    assert [mail.context["text"] for mail in told] == [
        "Mit einem Notfallcode angemeldet; es bleiben 9.",
        "Mit einem Notfallcode angemeldet; es bleiben 8.",
    ]
    assert ("recovery-code-used", f"person:{tina.person_id}", "Tina Trainer") in logged()


def test_somebody_elses_codes_are_worth_nothing(app: Flask, tina: Visitor, secret: str) -> None:
    other = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    give(half(app), with_codes(other.person_id)[0], 422)


def _new_password(tina: Visitor) -> None:
    person = session.get(Person, tina.person_id)
    assert person is not None
    service.set_password(person, "hash", clock.now())


def _removed(tina: Visitor) -> None:
    other = Visitor.with_account(tina.app, "uwe@example.org", "Uwe", role="trainer")
    team.remove_trainer(tina.person_id, clock.now(), Actor(other.person_id, "Uwe"))


def _shut(tina: Visitor) -> None:
    _removed(tina)
    managing.deactivate(tina.person_id, clock.now(), Actor(None, "Uwe"))


@pytest.mark.parametrize("change", [_new_password, _removed, _shut])
def test_what_changes_the_account_ends_a_half_sign_in(
    app: Flask, tina: Visitor, secret: str, change: Callable[[Visitor], None]
) -> None:
    visitor = half(app)
    change(tina)
    session.commit()
    session.remove()
    assert visitor.get(STEP).headers["Location"] == "/anmelden"


def test_a_learner_who_was_a_trainer_is_not_asked(app: Flask, tina: Visitor, secret: str) -> None:
    _removed(tina)
    session.commit()
    visitor = Visitor(app)
    assert sign_in(visitor, TINA).response.request.path == "/kurs"
