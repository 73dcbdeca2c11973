"""The trainer sees what mails did, never who got them, and how each text looks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from leaderacademy.core import clock, mail
from leaderacademy.core.database import session
from leaderacademy.nudges.models import CourseMail
from leaderacademy.nudges.rules.kinds import LABELS
from leaderacademy.nudges.service.planning import note_outcomes
from tests.nudges.conftest import completed, mails, new_learner, night, work, wrote


def sent(count: int, start: int = 1, **more: Any) -> None:
    now = clock.now()
    for number in range(start, start + count):
        row = CourseMail(
            person_id=new_learner(number, token=f"t{number}"),
            kind="takt-test",
            round=1,
            day=now.date(),
            state="sent",
            created_at=now,
            run_at=now,
            sent_at=now,
        )
        for name, value in more.items():
            setattr(row, name, value)
        session.add(row)
    session.commit()
    session.remove()


def cells(page: Any) -> list[str]:
    (row,) = [r for r in page.select("#wirkung tbody tr") if "Takt-Test" in r.text_content()]
    return [" ".join(cell.text_content().split()) for cell in row.cssselect("td.num")]


def unsent(trainer: Any) -> list[list[str]]:
    rows = trainer.visit("/studio/nachrichten").select("#nicht-gesendet tbody tr")
    return [[cell.text_content().strip() for cell in row] for row in rows]


def test_counts_and_shares_are_shown_from_five_up(trainer: Any) -> None:
    now = clock.now()
    sent(6, returned_at=now, done_at=now)
    sent(6, start=7, unsubscribed_at=None)
    sent(4, start=20, unsubscribed_at=now)
    page = trainer.visit("/studio/nachrichten")
    assert cells(page) == ["16", "6 38\u00a0%".replace("\u00a0", " "), "6 38 %", "unter 5"]
    for number in range(1, 24):
        assert f"lena{number}@" not in page.html
    assert "Lena" not in page.text


def test_few_mails_show_no_numbers_at_all(trainer: Any) -> None:
    sent(3, returned_at=clock.now())
    assert cells(trainer.visit("/studio/nachrichten")) == ["unter 5"] * 4


def test_without_mails_the_page_says_so(trainer: Any) -> None:
    page = trainer.visit("/studio/nachrichten")
    assert cells(page)[0] == "noch keine"
    assert "Alles, was geplant war" in page.text


@pytest.mark.parametrize("kind", LABELS)
def test_every_text_can_be_seen_as_a_mail(trainer: Any, kind: str) -> None:
    page = trainer.visit(f"/studio/nachrichten/{kind}")
    assert f"mails/{kind}.md" in page.text


def test_an_unknown_text_is_not_found(trainer: Any) -> None:
    trainer.visit("/studio/nachrichten/gibt-es-nicht", 404)


def test_unsent_mails_stand_there_with_their_reason(
    app: Flask, trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = datetime(2027, 3, 2, 9, tzinfo=UTC)
    for number in range(1, 7):
        completed(new_learner(number, days=2, token=f"t{number}"), "im-takt")
    night(morning)
    monkeypatch.setattr(mail, "deliver", _refuse)
    work(morning)
    monkeypatch.setattr(clock, "now", lambda: morning + timedelta(hours=5))
    reason = "Mailserver nicht erreichbar, wird wieder versucht"
    assert unsent(trainer) == [["Takt-Test", reason, "6"]]


def _refuse(*_: Any) -> None:
    raise ConnectionRefusedError


def test_what_was_skipped_stands_there_too(trainer: Any) -> None:
    sent(5, state="skipped", reason="paused", sent_at=None)
    assert unsent(trainer) == [["Takt-Test", "Pause gewünscht", "5"]]


def test_the_night_notes_who_came_back_within_three_days_and_did_the_step(app: Flask) -> None:
    start = datetime(2027, 3, 2, 9, tzinfo=UTC)
    people = [new_learner(number, token=f"t{number}") for number in range(1, 5)]
    for number in people:
        session.add(
            CourseMail(
                person_id=number,
                kind="takt-test",
                round=1,
                day=start.date(),
                state="sent",
                created_at=start,
                run_at=start,
                sent_at=start,
            )
        )
    wrote(people[0], "tm_takt_results", [{"asked": "5"}], at=start + timedelta(days=1))
    wrote(people[1], "gq_objective", "x", at=start + timedelta(days=2, hours=23))
    wrote(people[2], "gq_objective", "x", at=start + timedelta(days=3, minutes=1))
    wrote(people[3], "tm_takt_results", [{"asked": "5"}], at=start - timedelta(days=1))
    for days in range(1, 6):
        note_outcomes(start + timedelta(days=days))
    session.commit()
    found = [(one.returned_at is not None, one.done_at is not None) for one in mails()]
    assert found == [(True, True), (True, False), (False, False), (False, False)]
