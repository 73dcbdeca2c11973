"""kill -9 of the server between two answers: what was shown as saved is there afterwards."""

import json
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from leaderacademy.content.course import Course
from tests.browser.learner import Learner
from tests.browser.product import Product

LESSON = "wer-steuert"
SAVED, WAITING, LATER = "leader-erkennen", "bleibt-bei-ihnen", "chefsache-texte"
OFFLINE = "Wird gesendet, sobald Sie wieder Netz haben"


@pytest.fixture
def power(product: Product) -> Iterator[Product]:
    """The product; whatever a test did to it, it runs again afterwards."""
    yield product
    if not product.alive():
        product.start()


@pytest.fixture
def learner(browse: Callable[..., Page], course: Course, power: Product) -> Learner:
    """Somebody with one answer and one saved field on the open lesson."""
    someone = Learner(browse(), course)
    someone.open(LESSON)
    someone.answer(SAVED)
    someone.page.locator("#feld-st_leader").fill("Geschäftsführerin")
    expect(someone.saved("mein-hafen")).to_contain_text("Gespeichert")
    return someone


def attempts(page: Page, question: str) -> int:
    page.goto(f"/kurs/{LESSON}/fragen/{question}")
    return page.locator("main ol.rows > li").count()


def waiting(page: Page) -> list[dict[str, str]]:
    stored = page.evaluate("localStorage.getItem('academy.waiting')")
    return list(json.loads(stored or "[]"))


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline, "never happened"
        time.sleep(0.05)


def test_what_was_shown_as_saved_is_there_after_a_power_cut(
    learner: Learner, power: Product
) -> None:
    power.kill()
    power.start()
    learner.open(LESSON)
    expect(learner.page.locator(f"#frage-{SAVED}-urteil")).to_contain_text("Richtig.")
    expect(learner.page.locator("#feld-st_leader")).to_have_value("Geschäftsführerin")
    learner.answer(LATER)
    assert attempts(learner.page, SAVED) == 1


def test_what_was_done_while_the_server_was_away_is_sent_exactly_once(
    learner: Learner, power: Product
) -> None:
    page = learner.page
    power.kill()
    learner.answer(WAITING, wait=False)
    expect(page.locator(f"#frage-{WAITING} [data-sending]")).to_contain_text(OFFLINE)
    page.locator("#feld-g10_statement").fill("Geschrieben im Tunnel")
    expect(learner.saved("mein-hafen")).to_contain_text(OFFLINE)
    # Pressed once more out of impatience: still the same answer.
    page.locator(f"#frage-{WAITING}").get_by_role("button", name="Antwort prüfen").click()
    expect(page.locator(f"#frage-{WAITING} [data-sending]")).to_contain_text(OFFLINE)
    assert len(waiting(page)) == 2

    power.start()
    # Two tabs find the same waiting answer at once.
    second = page.context.new_page()
    second.goto(f"/kurs/{LESSON}", wait_until="commit")
    page.goto(f"/kurs/{LESSON}")
    for tab in (page, second):
        expect(tab.locator("#uebung-mein-hafen-form [data-saved]")).not_to_contain_text(OFFLINE)
    wait_until(lambda: waiting(page) == [])
    for tab in (page, second):
        tab.reload()
        expect(tab.locator(f"#frage-{WAITING}-urteil")).to_contain_text("Richtig.")
        expect(tab.locator("#feld-g10_statement")).to_have_value("Geschrieben im Tunnel")
    second.close()
    assert attempts(page, WAITING) == 1
    page.goto("/logbuch/zielbaum")
    expect(page.locator("#feld-g10_statement")).to_have_value("Geschrieben im Tunnel")
    expect(page.locator(".conflict")).to_have_count(0)


def test_a_visited_lesson_opens_while_the_server_is_away(learner: Learner, power: Product) -> None:
    page = learner.page
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.reload()
    power.kill()
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#feld-st_leader")).to_have_value("Geschäftsführerin")
