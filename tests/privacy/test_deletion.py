"""Deletion: seven days to think better of it, then everything is gone, and only one's own."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from leaderacademy.accounts.models import Device, MailLink, Person
from leaderacademy.core import clock
from leaderacademy.core.database import Base, session
from leaderacademy.core.jobs import run_due
from leaderacademy.core.mail import Post, compose
from leaderacademy.privacy import jobs, service
from tests.accounts.people import (
    anonymous,
    confirmed_account,
    people,
    person_of,
    register,
    token_on,
    written_mails,
)
from tests.pages import Visitor

DELETE = "/konto/loeschen"


def _ask(visitor: Visitor) -> Any:
    return visitor.submit(visitor.visit(DELETE), DELETE, sure="1")


def _work(moved_clock: Any, **span: float) -> None:
    moved_clock.forward(**span)
    run_due(clock.now())
    session.remove()


def test_asking_names_the_day_and_the_way_back(learner: Visitor) -> None:
    page = _ask(learner)
    assert "Ihr Konto wird am" in page.text
    assert page.form("/konto/behalten") is not None
    (mail,) = written_mails()
    assert (mail.template, mail.to) == ("deletion-planned", "ada@example.org")
    (person,) = people()
    assert person.deletion_due_at is not None


def test_it_needs_a_tick(learner: Visitor) -> None:
    page = learner.submit(learner.visit(DELETE), DELETE, status=422)
    assert "bestätigen Sie" in page.one("#sure-error").text_content()
    assert people()[0].deletion_due_at is None


def test_after_seven_days_everything_is_gone(app: Flask, moved_clock: Any) -> None:
    visitor = confirmed_account(app, "cleo@example.org")
    _ask(visitor)
    _work(moved_clock, days=6, hours=23)
    assert len(people()) == 1
    _work(moved_clock, hours=2)
    assert people() == []
    for model in (Person, Device, MailLink):
        assert session.scalar(select(func.count()).select_from(model)) == 0
    session.remove()
    assert "Noch ist nichts gespeichert" in visitor.visit("/konto").text


def test_no_table_keeps_a_deleted_person(app: Flask) -> None:
    """Each foreign key to a person says what becomes of its row."""
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.target_fullname == "person.id":
                assert key.ondelete in ("CASCADE", "SET NULL"), f"{table.name}.{key.parent.name}"


def test_thinking_better_of_it(learner: Visitor, moved_clock: Any) -> None:
    page = learner.submit(_ask(learner), "/konto/behalten")
    assert "Ihr Konto wird nicht gelöscht" in page.text
    _work(moved_clock, days=8)
    assert [person.email for person in people()] == ["ada@example.org"]


def test_going_staying_and_going_again_counts_from_the_last_time(
    learner: Visitor, moved_clock: Any
) -> None:
    learner.submit(_ask(learner), "/konto/behalten")
    moved_clock.forward(days=3)
    _ask(learner)
    _work(moved_clock, days=5)  # the first seven days are over
    assert len(people()) == 1
    _work(moved_clock, days=3)
    assert people() == []


def test_asking_twice_changes_nothing(learner: Visitor, moved_clock: Any) -> None:
    _ask(learner)
    due = people()[0].deletion_due_at
    moved_clock.forward(days=2)
    answer = learner.post(DELETE, {"csrf_token": token_on(learner, "/konto"), "sure": "1"})
    assert answer.headers["Location"] == "/konto"
    assert people()[0].deletion_due_at == due


def test_until_then_one_can_go_on_working(learner: Visitor) -> None:
    _ask(learner)
    assert person_of(learner) is not None
    assert learner.visit("/konto")


def test_the_job_bears_being_run_twice(learner: Visitor, moved_clock: Any) -> None:
    _ask(learner)
    moved_clock.forward(days=8)
    payload = {"person_id": learner.person_id}
    for _ in range(2):
        jobs.delete_due_person(payload, clock.now())
        session.commit()
    assert people() == []


def test_nobody_else_is_touched(learner: Visitor, other_learner: Visitor, moved_clock: Any) -> None:
    _ask(learner)
    _work(moved_clock, days=8)
    assert [person.email for person in people()] == ["bert@example.org"]
    assert person_of(other_learner) is not None


def test_without_account_it_happens_at_once(app: Flask) -> None:
    visitor, other = anonymous(app), anonymous(app)
    page = _ask(visitor)
    assert "Alles ist gelöscht" in page.text
    assert [person.id for person in people()] == [other.person_id]
    assert person_of(visitor) is None


def test_who_has_nothing_stored_has_nothing_to_delete(client: Visitor) -> None:
    assert client.get(DELETE).headers["Location"] == "/konto"
    answer = client.post("/konto/behalten", {"csrf_token": token_on(client, "/anmelden")})
    assert answer.headers["Location"] == "/anmelden"


def test_an_unconfirmed_address_gets_no_mail(client: Visitor) -> None:
    register(client, "cleo@example.org")
    before = len(written_mails())
    _ask(client)
    assert len(written_mails()) == before


@pytest.fixture
def told(app: Flask) -> Iterator[list[int]]:
    """Whom the features were told of before the deletion."""
    seen: list[int] = []

    def note(person_id: int, _now: datetime) -> None:
        seen.append(person_id)

    service.on_delete.append(note)
    yield seen
    service.on_delete.remove(note)


def test_features_are_asked_before(learner: Visitor, moved_clock: Any, told: list[int]) -> None:
    _ask(learner)
    _work(moved_clock, days=8)
    assert told == [learner.person_id]


MAILS: dict[str, dict[str, str]] = {
    "confirm-address": {"token": "TOKEN"},
    "address-known": {"name": "Ada <b>"},
    "sign-in-link": {"token": "TOKEN", "name": ""},
    "reset-password": {"token": "TOKEN"},
    "no-account": {},
    "change-address": {"token": "TOKEN"},
    "address-changed": {"name": "Ada", "address": "neu@example.org"},
    "password-changed": {"name": "Ada"},
    "trainer-invitation": {"token": "TOKEN", "inviter": "Ada <b>"},
    "account-deactivated": {"name": "Ada"},
    "second-factor-changed": {"name": "Ada", "text": "Ihre Code-App ist entfernt."},
    "deletion-planned": {"name": "Ada", "day": "15. April 2027"},
}


@pytest.mark.parametrize("template", MAILS)
def test_every_mail_about_the_account_can_be_written(template: str) -> None:
    post = Post("folder:/nowhere", "Leader Academy", "a@example.org", "https://x.example", "LA")
    payload = {"template": template, "to": "ada@example.org", "id": "1", "context": MAILS[template]}
    message = compose(post, payload, clock.now())
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "Guten Tag" in part
        assert ("TOKEN" in part) == ("token" in MAILS[template])
        assert "{{" not in part
    assert "<b>" not in html.get_content()
    assert message["Subject"]
