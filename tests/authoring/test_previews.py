"""The draft as a page: the real lesson page, of which nothing is kept."""

import time
from pathlib import Path
from typing import Any

import pytest

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.learning.models import Attempt, LessonState
from tests.authoring.conftest import LESSON, Desk
from tests.pages import Page


def _checked(desk: Desk, text: str, **more: str) -> Any:
    answer = desk.script(text, path="pruefen", **more)
    assert answer.status_code == 200
    return answer.json


def test_the_preview_is_the_page_that_learners_will_see(desk: Desk) -> None:
    desk.change("## ", "## Ganz neu: ")
    shown = desk.visitor.visit(f"{LESSON}/ansicht")
    desk.publish()
    page = desk.visitor.visit("/kurs/wer-steuert")
    assert [part.text_content() for part in shown.select(".lesson-text")] == [
        part.text_content() for part in page.select(".lesson-text")
    ]


def test_the_longest_lesson_is_shown_within_the_limit(trainer: Any, course_files: Path) -> None:
    texts = catalogue.texts()
    longest = max(texts, key=lambda name: len(texts[name] or ""))
    desk = Desk(trainer, "/studio/lektionen/" + longest.split("-", 1)[1].removesuffix(".md"))
    _checked(desk, desk.text)
    spent = []
    for number in range(3):
        started = time.process_time()
        assert _checked(desk, f"{desk.text}\nMehr {number}.\n")["page"]
        spent.append(time.process_time() - started)
    assert min(spent) < 0.3


def test_nothing_typed_into_a_preview_can_reach_the_database(desk: Desk) -> None:
    page = desk.visitor.visit(f"{LESSON}/ansicht")
    assert page.select(".question form")
    assert not page.select("form[method=post]")
    assert not page.select("script")
    assert session.query(Attempt).count() == session.query(LessonState).count() == 0


def test_after_a_wrong_answer_every_question_explains_itself(desk: Desk) -> None:
    answer = _checked(desk, desk.text, wrong="1")
    page = Page.__new__(Page)
    page.__init__(desk.visitor.get(f"{LESSON}/ansicht?falsch=1"))  # type: ignore[misc]
    questions = page.select(".question")
    assert len(questions) == len(page.select(".verdict-warn"))
    assert answer["page"].count("verdict-warn") == len(questions)


def test_a_block_that_cannot_be_shown_says_why_in_its_place(desk: Desk) -> None:
    answer = _checked(desk, desk.text.replace("(x)", "( )", 1))
    assert "Diese Frage erscheint noch nicht." in answer["page"]
    assert "Online steht weiter die letzte gute Fassung." in answer["page"]
    assert answer["errors"] == 1
    assert [kind for _line, kind in answer["marks"]] == ["bad"]
    assert "sobald der Fehler behoben ist" in answer["parts"]


def test_a_text_without_a_head_shows_its_problems_and_no_page(desk: Desk) -> None:
    answer = _checked(desk, "Nur Text.\n")
    assert answer["page"] == ""
    assert "fehlt der Kopf" in answer["parts"]
    desk.save("Nur Text.\n")
    desk.visitor.visit(f"{LESSON}/ansicht", 409)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("stage: A", "stage: X"), ("stage: A", "stage:"), ("minutes: 5", "minutes: viele")],
)
def test_a_head_that_is_wrong_is_shown_with_its_problem(desk: Desk, right: str, wrong: str) -> None:
    answer = _checked(desk, desk.text.replace(right, wrong, 1))
    assert answer["page"].count("<h1") == 1
    assert answer["errors"] >= 1


def test_questions_and_exercises_are_found_by_their_lines(desk: Desk) -> None:
    lines = desk.text.split("\n")
    for line, anchor in _checked(desk, desk.text)["anchors"]:
        kind = "question" if anchor.startswith("frage-") else "exercise"
        assert lines[line - 1].startswith(f"::: {kind} {anchor.partition('-')[2]}")


def test_trying_a_text_pushes_no_ready_page_out(desk: Desk, learner: Any) -> None:
    learner.visit("/kurs/wer-steuert")
    from leaderacademy.learning.views.question_page import _questions

    before = list(_questions._values)
    for number in range(5):
        _checked(desk, f"{desk.text}\nMehr {number}.\n")
    assert list(_questions._values) == before


def _share(desk: Desk) -> str:
    page = desk.visitor.submit(desk.page, f"{LESSON}/teilen", 200)
    link = page.one(".flashes").text_content().split("http://localhost")[1].strip()
    return str(link)


def test_a_link_shows_the_draft_to_somebody_without_an_account(desk: Desk, client: Any) -> None:
    desk.change("## ", "## Ganz neu: ")
    link = _share(desk)
    page = client.visit(link)
    assert "Ganz neu: " in page.text
    assert "noch nicht veröffentlicht" in page.text
    assert page.one("meta[name=robots]").get("content") == "noindex"


def test_a_link_ends_after_a_week_or_when_it_is_withdrawn(
    desk: Desk, client: Any, moved_clock: Any
) -> None:
    link = _share(desk)
    other = _share(desk)
    desk.visitor.submit(desk.open(), f"{LESSON}/teilen", 200, stop="1")
    client.visit(other, 410)
    link = _share(desk)
    moved_clock.forward(days=6)
    client.visit(link)
    moved_clock.forward(days=2)
    client.visit(link, 410)
