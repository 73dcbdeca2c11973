"""Whoever is the last to edit the course cannot delete the own account; of two at once one can."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, true

from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service import managing, team
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
from leaderacademy.privacy import service
from tests.pages import Visitor

DELETE = "/konto/loeschen"


@pytest.fixture
def uwe(app: Flask) -> Visitor:
    return Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")


def _leaving() -> int:
    session.remove()
    query = select(func.count()).where(Person.deletion_due_at.is_not(None))
    found = session.scalar(query)
    session.remove()
    return int(found or 0)


def test_the_last_one_reads_why_and_what_to_do(trainer: Visitor) -> None:
    page = trainer.visit(DELETE)
    assert "Sie sind die letzte Person im Team" in page.text
    assert not page.select(f"form[action='{DELETE}']")
    token = page.select("input[name=csrf_token]") or trainer.visit("/konto").select(
        "input[name=csrf_token]"
    )
    data = {"csrf_token": token[0].get("value"), "sure": "1"}
    refused = trainer.checked(trainer.post(DELETE, data), 409)
    assert "jemanden ins Team ein" in refused.text
    assert _leaving() == 0


def test_with_another_in_the_team_it_goes(trainer: Visitor, uwe: Visitor, moved_clock: Any) -> None:
    page = trainer.submit(trainer.visit(DELETE), DELETE, 200, sure="1")
    assert "Ihr Konto wird am" in page.text
    # Who stays behind is the last one then, though the other is still there.
    assert "Sie sind die letzte Person im Team" in uwe.visit(DELETE).text
    moved_clock.forward(days=8)
    run_due(clock.now())
    session.remove()
    assert session.get(Person, trainer.person_id) is None
    session.remove()
    assert uwe.visit("/studio").status == 200


def test_who_thinks_better_of_it_counts_again(trainer: Visitor, uwe: Visitor) -> None:
    page = trainer.submit(trainer.visit(DELETE), DELETE, 200, sure="1")
    trainer.submit(page, "/konto/behalten", 200)
    assert uwe.visit(DELETE).form(DELETE) is not None


def test_who_is_leaving_removes_nobody(trainer: Visitor, uwe: Visitor) -> None:
    trainer.submit(trainer.visit(DELETE), DELETE, 200, sure="1")
    with pytest.raises(managing.CannotChangeError) as refused:
        team.remove_trainer(uwe.person_id, clock.now(), Actor(trainer.person_id, "Tina"))
    session.rollback()
    session.remove()
    assert "wird gerade gelöscht" in str(refused.value)


def test_a_learner_is_never_the_last(learner: Visitor, trainer: Visitor) -> None:
    assert learner.visit(DELETE).form(DELETE) is not None


def _both_leave(people: list[int], before_commit: Any = None) -> list[str]:
    barrier = threading.Barrier(2)

    def leave(person_id: int) -> str:
        session.remove()
        person = session.get(Person, person_id)
        assert person is not None
        session.rollback()
        barrier.wait()
        try:
            service.plan_deletion(person, clock.now())
            if before_commit is not None:
                before_commit.wait()
            session.commit()
        except service.LastTrainerError:
            session.rollback()
            return "refused"
        finally:
            session.remove()
        return "leaves"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(leave, people))


def test_of_two_who_leave_at_once_one_stays(app: Flask, trainer: Visitor, uwe: Visitor) -> None:
    assert _both_leave([trainer.person_id, uwe.person_id]) == ["leaves", "refused"]
    assert _leaving() == 1


def test_without_the_guard_both_would_go(
    app: Flask, trainer: Visitor, uwe: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = None
    if app.extensions["engine"].dialect.name == "postgresql":
        # Both look before either has written: only the rows that are held first prevent that.
        monkeypatch.setattr(team, "_hold_trainers", lambda: None)
        both = threading.Barrier(2)
    else:  # SQLite lets one write after the other; there the condition alone is the guard
        monkeypatch.setattr(team, "_somebody_stays", lambda _person: true())
    assert _both_leave([trainer.person_id, uwe.person_id], both) == ["leaves", "leaves"]
    assert _leaving() == 2
