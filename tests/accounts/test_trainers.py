"""The first trainer, and those who are invited later."""

from flask import Flask

from leaderacademy.accounts import service
from leaderacademy.core.database import session
from tests.accounts.people import PASSWORD, anonymous, now, people, person_of, token_on
from tests.pages import Visitor

FIELDS = {"name": "Tina Trainer", "email": "Tina@example.org", "password": PASSWORD}


def _invite() -> str:
    token = service.create_trainer_link(now())
    session.commit()
    session.remove()
    return f"/einrichten/{token}"


def _accept(visitor: Visitor, path: str, **fields: str) -> int:
    token = token_on(visitor, path)
    return visitor.post(path, {"csrf_token": token, **FIELDS, **fields}).status_code


def test_there_is_no_trainer_and_no_default_password_at_first(app: Flask) -> None:
    assert not service.has_trainer()
    session.remove()


def test_the_link_makes_a_trainer(app: Flask, client: Visitor) -> None:
    assert _accept(client, _invite()) == 303
    person = person_of(client)
    assert person is not None
    assert person.is_trainer
    assert person.confirmed_at is not None
    assert service.has_trainer()
    session.remove()


def test_a_weak_password_is_refused_and_the_link_stays_good(client: Visitor) -> None:
    path = _invite()
    page = client.submit(
        client.visit(path), "", status=422, **{**FIELDS, "password": "password123"}
    )
    assert page.one("#email").get("value") == "Tina@example.org"
    assert _accept(client, path) == 303


def test_what_the_trainer_tried_out_before_stays(app: Flask) -> None:
    visitor = anonymous(app)
    _accept(visitor, _invite())
    assert [person.id for person in people()] == [visitor.person_id]


def test_an_account_that_exists_signs_in_first(app: Flask, learner: Visitor) -> None:
    path = _invite()
    assert _accept(Visitor(app), path, email="ADA@example.org") == 422
    assert people()[0].role == "learner"
    assert _accept(learner, path, email="ada@example.org") == 303
    person = person_of(learner)
    assert person is not None
    assert person.is_trainer
    assert len(people()) == 1


def test_an_invitation_accepted_in_somebody_elses_browser_makes_a_new_account(
    app: Flask, learner: Visitor
) -> None:
    assert _accept(learner, _invite()) == 303
    assert {(p.email, p.role) for p in people()} == {
        ("ada@example.org", "learner"),
        ("Tina@example.org", "trainer"),
    }


def test_links_of_earlier_starts_are_void_once_there_is_a_trainer(app: Flask) -> None:
    first, second = _invite(), _invite()
    assert _accept(Visitor(app), second) == 303
    Visitor(app).visit(first, 410)


def test_invitations_of_later_trainers_do_not_void_each_other(app: Flask, trainer: Visitor) -> None:
    first, second = _invite(), _invite()
    assert _accept(Visitor(app), first, email="one@example.org") == 303
    assert _accept(Visitor(app), second, email="two@example.org") == 303
