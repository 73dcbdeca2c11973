"""After an answer it is clear what was right, what is next, and when a lesson is done."""

from typing import Any

from leaderacademy.content.catalogue import catalogue
from tests.learning.conftest import given

SLUG = "wer-steuert"


def number_question() -> str:
    lesson = catalogue.course().find_lesson(SLUG)
    assert lesson is not None
    return next(question.id for question in lesson.questions if question.kind == "number")


def buttons(page: Any, question: str) -> list[tuple[str, bool]]:
    links = page.select(f"#frage-{question} .actions a")
    return [(a.text_content().strip(), "btn-ink" in a.get("class")) for a in links]


def test_going_on_is_the_main_button_after_a_right_answer_only(client: Any, answer: Any) -> None:
    question = number_question()
    page = answer(client, SLUG, question, right=False)
    assert buttons(page, question) == [("Noch einmal", True), ("Weiter", False)]
    page = client.visit(f"/kurs/{SLUG}?neu={question}")
    action = f"/kurs/{SLUG}/fragen/{question}"
    page = client.submit(page, action, status=200, **given(question))
    assert buttons(page, question) == [("Weiter", True), ("Noch einmal", False)]
    verdict = " ".join(page.one(f"#frage-{question} .verdict").text_content().split())
    assert verdict.count("Richtig") == 1


def test_a_refused_answer_stands_without_the_verdict_of_another(client: Any, answer: Any) -> None:
    question = number_question()
    answer(client, SLUG, question)
    page = client.visit(f"/kurs/{SLUG}?neu={question}")
    assert page.select(f"#frage-{question} .verdict"), "until a new answer"
    page = client.submit(page, f"/kurs/{SLUG}/fragen/{question}", status=422, answer="4O")
    assert "ist keine Zahl" in page.one(f"#frage-{question}").text_content()
    assert not page.select(f"#frage-{question} .verdict")


def test_the_way_on_says_how_far_a_lesson_is(client: Any, answer: Any) -> None:
    lesson = catalogue.course().find_lesson(SLUG)
    assert lesson is not None
    assert not client.visit(f"/kurs/{SLUG}").select(".next-state")
    for question in lesson.questions:
        page = answer(client, SLUG, question.id)
    state = page.one(".next-state").text_content().replace("\u00a0", " ").strip()
    assert state == "4 von 5 Schritten; es fehlt: die Übung"
    texts = {"st_leader": "Die Chefin", "g10_statement": "Ein Hafen", "g10_sign": "40 %"}
    exercise = lesson.exercises[0].id
    page = client.submit(page, f"/kurs/{SLUG}/uebungen/{exercise}", status=200, **texts)
    assert "ist fertig" in page.one(".next-state").text_content()
