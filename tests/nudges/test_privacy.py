"""Course mails leave with the export, go with the deletion, and move with a merge."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service import merge
from leaderacademy.core import jobs
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.nudges.service.people import forget_old
from leaderacademy.privacy.rules import LABELS
from leaderacademy.privacy.service import collect, delete_person
from tests.nudges.conftest import (
    MORNING,
    completed,
    mails,
    new_learner,
    new_wish,
    night,
    wishes,
    work,
)


def test_the_export_holds_the_proof_and_the_mails(app: Flask, outbox: Any) -> None:
    someone = new_learner(days=2)
    completed(someone, "im-takt")
    session.add(new_wish(None, "lena1@example.org", MORNING, token="ohne Konto"))
    session.commit()
    night()
    work()
    data = collect(session.get_one(Person, someone))["course_mails"]
    session.remove()
    assert [one["email"] for one in data["mail_wishes"]] == ["lena1@example.org"] * 2
    assert data["mail_wishes"][0]["text"] == "Ja."
    assert data["mail_wishes"][0]["confirmed_at"]
    assert [one["kind"] for one in data["course_mails_sent"]] == ["takt-test"]
    assert "token" not in str(data)
    for part in (*data, *data["mail_wishes"][0], *data["course_mails_sent"][0]):
        assert part in LABELS


def test_deletion_takes_wishes_mails_and_what_lies_in_the_outbox(app: Flask, outbox: Any) -> None:
    someone = new_learner(days=2)
    completed(someone, "im-takt")
    session.add(new_wish(None, "lena1@example.org", MORNING, token="ohne Konto"))
    session.commit()
    night()
    jobs.run_due(MORNING + timedelta(hours=3), limit=1)
    assert mails()[0].state == "written"
    delete_person(someone, MORNING)
    session.commit()
    session.remove()
    assert wishes() == []
    assert mails() == []
    assert not [job for job in session.scalars(select(Job)) if "lena1" in str(job.payload)]
    work(hours=6)
    assert outbox() == []


def test_a_delivered_mail_leaves_no_address_and_no_words_in_the_outbox(
    app: Flask, outbox: Any
) -> None:
    completed(new_learner(days=2), "im-takt")
    night()
    work()
    assert len(outbox()) == 1
    assert not [job for job in session.scalars(select(Job)) if "lena1" in str(job.payload)]


def test_merging_keeps_one_wish_and_no_mail_comes_again(app: Flask) -> None:
    first, second = new_learner(1, days=2, token="a"), new_learner(2, days=2, token="b")
    for one in (first, second):
        completed(one, "im-takt")
    night()
    merge(first, second, MORNING)
    session.commit()
    assert sorted((wish.ended_by or "", wish.person_id) for wish in wishes()) == [
        ("", second),
        ("merged", second),
    ]
    (mail,) = mails()
    assert mail.person_id == second
    assert night(MORNING + timedelta(days=2)) == 0


def test_merging_moves_the_only_wish_and_its_mails(app: Flask) -> None:
    first = new_learner(1, days=2)
    completed(first, "im-takt")
    night()
    into = Person(created_at=MORNING)
    session.add(into)
    session.commit()
    merge(first, into.id, MORNING)
    session.commit()
    assert [(wish.ended_by, wish.person_id) for wish in wishes()] == [(None, into.id)]
    assert [(mail.person_id, mail.state) for mail in mails()] == [(into.id, "skipped")]


def test_proofs_and_mails_are_forgotten_in_time(app: Flask) -> None:
    someone = new_learner(days=2, ended_at=MORNING, ended_by="person")
    session.add(new_wish(None, "wer@example.org", MORNING, token="ohne Konto"))
    session.commit()
    for days, left in ((300, 2), (400, 1), (3 * 365, 1), (3 * 365 + 2, 0)):
        forget_old(MORNING + timedelta(days=days))
        session.commit()
        assert len(wishes()) == left
    assert someone
