"""Each mail goes to who stands where it fits, with the next step by name, and then stops."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.learning.service.completion import mark_completed
from leaderacademy.learning.service.state import learner_state
from leaderacademy.nudges.service import Source, Step, by_pages, further_writers, outside, planning
from tests.nudges.conftest import (
    MORNING,
    completed,
    finished,
    mails,
    new_learner,
    night,
    work,
    wrote,
)

Outbox = Callable[[], list[EmailMessage]]
DAY = timedelta(days=1)


def kinds() -> list[str]:
    return [mail.kind for mail in mails()]


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_two_days_after_the_start_the_takt_test_is_asked_for(app: Flask, outbox: Outbox) -> None:
    someone = new_learner(days=2)
    completed(someone, "im-takt")
    assert night() == 1
    work()
    (message,) = outbox()
    assert message["Subject"] == "Haben Sie schon fünf Leute gefragt?"
    assert message["To"] == "lena1@example.org"
    text = part(message, "plain")
    assert "Guten Tag Lena Lotse 1," in text
    assert "Ihr nächster Schritt: Takt-Test mit fünf Personen" in text
    assert "https://a.example/logbuch/team" in text
    assert "https://a.example/kursnachrichten/token-" in text
    assert "Musterweg 1, 00000 Musterstadt" in text
    assert "Takt-Test eintragen</a>" in part(message, "html")


@pytest.mark.parametrize(
    ("days", "lessons", "result"),
    [
        (1, ["im-takt"], None),
        (2, [], None),
        (2, ["im-takt"], [{"asked": "5"}]),
        (31, ["im-takt"], None),
    ],
)
def test_without_its_reason_no_mail_is_planned(
    app: Flask, days: int, lessons: list[str], result: Any
) -> None:
    someone = new_learner(days=days)
    completed(someone, *lessons)
    if result:
        wrote(someone, "tm_takt_results", result)
    night()
    assert "takt-test" not in kinds()


def test_the_first_step_is_named_in_the_learners_own_words(app: Flask, outbox: Outbox) -> None:
    someone = new_learner(days=5)
    completed(someone, "kleine-schritte")
    steps = [
        {"action": "Alte Sache", "status": "fertig"},
        {"action": "Fünf <b>Kunden</b>\u202e anrufen"},
    ]
    wrote(someone, "steps", steps)
    night()
    work()
    (message,) = outbox()
    assert "„Fünf <b>Kunden</b> anrufen“" in part(message, "plain")
    assert "Fünf &lt;b&gt;Kunden&lt;/b&gt; anrufen" in part(message, "html")


def test_ten_thousand_characters_become_a_beginning_that_says_so(
    app: Flask, outbox: Outbox
) -> None:
    someone = new_learner(days=5)
    completed(someone, "kleine-schritte")
    wrote(someone, "steps", [{"action": "Ruf an " + "ż" * 10_000}])
    night()
    work()
    text = part(outbox()[0], "plain")
    assert "\u00a0…“" in text
    assert len(text) < 2_000


def test_before_the_offers_the_open_lesson_is_named(app: Flask, outbox: Outbox) -> None:
    someone = new_learner(days=9)
    completed(someone, "wer-steuert", "haken-1-bis-3")
    night()
    work()
    (message,) = outbox()
    assert "/kurs/haken-4-und-5" in part(message, "plain")
    assert [mail.goal for mail in mails()] == ["haken-4-und-5"]


def test_who_has_finished_gets_the_last_mail_and_no_other(app: Flask, outbox: Outbox) -> None:
    someone = new_learner(days=6)
    completed(someone, "im-takt", "kleine-schritte")
    finished(someone)
    night()
    work()
    for days in range(1, 20):
        night(MORNING + DAY * days)
    assert [message["Subject"] for message in outbox()] == [
        "Ihr Logbuch ist ausgelaufen. Und jetzt?"
    ]
    assert kinds() == ["abschluss"]


def test_the_last_mail_is_planned_the_moment_the_course_is_done(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leaderacademy.learning.service import completion

    someone = new_learner(days=1)
    everything = [lesson.slug for lesson in catalogue.course().lessons]
    completed(someone, *everything)
    mark_completed(someone, catalogue.course(), MORNING)
    assert learner_state(someone).visits[""].completed_at == MORNING
    session.commit()
    assert completion.on_finished
    work(hours=0.25)
    assert [message["Subject"][:11] for message in outbox()] == ["Ihr Logbuch"]


def test_nobody_without_a_confirmed_wish_an_account_or_a_confirmed_address_gets_a_mail(
    app: Flask,
) -> None:
    from leaderacademy.accounts.models import Person
    from tests.nudges.conftest import new_wish

    people = [
        new_learner(1, days=2, confirmed_at=None),
        new_learner(2, days=2, ended_at=MORNING, ended_by="person"),
        new_learner(3, days=2, paused_until=MORNING + DAY),
        new_learner(4, days=2, email_key="frueher@example.org"),
        new_learner(5, days=2, scope="review"),
        new_learner(6, days=2),
    ]
    leaving = session.get_one(Person, people[5])
    leaving.deletion_due_at = MORNING + DAY
    nobody = Person(created_at=MORNING - 2 * DAY)
    session.add(nobody)
    session.flush()
    session.add(new_wish(nobody.id, "wer@example.org", MORNING, token="nobody"))
    session.commit()
    for one in (*people, nobody.id):
        completed(one, "im-takt")
    assert night() == 0


def test_a_pause_ends_by_itself(app: Flask) -> None:
    someone = new_learner(days=2, paused_until=MORNING + DAY)
    completed(someone, "im-takt")
    assert night() == 0
    assert night(MORNING + 2 * DAY) == 1


def test_a_mail_whose_lesson_has_left_the_course_is_not_sent(
    app: Flask, content_copy: Any, outbox: Outbox
) -> None:
    someone = new_learner(days=2)
    completed(someone, "im-takt")
    (content_copy / "lessons" / "020-im-takt.md").unlink()
    catalogue.open(content_copy)
    assert night() == 0
    catalogue.open(app.config["SETTINGS"].content)


def test_a_step_done_between_night_and_morning_needs_no_mail(app: Flask, outbox: Outbox) -> None:
    someone = new_learner(days=2)
    completed(someone, "im-takt")
    night()
    wrote(someone, "tm_takt_results", [{"date": "2027-03-02", "asked": "5", "knew": "3"}])
    work()
    assert outbox() == []
    assert [(mail.state, mail.reason) for mail in mails()] == [("skipped", "done")]


@dataclass
class Due:
    person_id: int


def test_a_mail_that_was_not_sent_keeps_nobody_waiting(app: Flask, outbox: Outbox) -> None:
    someone = new_learner(days=2)
    completed(someone, "im-takt")
    night()
    finished(someone, at=MORNING)
    work()
    assert outbox() == [], "the planned one does not fit any more"
    assert night(MORNING + DAY) == 1
    work(MORNING + DAY)
    assert [message["Subject"][:11] for message in outbox()] == ["Ihr Logbuch"]


def test_another_feature_brings_its_own_mail_round_after_round(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [new_learner(number, days=0, token=f"t{number}") for number in range(1, 8)]
    asked = []

    def pages(_now: datetime, most: int, after: int, until: int) -> list[Due]:
        asked.append((after, until))
        return [Due(n) for n in people if after < n <= until and n != people[2]][:most]

    source = Source("check-in", "Check-in", "alle 14 Tage", by_pages("check-in", pages))
    monkeypatch.setattr(planning, "BATCH", 3)
    monkeypatch.setattr(outside, "PAGE", 2)
    monkeypatch.setattr(planning, "further_sources", [source])
    monkeypatch.setitem(
        further_writers, "check-in", lambda *_: Step("/check-in/x", "Drei Schritte")
    )
    assert night() == 6
    work()
    assert len(outbox()) == 6
    assert "Drei Schritte" in part(outbox()[0], "plain")
    assert night(MORNING + 14 * DAY) == 6
    assert [mail.round for mail in mails()] == [1] * 6 + [2] * 6
    assert all(until - after <= 3 for after, until in asked), "nobody beyond the batch"
