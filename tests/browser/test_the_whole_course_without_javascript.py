"""Every form works by itself: the whole course with scripts switched off."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from leaderacademy.content.course import Course
from tests.browser.conftest import PHONE
from tests.browser.learner import Learner

DEPENDENT = "step_first"  # its possibilities are the rows that were saved before


def test_somebody_new_finishes_all_lessons_without_javascript(
    browse: Callable[..., Page], course: Course
) -> None:
    page = browse(java_script=False, viewport=PHONE)
    learner = Learner(page, course)
    page.goto("/")
    page.get_by_role("link", name="Kurs starten").first.click()
    for lesson in course.lessons:
        expect(page).to_have_url(f"/kurs/{lesson.slug}")
        for question in lesson.questions:
            learner.answer(question.id)
        for exercise in lesson.exercises:
            learner.write(exercise)
            learner.press_save(exercise) if lesson != course.lessons[-1] else _finish(page)
            if DEPENDENT in exercise.fields:
                learner.write(exercise)
                learner.press_save(exercise)
        if lesson != course.lessons[-1]:
            expect(page.locator("#schritte")).to_contain_text("Diese Lektion ist fertig.")
            page.locator("#weiter .btn-main").click()
    expect(page).to_have_url("/kurs#geschafft")
    expect(page.locator("#geschafft h2")).to_have_text("Sie sind am Ziel")
    page.locator('#geschafft a[href="/training"]').click()
    expect(page).to_have_url("/training")


def _finish(page: Page) -> None:
    """The last save of the course leads straight into port."""
    page.locator(".logpage-foot button").click()


def test_rows_are_added_moved_and_removed_without_javascript(browse: Callable[..., Page]) -> None:
    page = browse(java_script=False)
    page.goto("/kurs/kleine-schritte")
    rows = page.locator('[data-rows="steps"] > li')
    before = rows.count()
    page.locator('[name="steps.0.action"]').fill("Zuerst")
    page.locator('[name="steps.1.action"]').fill("Danach")
    page.locator('[name=op][value="steps.add"]').click()
    expect(rows).to_have_count(before + 1)
    expect(page.locator('[name="steps.1.action"]')).to_have_value("Danach")
    page.locator('[name=op][value="steps.1.up"]').click()
    expect(page.locator('[name="steps.0.action"]')).to_have_value("Danach")
    page.locator('[name=op][value="steps.0.remove"]').click()
    expect(page.locator('[name="steps.0.action"]')).to_have_value("Zuerst")


def test_the_self_check_works_without_javascript(browse: Callable[..., Page]) -> None:
    page = browse(java_script=False)
    page.goto("/selbst-check")
    page.get_by_role("button", name="Ergebnis zeigen").click()
    expect(page.locator(".field-error")).to_have_count(10)
    for index in range(10):
        page.locator(f"label:has(#s{index}-2)").click()
    page.get_by_role("button", name="Ergebnis zeigen").click()
    expect(page.locator(".result-score")).to_contain_text("20 von 30")
