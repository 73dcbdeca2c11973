"""The order of lessons: by buttons and by dragging, without touching a text or progress."""

from pathlib import Path
from typing import Any

from leaderacademy.content.catalogue import catalogue
from tests.authoring.conftest import Desk


def _order() -> list[str]:
    return [lesson.slug for lesson in catalogue.course().lessons]


def test_a_button_moves_a_lesson_by_one(trainer: Any, course_files: Path) -> None:
    before = _order()
    texts = sorted(text or "" for text in catalogue.texts().values())
    page = trainer.visit("/studio/lektionen")
    trainer.submit(page, "reihenfolge", 200, up=before[3])
    assert _order() == [*before[:2], before[3], before[2], *before[4:]]
    trainer.submit(page, "reihenfolge", 200, down=before[3])
    assert _order() == before
    assert sorted(text or "" for text in catalogue.texts().values()) == texts


def test_at_the_ends_nothing_happens(trainer: Any, course_files: Path) -> None:
    before = _order()
    page = trainer.visit("/studio/lektionen")
    assert page.select("tbody tr:first-child [name=up][disabled]")
    trainer.submit(page, "reihenfolge", 200, up=before[0])
    trainer.submit(page, "reihenfolge", 200, down=before[-1])
    trainer.submit(page, "reihenfolge", 200, up="gibt-es-nicht")
    assert _order() == before


def test_a_whole_order_is_taken_at_once(trainer: Any, course_files: Path) -> None:
    before = _order()
    token = trainer.visit("/studio/lektionen").form("reihenfolge").fields["csrf_token"]
    wanted = [*before[6:], *before[:6]]
    answer = trainer.post(
        "/studio/lektionen",
        {"csrf_token": token, "order": ",".join(wanted)},
        headers={"X-Fragment": "1"},
    )
    assert answer.status_code == 204
    assert _order() == wanted


def test_a_draft_moves_along(desk: Desk, course_files: Path) -> None:
    desk.change("## ", "## Ganz neu: ")
    page = desk.visitor.visit("/studio/lektionen")
    desk.visitor.submit(page, "reihenfolge", 200, down="wer-steuert")
    assert "Ganz neu: " in desk.open().one("#text").text
    assert "auf dem Server" not in desk.page.one("#hinweise").text_content()
    desk.publish()
    assert (course_files / "lessons/020-wer-steuert.md").exists()
    assert not list(course_files.glob("lessons/010-wer-steuert.md"))


def test_moving_lessons_costs_nobody_progress(
    trainer: Any, learner: Any, course_files: Path
) -> None:
    question = catalogue.course().lessons[0].questions[0]
    page = learner.visit("/kurs/wer-steuert")
    right = next(option.key for option in question.options if option.right)
    learner.submit(page, f"frage-{question.id}-form", 200, answer=right)
    before = learner.visit("/kurs").one("main").text_content().count("fertig")
    trainer.submit(trainer.visit("/studio/lektionen"), "reihenfolge", 200, down="wer-steuert")
    assert learner.visit("/kurs").one("main").text_content().count("fertig") == before
    assert learner.visit("/kurs/wer-steuert").select(".verdict-good")
