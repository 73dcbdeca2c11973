"""The trainer saves a file: it is online at once; a broken one leaves the last good version."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from leaderacademy.content.course import Course
from tests.browser.learner import Learner
from tests.browser.product import Product

SLUG, QUESTION = "wer-steuert", "leader-erkennen"
LOOKED_AT = 1.1  # the folder is looked at once a second


@pytest.fixture
def file(workshop: Product) -> Path:
    """The file of the first lesson in the course that may be edited."""
    return next(workshop.content.glob("lessons/010-*.md"))


def reload(page: Page) -> None:
    """The next request after the folder may be looked at again."""
    time.sleep(LOOKED_AT)
    page.reload()


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_saved_file_is_on_the_page_without_a_restart(
    browse: Callable[..., Page], workshop: Product, file: Path
) -> None:
    page = browse(server=workshop)
    page.goto(f"/kurs/{SLUG}")
    original = file.read_text()
    file.write_text(
        original.replace("::: exercise", "Ein Satz, der eben noch fehlte.\n\n::: exercise")
    )
    reload(page)
    expect(page.locator("main")).to_contain_text("Ein Satz, der eben noch fehlte.")


def test_a_broken_file_leaves_the_last_good_version_online_and_is_shown_to_the_trainer(
    browse: Callable[..., Page], look: Callable[..., Page], workshop: Product, file: Path
) -> None:
    page = browse(server=workshop)
    page.goto(f"/kurs/{SLUG}")
    good = file.read_text()
    file.write_text(good.replace("::: question", "::: qestion", 1).replace("title:", "titel:", 1))
    try:
        reload(page)
        expect(page.locator("h1")).to_contain_text("Wer steuert hier eigentlich?")
        expect(page.locator(f"#frage-{QUESTION} .option")).to_have_count(4)
        studio = look("trainer", workshop)
        studio.goto("/studio")
        expect(studio.locator("main")).to_contain_text(file.name)
    finally:
        file.write_text(good)


def test_an_answer_to_a_question_that_changed_meanwhile_is_not_lost(
    browse: Callable[..., Page], workshop: Product, file: Path, course: Course
) -> None:
    page = browse(server=workshop)
    learner = Learner(page, course)
    learner.open(SLUG)
    replace(file, "Wer am längsten im Marketing arbeitet", "Wer am längsten dabei ist")
    time.sleep(LOOKED_AT)
    learner.answer(QUESTION, wait=False)
    question = page.locator(f"#frage-{QUESTION}")
    expect(question).to_contain_text("Diese Frage wurde seit Ihrer Antwort geändert.")
    expect(question.get_by_text("Genau. Entscheidend ist das Wissen")).to_be_visible()
    page.goto(f"/kurs/{SLUG}/fragen/{QUESTION}")
    expect(page.locator("main ol.rows > li")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("Richtig")
