"""Review mails after 2, 7 and 21 days: three questions and own words, each answered once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Attempt, QuestionVersion
from leaderacademy.learning.rules.review import pick
from leaderacademy.learning.service.review import asked_questions
from leaderacademy.nudges.service.sources import OWN_SOURCES
from leaderacademy.privacy.service import delete_person
from tests.learning.conftest import given
from tests.nudges.conftest import MORNING, mails, new_learner, night, work, wrote

Outbox = Callable[[], list[EmailMessage]]
DAY = timedelta(days=1)
FIRST = "leader-erkennen"


def answered(person_id: int, *answers: tuple[str, float], right: bool = True) -> None:
    """Attempts at questions, so many days before MORNING."""
    course = catalogue.course()
    for question_id, days in answers:
        question = course.find_question(question_id)
        assert question is not None
        if session.get(QuestionVersion, question.digest) is None:
            session.add(
                QuestionVersion(
                    digest=question.digest,
                    question_id=question.id,
                    lesson=question.lesson,
                    source=question.source,
                    first_seen_at=MORNING,
                )
            )
            session.flush()
        session.execute(
            insert(Attempt).values(
                person_id=person_id,
                lesson=question.lesson,
                question_id=question_id,
                digest=question.digest,
                answer=["a"],
                right=right,
                client_id=f"{question_id}-{days}",
                created_at=MORNING - days * DAY,
            )
        )
    session.commit()


def some(count: int) -> list[str]:
    lessons = catalogue.course().lessons
    return [question.id for lesson in lessons for question in lesson.questions][:count]


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def links(message: EmailMessage) -> list[str]:
    body = message.get_body(("html",))
    assert body is not None
    found = re.findall(r'href="https://a.example(/wiederholen/link/[^"]*)"', body.get_content())
    return [link.replace("&amp;", "&") for link in found]


def test_three_questions_come_with_own_words_and_links_that_need_no_sign_in(
    app: Flask, outbox: Outbox, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = new_learner(days=1, scope="review")
    answered(someone, *((one, 2.1) for one in some(5)))
    wrote(someone, "gq_date", "2027-06-30")
    wrote(someone, "gq_objective", "Zwölf <b>Anfragen</b>")
    assert night() == 1
    work()
    (message,) = outbox()
    assert message["Subject"] == "Drei Fragen, eine Minute"
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "Sie wollten bis 30.\u00a0Juni\u00a02027: „Zwölf <b>Anfragen</b>“" in plain.get_content()
    assert "Zwölf &lt;b&gt;Anfragen" in html.get_content()
    assert "3. " in plain.get_content()
    assert "4. " not in plain.get_content()
    at(monkeypatch, MORNING + timedelta(hours=4))
    page = client.visit(links(message)[-1])
    assert len(page.select("section.question")) == 3


def test_one_click_in_the_mail_chooses_and_the_button_answers_once(
    app: Flask, outbox: Outbox, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = new_learner(days=1)
    answered(someone, (FIRST, 2.1), right=False)
    night()
    work()
    right = str(given(FIRST)["answer"])
    (chosen,) = [one for one in links(outbox()[0]) if f"antwort={right}" in one]
    at(monkeypatch, MORNING + timedelta(hours=4))
    page = client.visit(chosen.partition("#")[0])
    assert [one.get("value") for one in page.select("input[checked]")] == [right]
    form = dict(page.form(f"frage-{FIRST}-form").form_values())
    page = client.submit(page, f"frage-{FIRST}-form", status=200)
    assert "Richtig." in page.text
    assert "Das war’s für heute" in page.text
    # The link again, and the same form again: what was said, and nothing kept.
    page = client.visit(chosen.partition("?")[0])
    assert "Richtig." in page.text
    assert not page.select("section.question button")
    action = f"{chosen.partition('?')[0]}/{FIRST}"
    assert client.post(action, form).status_code == 303
    assert session.scalar(select(func.count()).select_from(Attempt)) == 2
    session.remove()


def test_a_link_after_the_account_is_gone_says_so(
    app: Flask, outbox: Outbox, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = new_learner(days=1)
    answered(someone, (FIRST, 2.1))
    night()
    work()
    link = links(outbox()[0])[-1].partition("#")[0]
    at(monkeypatch, MORNING + timedelta(hours=4))
    page = client.visit(link)
    form = dict(page.form(f"frage-{FIRST}-form").form_values())
    delete_person(someone, clock.now())
    session.commit()
    session.remove()
    page = client.visit(link, 410)
    assert "Dieser Link gilt nicht mehr" in page.text
    assert client.post(f"{link}/{FIRST}", {**form, **given(FIRST)}).status_code == 410
    assert mails() == []


def test_answered_between_night_and_morning_nothing_is_sent(app: Flask, outbox: Outbox) -> None:
    someone = new_learner(days=1)
    answered(someone, (FIRST, 2.1))
    night()
    answered(someone, (FIRST, 0))
    work()
    assert outbox() == []
    assert mails()[0].reason == "done"


def test_reviews_come_after_2_7_and_21_days_and_then_stop(app: Flask, outbox: Outbox) -> None:
    someone = new_learner(days=2)
    answered(someone, *((one, 2.1) for one in some(3)))
    days = [day for day in range(70) if night(MORNING + day * DAY)]
    assert days == [0, 6, 20], "Sunday is the fifth day, so the second comes on Monday"


# First and last answer, in days before now: every corner of the rule, on both databases.
CASES = [
    (first, last)
    for first in (0.5, 1.99, 2.01, 6.9, 7.1, 20.9, 21.1, 40)
    for last in (0, 0.4, 1.5, 2.5, 7.5, 19.5, 21.05, 39)
    if last <= first
]


def test_the_database_finds_exactly_whom_the_rule_finds(app: Flask) -> None:
    review = OWN_SOURCES[-1]
    people = [new_learner(n, token=f"t{n}") for n in range(len(CASES))]
    for person, (first, last) in zip(people, CASES, strict=True):
        answered(person, (FIRST, first), *([(FIRST, last)] if last < first else []))
    course = catalogue.course()
    found = {person for person, _ in review.due(people, course, MORNING)}
    expected = {one for one in people if pick(asked_questions(one, course), MORNING)}
    session.remove()
    assert found == expected
    assert 5 < len(expected) < len(people)
