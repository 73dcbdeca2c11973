"""The team: invited by mail, withdrawn, joined once, and never empty."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, true

from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service import managing
from leaderacademy.accounts.service import team as service
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from tests.accounts.people import (
    PASSWORD,
    confirmed_account,
    last_token,
    people,
    person_of,
    sign_in,
    written_mails,
)
from tests.accounts.studio.team import logged, press, stored
from tests.pages import Page, Visitor

TEAM = "/studio/team"
EVA = "eva@example.org"


@pytest.fixture
def uwe(app: Flask) -> Visitor:
    return Visitor.with_account(app, "uwe@example.org", "Uwe Zweiter", role="trainer")


def _invite(trainer: Visitor, email: str = EVA, status: int = 200) -> Page:
    return trainer.submit(trainer.visit(TEAM), "einladung", status, email=email)


def _link() -> str:
    return f"/einrichten/{last_token('trainer-invitation')}"


def _set_up(visitor: Visitor, path: str, **fields: Any) -> Page:
    page = visitor.visit(path)
    return visitor.submit(page, "", **{"name": "Eva Neu", "password": PASSWORD, **fields})


def test_who_is_invited_sets_a_password_and_is_in(app: Flask, trainer: Visitor) -> None:
    assert f"an {EVA} ist unterwegs" in _invite(trainer).text
    (mail,) = written_mails()
    assert (mail.template, mail.to, mail.context["inviter"]) == (
        "trainer-invitation",
        EVA,
        "Tina Trainer",
    )
    visitor = Visitor(app)
    path = _link()
    page = visitor.visit(path)
    assert EVA in page.text
    assert not page.select("#email")
    _set_up(visitor, path)
    person = person_of(visitor)
    assert person is not None
    assert (person.email, person.is_trainer, person.name) == (EVA, True, "Eva Neu")
    assert person.confirmed_at is not None
    visitor.visit("/studio")
    Visitor(app).visit(path, 410)
    assert [entry[0] for entry in logged()] == ["trainer-invited", "trainer-joined"]


def test_a_weak_password_is_refused_and_the_name_stays(app: Flask, trainer: Visitor) -> None:
    _invite(trainer)
    visitor = Visitor(app)
    for password in ("kurz", "password123", EVA):
        page = _set_up(visitor, _link(), password=password)
        assert page.status == 422
        assert page.one("#name").get("value") == "Eva Neu"
    assert len(people()) == 1


def test_an_address_cannot_be_typed_over(app: Flask, trainer: Visitor) -> None:
    _invite(trainer)
    visitor = Visitor(app)
    _set_up(visitor, _link(), email="fremd@example.org")
    assert [p.email for p in people() if p.role == "trainer"] == ["trainer@example.org", EVA]


def test_an_account_joins_after_signing_in_and_keeps_its_password(
    app: Flask, trainer: Visitor
) -> None:
    eva = confirmed_account(app, EVA)
    before = person_of(eva)
    assert before is not None
    _invite(trainer)
    path = _link()
    stranger = Visitor(app)
    page = stranger.visit(path)
    assert "gibt es schon ein Konto" in page.text
    assert page.one("main .btn-main").get("href") == f"/anmelden?weiter={path}"
    other = Visitor.with_account(app, "otto@example.org", "Otto")
    assert "otto@example.org" in other.visit(path).text
    for visitor in (stranger, other):
        token = visitor.visit("/passwort-vergessen").select("[name=csrf_token]")[0].get("value")
        assert visitor.post(path, {"csrf_token": token, "name": "X"}).status_code == 403
    page = eva.submit(eva.visit(path), "annehmen", 200)
    assert page.response.request.path == "/studio"
    after = stored(before.id)
    assert after.is_trainer
    assert after.password_hash == before.password_hash
    assert len(people()) == 3
    eva.visit(path, 410)


def test_the_way_over_signing_in_leads_back(app: Flask, trainer: Visitor) -> None:
    confirmed_account(app, EVA)
    _invite(trainer)
    visitor = Visitor(app)
    page = visitor.visit(visitor.visit(_link()).one("main .btn-main").get("href"))
    page = visitor.submit(page, "anmelden", email=EVA, password=PASSWORD)
    assert page.form("annehmen") is not None


def test_a_second_invitation_voids_the_first(app: Flask, trainer: Visitor) -> None:
    _invite(trainer)
    first = _link()
    _invite(trainer, EVA.upper())
    Visitor(app).visit(first, 410)
    Visitor(app).visit(_link())
    assert len(trainer.visit(TEAM).select(".rows li")) == 1


def test_a_withdrawn_invitation_opens_nothing(app: Flask, trainer: Visitor) -> None:
    page = _invite(trainer)
    action = page.one(".rows form").get("action")
    assert "zurückgezogen" in trainer.submit(page, action, 200).text
    Visitor(app).visit(_link(), 410)
    assert "gilt schon nicht mehr" in press(trainer, action).text
    assert [entry[0] for entry in logged()] == ["trainer-invited", "invitation-withdrawn"]


def test_an_invitation_expires(app: Flask, trainer: Visitor, moved_clock: Any) -> None:
    _invite(trainer)
    moved_clock.forward(days=7, minutes=1)
    Visitor(app).visit(_link(), 410)
    assert "Niemand ist gerade eingeladen" in trainer.visit(TEAM).text


@pytest.mark.parametrize(
    ("email", "complaint"),
    [
        ("", "tragen Sie Ihre E-Mail-Adresse ein"),
        ("eva", "fehlt das @"),
        ("eva@firma", "fehlt eine Endung"),
        ("Uwe@Example.org", "gehört schon zum Team"),
        ("ada@example.org", "gesperrt"),
    ],
)
def test_whom_one_cannot_invite(
    trainer: Visitor, uwe: Visitor, learner: Visitor, email: str, complaint: str
) -> None:
    managing.deactivate(learner.person_id, clock.now(), Actor(trainer.person_id, "Tina"))
    session.commit()
    page = _invite(trainer, email, 422)
    assert complaint in page.one("#email-error").text_content()
    assert page.one("#email").get("value") == email
    assert not written_mails()


def test_one_address_is_not_written_to_without_end(trainer: Visitor) -> None:
    for _ in range(5):
        _invite(trainer)
    page = _invite(trainer, status=429)
    assert "viele Versuche" in page.text
    assert page.one("#email").get("value") == EVA
    assert len(written_mails()) == 5


def test_who_is_removed_learns_on_and_is_signed_out(
    app: Flask, trainer: Visitor, uwe: Visitor
) -> None:
    page = trainer.visit(f"{TEAM}/{uwe.person_id}/entfernen")
    assert "gehört nicht mehr zum Team" in trainer.submit(page, "entfernen", 200).text
    assert stored(uwe.person_id).role == "learner"
    assert person_of(uwe) is None
    assert uwe.get("/studio").status_code == 303
    assert logged()[-1] == ("trainer-removed", f"person:{uwe.person_id}", "Tina Trainer")
    assert trainer.get(f"{TEAM}/{uwe.person_id}/entfernen").status_code == 404
    assert "gehört nicht mehr zum Team, oder" in _removed_again(trainer, uwe.person_id)


def _removed_again(trainer: Visitor, person_id: int) -> str:
    by = Actor(trainer.person_id, "Tina")
    with pytest.raises(managing.CannotChangeError) as refusal:
        service.remove_trainer(person_id, clock.now(), by)
    session.rollback()
    return str(refusal.value)


def test_nobody_removes_themselves(trainer: Visitor) -> None:
    assert "Das sind Sie selbst" in trainer.visit(f"{TEAM}/{trainer.person_id}/entfernen").text
    page = press(trainer, f"{TEAM}/{trainer.person_id}/entfernen")
    assert "können Sie nicht aus dem Team nehmen" in page.text
    assert stored(trainer.person_id).is_trainer


def _trainers_left() -> int:
    session.remove()
    left = session.scalar(select(func.count()).where(Person.role == "trainer"))
    session.remove()
    return int(left or 0)


def _both_remove_each_other(one: int, other: int, before_commit: Any = None) -> list[str]:
    barrier = threading.Barrier(2)

    def remove(who: int, by: int) -> str:
        session.remove()
        barrier.wait()
        try:
            service.remove_trainer(who, clock.now(), Actor(by, "Jemand"))
            if before_commit is not None:
                before_commit.wait()
            session.commit()
        except managing.CannotChangeError:
            session.rollback()
            return "refused"
        finally:
            session.remove()
        return "removed"

    with ThreadPoolExecutor(2) as pool:
        pending = [pool.submit(remove, one, other), pool.submit(remove, other, one)]
        return sorted(job.result() for job in pending)


def test_two_who_remove_each_other_leave_one(app: Flask, trainer: Visitor, uwe: Visitor) -> None:
    assert _both_remove_each_other(trainer.person_id, uwe.person_id) == ["refused", "removed"]
    assert _trainers_left() == 1


def test_without_the_guard_nobody_would_be_left(
    app: Flask, trainer: Visitor, uwe: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = None
    if app.extensions["engine"].dialect.name == "postgresql":
        # Nothing but the rows that are held first: both statements run before either commits.
        monkeypatch.setattr(service, "_hold_trainers", lambda: None)
        both = threading.Barrier(2)
    else:  # SQLite lets one write after the other; there the condition alone is the guard
        monkeypatch.setattr(service, "_is_trainer", lambda _by: true())
    done = _both_remove_each_other(trainer.person_id, uwe.person_id, both)
    assert done == ["removed", "removed"]
    assert _trainers_left() == 0


def test_a_link_of_the_console_is_listed_and_can_be_withdrawn(app: Flask, trainer: Visitor) -> None:
    from leaderacademy.accounts.service import create_trainer_link

    token = create_trainer_link(clock.now())
    session.commit()
    page = trainer.visit(TEAM)
    assert "Link von der Konsole" in page.text
    trainer.submit(page, page.one(".rows form").get("action"), 200)
    Visitor(app).visit(f"/einrichten/{token}", 410)


def test_a_removed_trainer_signs_in_as_a_learner(app: Flask, trainer: Visitor) -> None:
    eva = confirmed_account(app, EVA)
    _invite(trainer)
    eva.submit(eva.visit(_link()), "annehmen", 200)
    (person,) = [p for p in people() if p.email == EVA]
    press(trainer, f"{TEAM}/{person.id}/entfernen")
    sign_in(eva, EVA)
    assert eva.get("/kurs").status_code == 200
    assert eva.get("/studio").status_code == 403
