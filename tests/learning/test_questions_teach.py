"""All six kinds of question over HTTP: verdict, explanation, once more, bad input."""

from typing import Any

import pytest

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.learning.models import Attempt
from tests.learning.conftest import EditableCourse, given

# What our script and its browser say.
SCRIPT = {"X-Fragment": "1", "Sec-Fetch-Site": "same-origin"}
KINDS = [
    ("single", "wer-steuert", "leader-erkennen"),
    ("multi", "wer-steuert", "bleibt-bei-ihnen"),
    ("truefalse", "wer-steuert", "chefsache-texte"),
    ("number", "wer-steuert", "gelegenheiten-nachsteuern"),
    ("match", "ziele-mit-kurs", "kurs-buchstaben"),
    ("order", "ziele-mit-kurs", "wunsch-zum-ziel"),
]


def question_section(page: Any, question_id: str) -> Any:
    return page.one(f"#frage-{question_id}")


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def attempts() -> list[Attempt]:
    found = session.query(Attempt).order_by(Attempt.id).all()
    session.remove()
    return found


@pytest.mark.parametrize(("kind", "slug", "question_id"), KINDS)
def test_a_right_answer_is_praised_and_explained(
    client: Any, answer: Any, kind: str, slug: str, question_id: str
) -> None:
    found = catalogue.course().find_question(question_id)
    assert found is not None
    assert found.kind == kind
    section = question_section(answer(client, slug, question_id), question_id)
    assert section.cssselect(".verdict-good")
    assert "Richtig." in words(section.cssselect(".verdict")[0])
    assert attempts()[0].right


@pytest.mark.parametrize(("kind", "slug", "question_id"), KINDS)
def test_a_wrong_answer_is_explained(
    client: Any, answer: Any, kind: str, slug: str, question_id: str
) -> None:
    page = answer(client, slug, question_id, right=False)
    section = question_section(page, question_id)
    verdict = section.cssselect(".verdict-warn")[0]
    assert "Noch nicht." in words(verdict)
    explained = [words(why) for why in section.cssselect(".why")] + [words(verdict)[12:]]
    assert any(len(text) > 20 for text in explained)
    assert not attempts()[0].right


@pytest.mark.parametrize(("kind", "slug", "question_id"), KINDS)
def test_once_more_shows_the_question_empty_and_keeps_the_explanation(
    client: Any, visit: Any, answer: Any, kind: str, slug: str, question_id: str
) -> None:
    page = answer(client, slug, question_id, right=False)
    link = question_section(page, question_id).cssselect("[data-again]")[0].get("href")
    address, _, target = link.partition("#")
    assert target == f"frage-{question_id}"
    section = question_section(visit(client, address), question_id)
    assert section.cssselect("button.btn-ink")
    assert not section.cssselect(":checked:not(option)")
    assert section.cssselect(".verdict")
    assert not section.cssselect("[disabled]")


def test_every_question_of_the_course_can_be_answered(learner: Any, visit: Any) -> None:
    for lesson in catalogue.course().lessons:
        page = visit(learner, f"/kurs/{lesson.slug}")
        for question in lesson.questions:
            action = f"/kurs/{lesson.slug}/fragen/{question.id}"
            page = learner.submit(page, action, status=200, **given(question.id))
            assert question_section(page, question.id).cssselect(".verdict-good"), question.id
    assert len(attempts()) == 51


def test_hints_come_one_after_the_other(client: Any, visit: Any, editable: EditableCourse) -> None:
    prompt = "Wer ist in einem Unternehmen der Marketing-Leader?\n"
    hints = "\n? Denken Sie an den Hafen.\n? Nicht an das Rudern.\n"
    editable.edit("010", prompt, prompt + hints)
    section = question_section(visit(client, "/kurs/wer-steuert"), "leader-erkennen")
    assert len(section.cssselect("details.hints")) == 2
    assert section.cssselect("details.hints details.hints"), "the second one opens in the first"


@pytest.mark.parametrize(
    ("typed", "right"), [("40", True), ("40,0", True), ("10", False), ("1.200", False)]
)
def test_numbers_are_read_in_german(client: Any, visit: Any, typed: str, right: bool) -> None:
    page = visit(client, "/kurs/wer-steuert")
    action = "/kurs/wer-steuert/fragen/gelegenheiten-nachsteuern"
    client.submit(page, action, status=200, answer=typed)
    assert attempts()[0].right is right


BAD = [
    ("wer-steuert", "leader-erkennen", {}, "Bitte wählen Sie eine Antwort."),
    ("wer-steuert", "leader-erkennen", {"answer": "zzz"}, "wurde inzwischen geändert"),
    ("wer-steuert", "bleibt-bei-ihnen", {}, "mindestens eine Antwort"),
    ("wer-steuert", "gelegenheiten-nachsteuern", {"answer": "viele"}, "keine Zahl"),
    ("wer-steuert", "gelegenheiten-nachsteuern", {"answer": ""}, "Bitte geben Sie eine Zahl ein."),
    ("wer-steuert", "gelegenheiten-nachsteuern", {"answer": "9" * 500}, "zu lang"),
    ("ziele-mit-kurs", "kurs-buchstaben", {}, "jeder Zeile"),
]


@pytest.mark.parametrize(("slug", "question_id", "fields", "text"), BAD)
def test_what_cannot_be_graded_is_said_at_the_question(
    client: Any, visit: Any, slug: str, question_id: str, fields: dict[str, str], text: str
) -> None:
    page = visit(client, f"/kurs/{slug}")
    answered = client.submit(page, f"/kurs/{slug}/fragen/{question_id}", status=422, **fields)
    section = question_section(answered, question_id)
    assert text in words(section.cssselect(".field-error")[0])
    assert attempts() == []
    typed = fields.get("answer", "")
    if section.cssselect(".number") and typed:
        assert section.cssselect(".number input")[0].get("value") == typed[:300]


def test_a_refused_answer_makes_nobody(client: Any, visit: Any) -> None:
    page = visit(client, "/kurs/wer-steuert")
    action = "/kurs/wer-steuert/fragen/gelegenheiten-nachsteuern"
    assert "Set-Cookie" not in client.submit(page, action, answer="x").response.headers


def test_a_place_given_twice_is_said_and_kept(client: Any, visit: Any) -> None:
    page = visit(client, "/kurs/ziele-mit-kurs")
    fields = dict.fromkeys(given("wunsch-zum-ziel"), "1")
    action = "/kurs/ziele-mit-kurs/fragen/wunsch-zum-ziel"
    section = question_section(client.submit(page, action, status=422, **fields), "wunsch-zum-ziel")
    assert "genau einmal" in words(section.cssselect(".field-error")[0])
    assert [option.text for option in section.cssselect("option[selected]")] == ["1"] * 5


def test_an_unknown_question_is_not_found(client: Any, visit: Any) -> None:
    page = visit(client, "/kurs/wer-steuert")
    token = page.select("input[name=csrf_token]")[0].get("value")
    response = client.post("/kurs/wer-steuert/fragen/gibt-es-nicht", data={"csrf_token": token})
    assert "Diese Frage gibt es nicht mehr" in client.checked(response, 404).text


def test_confidence_is_one_optional_tap(client: Any, visit: Any) -> None:
    page = visit(client, "/kurs/wer-steuert")
    action = "/kurs/wer-steuert/fragen/leader-erkennen"
    client.submit(page, action, status=200, confidence="sure", **given("leader-erkennen"))
    client.submit(
        visit(client, "/kurs/wer-steuert"),
        "/kurs/wer-steuert/fragen/chefsache-texte",
        status=200,
        confidence="perhaps",
        **given("chefsache-texte"),
    )
    assert [attempt.confidence for attempt in attempts()] == ["sure", None]


def test_a_double_click_is_one_attempt(learner: Any, visit: Any) -> None:
    page = visit(learner, "/kurs/wer-steuert")
    action = "/kurs/wer-steuert/fragen/leader-erkennen"
    for _click in range(2):
        learner.submit(page, action, status=200, **given("leader-erkennen"))
    assert len(attempts()) == 1


def test_another_answer_from_the_same_page_is_another_attempt(learner: Any, visit: Any) -> None:
    page = visit(learner, "/kurs/wer-steuert")
    action = "/kurs/wer-steuert/fragen/leader-erkennen"
    learner.submit(
        page,
        action,
        status=200,
        **given("leader-erkennen", right=False)
        | {"answer": given("leader-erkennen", right=False)["answer"][0:8]},
    )
    learner.submit(page, action, status=200, **given("leader-erkennen"))
    assert len(attempts()) == 2


def test_the_same_answer_after_the_verdict_is_another_attempt(learner: Any, visit: Any) -> None:
    action = "/kurs/wer-steuert/fragen/leader-erkennen"
    learner.submit(visit(learner, "/kurs/wer-steuert"), action, **given("leader-erkennen"))
    again = visit(learner, "/kurs/wer-steuert?neu=leader-erkennen")
    page = learner.submit(again, action, status=200, **given("leader-erkennen"))
    assert len(attempts()) == 2
    assert "Versuch 2" in words(question_section(page, "leader-erkennen"))


def test_a_script_gets_only_the_question_and_what_changed_around_it(
    client: Any, visit: Any
) -> None:
    page = visit(client, "/kurs/wer-steuert")
    form = page.form("/kurs/wer-steuert/fragen/leader-erkennen")
    data = dict(form.form_values()) | given("leader-erkennen") | {"client_id": "a" * 32}
    for _time in range(2):
        response = client.post(form.get("action"), data=data, headers=SCRIPT)
        html = response.get_data(as_text=True)
        assert response.status_code == 200
        assert "<html" not in html
        assert 'id="frage-leader-erkennen"' in html
        assert 'id="schritte"' in html
        assert 'id="weiter"' in html
    assert [attempt.client_id for attempt in attempts()] == ["a" * 32]


def test_a_script_is_told_what_is_wrong(client: Any, visit: Any) -> None:
    form = visit(client, "/kurs/wer-steuert").form("/kurs/wer-steuert/fragen/leader-erkennen")
    response = client.post(form.get("action"), data=dict(form.form_values()), headers=SCRIPT)
    assert response.status_code == 422
    assert "Bitte wählen Sie eine Antwort." in response.get_data(as_text=True)


def test_old_answers_can_be_read(learner: Any, visit: Any, answer: Any) -> None:
    answer(learner, "wer-steuert", "leader-erkennen", right=False)
    answer(learner, "wer-steuert", "chefsache-texte")
    page = visit(learner, "/kurs/wer-steuert/fragen/leader-erkennen")
    assert "Noch nicht richtig" in page.text


def test_nobody_else_sees_my_answers(
    learner: Any, other_learner: Any, visit: Any, answer: Any
) -> None:
    answer(learner, "wer-steuert", "leader-erkennen")
    assert not visit(other_learner, "/kurs/wer-steuert").select(".verdict")
    page = visit(other_learner, "/kurs/wer-steuert/fragen/leader-erkennen")
    assert "noch nicht beantwortet" in page.text


def test_answering_without_our_form_is_refused(learner: Any) -> None:
    response = learner.post("/kurs/wer-steuert/fragen/leader-erkennen", data={"answer": "x"})
    assert response.status_code == 400
    assert attempts() == []
