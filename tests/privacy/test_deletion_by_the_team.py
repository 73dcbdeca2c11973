"""A trainer deletes an account on its owner's request: the same seven days, the same mail."""

from typing import Any

from flask import Flask

from leaderacademy.core import clock
from leaderacademy.core.audit import history_of
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
from leaderacademy.privacy.service import collect
from tests.accounts.people import people, register, written_mails
from tests.accounts.studio.team import logged, press, stored
from tests.pages import Page, Visitor


def _ask(trainer: Visitor, person_id: int, **fields: Any) -> Page:
    page = trainer.visit(f"/studio/konten/{person_id}/loeschen")
    return trainer.submit(page, "loeschen", **fields)


def test_in_seven_days_it_is_gone_and_the_person_is_told(
    app: Flask, trainer: Visitor, learner: Visitor, moved_clock: Any
) -> None:
    page = _ask(trainer, learner.person_id, sure="1")
    assert "wird in sieben Tagen gelöscht" in page.text
    (mail,) = written_mails()
    assert (mail.template, mail.to) == ("deletion-planned", "ada@example.org")
    assert logged() == [("account-deletion-planned", f"person:{learner.person_id}", "Tina Trainer")]
    moved_clock.forward(days=8)
    run_due(clock.now())
    session.remove()
    assert [person.name for person in people()] == ["Tina Trainer"]
    # SQLite gives this number to whoever comes next.
    newcomer = Visitor.with_account(app, "neu@example.org", "Nora Neu")
    assert history_of(f"person:{newcomer.person_id}") == []
    assert logged()[0][1] == f"removed-person:{learner.person_id}"


def test_it_needs_a_tick(trainer: Visitor, learner: Visitor) -> None:
    page = _ask(trainer, learner.person_id, status=422)
    assert "bestätigen Sie" in page.one("#sure-error").text_content()
    assert stored(learner.person_id).deletion_due_at is None


def test_person_and_team_can_think_better_of_it(trainer: Visitor, learner: Visitor) -> None:
    _ask(trainer, learner.person_id, sure="1")
    learner.submit(learner.visit("/konto"), "/konto/behalten")
    assert stored(learner.person_id).deletion_due_at is None
    page = _ask(trainer, learner.person_id, sure="1")
    page = trainer.submit(page, "behalten", 200)
    assert "Das Konto bleibt" in page.text
    assert stored(learner.person_id).deletion_due_at is None
    again = press(trainer, f"/studio/konten/{learner.person_id}/behalten")
    assert "ist nicht geplant" in again.text


def test_the_team_itself_is_not_deleted(app: Flask, trainer: Visitor) -> None:
    other = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    for person_id in (other.person_id, trainer.person_id):
        press(trainer, f"/studio/konten/{person_id}/loeschen", sure="1")
        assert stored(person_id).deletion_due_at is None


def test_twice_changes_nothing(trainer: Visitor, learner: Visitor) -> None:
    _ask(trainer, learner.person_id, sure="1")
    due = stored(learner.person_id).deletion_due_at
    press(trainer, f"/studio/konten/{learner.person_id}/loeschen", sure="1")
    assert stored(learner.person_id).deletion_due_at == due
    assert len(logged()) == 1


def test_an_unconfirmed_address_gets_no_mail(app: Flask, trainer: Visitor) -> None:
    register(Visitor(app), "cleo@example.org")
    before = len(written_mails())
    _ask(trainer, people()[-1].id, sure="1")
    assert len(written_mails()) == before


def test_the_export_says_what_the_team_changed_but_not_who(
    trainer: Visitor, learner: Visitor
) -> None:
    press(trainer, f"/studio/konten/{learner.person_id}/sperren")
    data = collect(stored(learner.person_id))
    session.remove()
    assert [one["action"] for one in data["done_to_account"]] == ["account-deactivated"]
    assert data["person"]["deactivated_at"]
    assert "Tina" not in str(data)
