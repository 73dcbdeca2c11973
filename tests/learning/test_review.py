"""Three questions come back, as ordinary attempts; a link from a mail answers each once."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.service import merge
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer, Attempt, ReviewLink
from leaderacademy.learning.service.review import create_review_link
from leaderacademy.privacy.service import delete_person
from tests.learning.conftest import EditableCourse, given
from tests.statements import counted

FIRST = "leader-erkennen"


def learned(visitor: Any, answer: Any) -> list[str]:
    """Five questions answered, the third one wrongly."""
    lessons = catalogue.course().lessons[:2]
    ids = [question.id for lesson in lessons for question in lesson.questions][:5]
    for number, one in enumerate(ids):
        lesson = catalogue.course().find_question(one).lesson  # type: ignore[union-attr]
        answer(visitor, lesson, one, right=number != 2)
    return ids


def attempts() -> int:
    count = len(session.scalars(select(Attempt)).all())
    session.remove()
    return count


def link_of(person_id: int) -> str:
    token = create_review_link(person_id, catalogue.course(), clock.now())
    session.commit()
    session.remove()
    return token


def test_somebody_new_is_told_when_it_begins(client: Any) -> None:
    assert "Heute ist nichts zu wiederholen" in client.visit("/wiederholen").text


def test_after_two_days_three_questions_come_back_the_wrong_one_first(
    learner: Any, answer: Any, moved_clock: Any
) -> None:
    ids = learned(learner, answer)
    assert "Die nächsten Fragen kommen am" in learner.visit("/wiederholen").text
    moved_clock.forward(days=2, minutes=1)
    page = learner.visit("/wiederholen")
    asked = [one.get("id") for one in page.select("section.question")]
    assert len(asked) == 3
    assert asked[0] == f"frage-{ids[2]}"


def test_answers_are_ordinary_attempts_with_explanations(
    learner: Any, answer: Any, moved_clock: Any
) -> None:
    learned(learner, answer)
    moved_clock.forward(days=3)
    page = learner.visit("/wiederholen")
    before = attempts()
    for section in page.select("section.question"):
        name = section.get("id").removeprefix("frage-")
        page = learner.submit(page, f"frage-{name}-form", status=200, **given(name, right=False))
    assert attempts() == before + 3
    assert len(page.select(".verdict")) == 3


def test_the_verdict_stands_at_the_question_and_the_end_is_said(
    learner: Any, answer: Any, moved_clock: Any
) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=3)
    page = learner.visit("/wiederholen")
    data = [(k, v) for k, v in page.form(f"frage-{FIRST}-form").form_values() if k != "answer"]
    data += list(given(FIRST, right=False).items())
    answered = learner.post(f"/wiederholen/fragen/{FIRST}", dict(data))
    page = learner.visit(answered.headers["Location"].partition("#")[0])
    assert "Noch nicht." in page.text
    assert page.select(".why")
    assert "Das war’s für heute" in page.text
    before = attempts()
    learner.post(f"/wiederholen/fragen/{FIRST}", dict(data))
    assert attempts() == before, "the same click twice is one attempt"


def test_an_empty_answer_is_refused_at_the_question(
    learner: Any, answer: Any, moved_clock: Any
) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=3)
    page = learner.visit("/wiederholen")
    page = learner.submit(page, f"frage-{FIRST}-form", status=422)
    assert "Bitte wählen Sie eine Antwort." in page.text


def test_own_words_are_asked_back_and_stay_text(
    learner: Any, answer: Any, moved_clock: Any
) -> None:
    answer(learner, "wer-steuert", FIRST)
    for key, value in (
        ("gq_date", clock.now().date().isoformat()),
        ("gq_objective", "<script>alert(1)</script> 🚢 \u202eabc" + "x" * 10_000),
    ):
        session.add(
            Answer(
                person_id=learner.person_id, field_key=key, value=value, version=1,
                saved_at=clock.now(), others=[],
            )
        )  # fmt: skip
    session.commit()
    session.remove()
    moved_clock.forward(days=3)
    page = learner.visit("/wiederholen")
    assert "wie ist der Stand?" in page.text
    assert "<script>alert" not in page.html


def test_opening_a_link_answers_nothing_but_chooses_an_option(
    learner: Any, client: Any, answer: Any, moved_clock: Any
) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=2, minutes=1)
    token, before = link_of(learner.person_id), attempts()
    option = given(FIRST)["answer"]
    page = client.visit(f"/wiederholen/link/{token}?frage={FIRST}&antwort={option}")
    assert attempts() == before
    assert [one.get("value") for one in page.select("input[checked]")] == [option]
    assert page.response.headers["X-Robots-Tag"] == "noindex"


def test_a_link_answers_without_signing_in_and_each_question_once(
    learner: Any, client: Any, answer: Any, moved_clock: Any
) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=2, minutes=1)
    token, before = link_of(learner.person_id), attempts()
    page = client.visit(f"/wiederholen/link/{token}")
    form = page.form(f"frage-{FIRST}-form")
    page = client.submit(page, f"frage-{FIRST}-form", status=200, **given(FIRST, right=False))
    assert "Noch nicht." in page.text
    assert "Das war’s für heute" in page.text
    assert not page.select("section.question button")
    data = {**dict(form.form_values()), **given(FIRST, right=True)}
    assert client.post(form.get("action"), data).status_code == 303
    assert attempts() == before + 1
    assert "Anmelden" in client.visit("/kurs").text, "the link signs nobody in"
    assert session.scalars(select(ReviewLink.used_at)).one() is not None


def test_a_link_ends_after_two_weeks_and_with_its_person(
    learner: Any, client: Any, answer: Any, moved_clock: Any
) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=2, minutes=1)
    token = link_of(learner.person_id)
    assert "gilt nicht mehr" in client.visit("/wiederholen/link/erfunden", 410).text
    delete_person(learner.person_id, clock.now())
    session.commit()
    client.visit(f"/wiederholen/link/{token}", 410)


def test_an_expired_link_says_so(learner: Any, client: Any, answer: Any, moved_clock: Any) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=2, minutes=1)
    token = link_of(learner.person_id)
    moved_clock.forward(days=15)
    client.visit(f"/wiederholen/link/{token}", 410)


def test_a_link_moves_with_its_person(
    learner: Any, other_learner: Any, client: Any, answer: Any, moved_clock: Any
) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=2, minutes=1)
    token = link_of(learner.person_id)
    merge(learner.person_id, other_learner.person_id, clock.now())
    session.commit()
    client.visit(f"/wiederholen/link/{token}")


def test_a_question_that_left_the_course_is_not_asked(
    learner: Any, client: Any, answer: Any, moved_clock: Any, editable: EditableCourse
) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=2, minutes=1)
    token = link_of(learner.person_id)
    editable.remove("010")
    assert "gehören nicht mehr zum Kurs" in client.visit(f"/wiederholen/link/{token}").text
    assert "nichts zu wiederholen" in learner.visit("/wiederholen").text


def test_nobody_sees_or_answers_the_review_of_somebody_else(
    learner: Any, other_learner: Any, answer: Any, moved_clock: Any
) -> None:
    answer(learner, "wer-steuert", FIRST)
    moved_clock.forward(days=3)
    assert not other_learner.visit(f"/wiederholen?runde={FIRST}").select("section.question")


@pytest.mark.parametrize("path", ["/wiederholen", "/wiederholen?runde=leader-erkennen"])
def test_it_asks_the_database_at_most_three_times(
    app: Flask, learner: Any, answer: Any, path: str
) -> None:
    answer(learner, "wer-steuert", FIRST)
    with counted(app) as statements:
        assert learner.get(path).status_code == 200
    assert len(statements) <= 3, statements
