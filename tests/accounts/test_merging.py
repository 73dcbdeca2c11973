"""Signing in where somebody already worked: both sides become one, and nothing is lost."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from leaderacademy.accounts import service
from tests.accounts.people import (
    anonymous,
    confirmed_account,
    last_token,
    people,
    person_of,
    register,
    sign_in,
    token_on,
)
from tests.pages import Visitor

Moves = list[tuple[int, int]]


@pytest.fixture
def moves(app: Flask) -> Iterator[Moves]:
    """What the features were asked to move."""
    seen: Moves = []

    def note(from_id: int, into_id: int, _now: datetime) -> None:
        seen.append((from_id, into_id))

    service.on_merge.append(note)
    yield seen
    service.on_merge.remove(note)


def test_what_this_device_did_goes_into_the_account(app: Flask, moves: Moves) -> None:
    owner = confirmed_account(app, "cleo@example.org")
    account = person_of(owner)
    phone = anonymous(app)
    sign_in(phone, "cleo@example.org")
    assert account is not None
    assert moves == [(phone.person_id, account.id)]
    assert [person.id for person in people()] == [account.id]
    for visitor in (owner, phone):
        found = person_of(visitor)
        assert found is not None
        assert found.id == account.id


def test_signing_in_by_mail_merges_too(app: Flask, moves: Moves) -> None:
    confirmed_account(app, "cleo@example.org")
    phone = anonymous(app)
    phone.submit(phone.visit("/anmelden"), "anmelden", email="cleo@example.org", how="link")
    path = f"/anmelden/link/{last_token('sign-in-link')}"
    phone.post(path, {"csrf_token": token_on(phone, path)})
    assert [one for one, _ in moves] == [phone.person_id]


def test_a_wrong_password_merges_nothing(app: Flask, moves: Moves) -> None:
    confirmed_account(app, "cleo@example.org")
    phone = anonymous(app)
    sign_in(phone, "cleo@example.org", "ganz etwas anderes")
    assert moves == []
    found = person_of(phone)
    assert found is not None
    assert found.id == phone.person_id


def test_somebody_elses_account_on_this_device_is_not_swallowed(app: Flask, moves: Moves) -> None:
    """Two people, one computer: who has not confirmed yet keeps the own account."""
    confirmed_account(app, "cleo@example.org")
    shared = Visitor(app)
    register(shared, "dino@example.org", "Ruder Kompass Leine", name="Dino")
    sign_in(shared, "cleo@example.org")
    assert moves == []
    assert {person.email for person in people()} == {"cleo@example.org", "dino@example.org"}
    found = person_of(shared)
    assert found is not None
    assert found.email == "cleo@example.org"


def test_registering_merges_nothing_it_only_names(app: Flask, moves: Moves) -> None:
    visitor = anonymous(app)
    register(visitor, "cleo@example.org")
    assert moves == []


def test_merging_somebody_who_is_gone_does_nothing(app: Flask, moves: Moves) -> None:
    visitor = anonymous(app)
    service.merge(visitor.person_id + 99, visitor.person_id, people()[0].created_at)
    service.merge(visitor.person_id, visitor.person_id, people()[0].created_at)
    assert moves == []
    assert len(people()) == 1


def test_the_old_cookie_of_the_merged_device_is_void(app: Flask) -> None:
    confirmed_account(app, "cleo@example.org")
    phone = anonymous(app)
    with phone.http.session_transaction() as cookie:
        before = cookie["_user_id"]
    sign_in(phone, "cleo@example.org")
    copy = Visitor(app)
    with copy.http.session_transaction() as cookie:
        cookie["_user_id"] = before
    assert person_of(copy) is None
