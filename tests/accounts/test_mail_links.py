"""Links in mails: one use, even for two at once; a time; a button; no trace in the log."""

import logging
import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from leaderacademy.accounts import addresses, service
from leaderacademy.accounts.links import create_link
from leaderacademy.accounts.models import Device, MailLink, Person
from leaderacademy.accounts.rules import Purpose
from leaderacademy.core.database import session
from tests.accounts.people import now, people, person_of, token_on
from tests.pages import Visitor

PATHS = {
    Purpose.CONFIRM: "/bestaetigen/",
    Purpose.SIGN_IN: "/anmelden/link/",
    Purpose.RESET: "/passwort/",
    Purpose.TRAINER: "/einrichten/",
}
FIELDS = {
    Purpose.RESET: {"password": "Ruder Kompass Leine"},
    Purpose.TRAINER: {
        "name": "Tina",
        "email": "tina@example.org",
        "password": "Ruder Kompass Leine",
    },
}
MINUTES = {Purpose.CONFIRM: 7 * 1440, Purpose.SIGN_IN: 30, Purpose.RESET: 60}
MINUTES[Purpose.TRAINER] = 7 * 1440
ALL = list(PATHS)


def _link(purpose: Purpose) -> str:
    """A link for somebody with an account that has no password."""
    if purpose is Purpose.TRAINER:
        token = service.create_trainer_link(now())
    else:
        person = service.create_person(now())
        person.email = person.email_key = "cleo@example.org"
        if purpose is not Purpose.CONFIRM:
            person.confirmed_at = now()
        session.flush()
        token = create_link(purpose, now(), person.id, person.email)
    session.commit()
    session.remove()
    return PATHS[purpose] + token


def _press(visitor: Visitor, path: str, purpose: Purpose) -> int:
    token = token_on(visitor, "/anmelden")
    answer = visitor.post(path, {"csrf_token": token, **FIELDS.get(purpose, {})})
    return answer.status_code


@pytest.mark.parametrize("purpose", ALL)
def test_a_link_works_once(app: Flask, purpose: Purpose) -> None:
    path = _link(purpose)
    assert _press(Visitor(app), path, purpose) == 303
    late = Visitor(app)
    assert _press(late, path, purpose) == 410
    assert person_of(late) is None
    assert "gilt nicht mehr" in late.visit(path, 410).text


@pytest.mark.parametrize("purpose", ALL)
def test_of_two_who_press_at_once_one_gets_in(app: Flask, purpose: Purpose) -> None:
    path = _link(purpose)
    visitors = [Visitor(app) for _ in range(4)]
    tokens = [token_on(v, "/anmelden") for v in visitors]
    start, codes = threading.Barrier(len(visitors)), []

    def press(visitor: Visitor, token: str) -> None:
        start.wait()
        answer = visitor.post(path, {"csrf_token": token, **FIELDS.get(purpose, {})})
        codes.append(answer.status_code)

    threads = [
        threading.Thread(target=press, args=pair) for pair in zip(visitors, tokens, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 410, 410, 410]
    assert sum(person_of(visitor) is not None for visitor in visitors) == 1


@pytest.mark.parametrize("purpose", ALL)
def test_a_link_expires(app: Flask, moved_clock: Any, purpose: Purpose) -> None:
    path = _link(purpose)
    moved_clock.forward(minutes=MINUTES[purpose] - 1)
    assert Visitor(app).visit(path)
    moved_clock.forward(minutes=2)
    assert _press(Visitor(app), path, purpose) == 410


@pytest.mark.parametrize("purpose", ALL)
def test_a_mail_scanner_that_opens_every_link_spends_none(app: Flask, purpose: Purpose) -> None:
    path = _link(purpose)
    scanner = Visitor(app)
    for _ in range(3):
        response = scanner.get(path)
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
    scanner.http.head(path)
    assert _press(Visitor(app), path, purpose) == 303


@pytest.mark.parametrize("purpose", ALL)
def test_a_link_is_good_for_its_own_purpose_only(app: Flask, purpose: Purpose) -> None:
    token = _link(purpose).rpartition("/")[2]
    for other in ALL:
        if other is not purpose:
            Visitor(app).visit(PATHS[other] + token, 410)


@pytest.mark.parametrize("token", ["x", "%00", "%F0%9F%9A%A2", "a" * 2000, "..%2f", "%ED%A0%80"])
def test_an_invented_link_gets_the_same_answer(client: Visitor, token: str) -> None:
    for path in PATHS.values():
        assert client.get(path + token).status_code in (404, 410)


def test_the_database_holds_nothing_that_opens(app: Flask) -> None:
    token = _link(Purpose.SIGN_IN).rpartition("/")[2]
    stored = session.scalars(select(MailLink.token_digest)).one()
    assert stored != token
    assert len(token) >= 43  # 256 bits
    session.remove()


def test_no_token_is_logged(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    path = _link(Purpose.SIGN_IN)
    token = path.rpartition("/")[2]
    with caplog.at_level(logging.DEBUG):
        visitor = Visitor(app)
        visitor.get(path)
        visitor.get(path + "x")
        _press(visitor, path, Purpose.SIGN_IN)
    for record in caplog.records:
        assert token not in str(vars(record))
        assert "cleo@example.org" not in str(vars(record))


def test_links_that_expired_are_forgotten(app: Flask, moved_clock: Any) -> None:
    _link(Purpose.TRAINER)
    moved_clock.forward(days=9)
    _link(Purpose.TRAINER)
    assert session.scalar(select(func.count()).select_from(MailLink)) == 1
    session.remove()


def test_signing_in_voids_the_other_links_of_this_kind(app: Flask) -> None:
    first = _link(Purpose.SIGN_IN)
    (person,) = people()
    second = PATHS[Purpose.SIGN_IN] + create_link(Purpose.SIGN_IN, now(), person.id, person.email)
    session.commit()
    assert _press(Visitor(app), first, Purpose.SIGN_IN) == 303
    assert _press(Visitor(app), second, Purpose.SIGN_IN) == 410


def test_two_claims_confirmed_at_once_end_as_one_account(app: Flask) -> None:
    paths = []
    for _ in range(2):
        person = service.create_person(now())
        addresses.claim_address(person, "cleo@example.org", now())
        token = create_link(Purpose.CONFIRM, now(), person.id, person.email)
        paths.append(PATHS[Purpose.CONFIRM] + token)
    session.commit()
    session.remove()
    visitors = [Visitor(app), Visitor(app)]
    tokens = [token_on(v, "/anmelden") for v in visitors]
    start = threading.Barrier(2)

    def press(number: int) -> None:
        start.wait()
        visitors[number].post(paths[number], {"csrf_token": tokens[number]})

    threads = [threading.Thread(target=press, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (person,) = people()
    assert person.confirmed_at is not None
    devices = session.scalars(select(Device.person_id)).all()
    assert set(devices) == {person.id}
    assert session.scalar(select(func.count()).select_from(Person)) == 1
    session.remove()
