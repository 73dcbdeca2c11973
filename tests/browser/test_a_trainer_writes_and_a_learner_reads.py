"""A trainer writes in the browser, sees the page beside the text, publishes; a learner reads it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Product

LESSON = "/studio/lektionen/steuermann"
WEIGHT = 350_000


@pytest.fixture(scope="module")
def studio(workshop: Product) -> Product:
    return workshop


@pytest.fixture
def write(browse: Callable[..., Page], look: Callable[..., Page], studio: Product) -> Page:
    """The editor of a lesson, opened by the trainer."""
    # The trainer whom other tests look over the shoulder of: the first link is good only once.
    cookies = look("trainer", studio).context.cookies()
    page = browse(server=studio, offline_pages=False)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(LESSON)
    expect(page.locator(".cm-content")).to_be_visible()
    return page


def _wait_for_text(page: Page, text: str) -> None:
    """In the whole text: CodeMirror draws only what can be seen."""
    page.wait_for_function("text => window.studio?.get().includes(text)", arg=text)


def _preview(page: Page) -> Any:
    return page.frame_locator("#vorschau iframe")


def test_written_seen_published_and_read(
    write: Page, browse: Callable[..., Page], studio: Product
) -> None:
    page = write
    weight = sum(
        page.evaluate("performance.getEntriesByType('resource').map(one => one.transferSize)")
    )
    assert weight < WEIGHT, weight
    expect(_preview(page).locator("h1")).to_be_visible()

    # By keyboard alone: to the end of the text, a block from the bar, words of one's own.
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.locator("button[name=insert][value=merksatz]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Wer steuert, sieht weiter.")
    expect(_preview(page).locator(".remember").last).to_contain_text("Wer steuert, sieht weiter.")
    expect(page.locator("#gespeichert")).to_contain_text("Gespeichert")
    expect(page.locator("#entwurf-stand")).to_contain_text("1\u00a0Änderung im Entwurf")

    # After wrong answers, and as wide as a phone.
    page.locator("[data-wrong]").click()
    expect(_preview(page).locator(".verdict-warn").first).to_be_visible()
    page.locator("[data-width]").click()
    assert page.locator("#vorschau iframe").bounding_box()["width"] <= 392  # type: ignore[index]

    # A problem leads to its line, and its remedy is one press away.
    page.keyboard.press("Escape")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n# Zu groß\n")
    problem = page.locator("#probleme li", has_text="statt #")
    problem.locator("button").click()
    expect(page.locator("#probleme li", has_text="statt #")).to_have_count(0)
    expect(_preview(page).locator("h2", has_text="Zu groß")).to_be_visible()

    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.locator("h1")).to_contain_text("Veröffentlichen: ")
    expect(page.locator(".diff")).to_contain_text("Wer steuert, sieht weiter.")
    page.locator("#note").fill("Ein Merksatz mehr")
    page.locator("#veroeffentlichen .btn-main").click()
    expect(page.locator(".flashes")).to_contain_text("Veröffentlicht.")

    learner = browse(server=studio, offline_pages=False)
    learner.goto("/kurs/steuermann")
    expect(learner.locator(".remember").last).to_contain_text("Wer steuert, sieht weiter.")


def test_a_crash_of_the_browser_gives_the_text_back(write: Page) -> None:
    page = write
    # The server hears nothing, and the page goes without a word.
    page.route("**/entwurf", lambda route: route.abort())
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\nFast verloren.\n")
    expect(page.locator("#gespeichert")).to_contain_text("in diesem Browser sicher")
    page.unroute("**/entwurf")
    page.evaluate("window.studio.leaving = true")
    page.reload()
    page.get_by_role("button", name="Text übernehmen").click()
    _wait_for_text(page, "Fast verloren.")
    expect(page.locator("#gespeichert")).to_contain_text("Gespeichert")
    page.reload()
    _wait_for_text(page, "Fast verloren.")


def test_words_from_word_become_markdown(write: Page) -> None:
    page = write
    html = (
        "<h1>Titel</h1><p class=MsoNormal>Ein <b>fettes</b> und ein <i>schräges</i> Wort</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
        "<span style='mso-list:Ignore'>·</span>Erstens</p>"
        "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    assert page.evaluate("html => window.studio.markdownOf(html)", html) == (
        "## Titel\n\nEin **fettes** und ein *schräges* Wort\n\n- Erstens\n\n"
        "| a | b |\n| --- | --- |\n| 1 | 2 |"
    )


def test_nothing_is_lost_by_signing_out_in_another_window(write: Page) -> None:
    page = write
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\nOhne Anmeldung.\n")
    expect(page.locator("#abgemeldet")).to_contain_text("Ihr Text ist in diesem Browser sicher")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.get_by_role("button", name="Noch einmal speichern").click()
    expect(page.locator("#gespeichert")).to_contain_text("Gespeichert")
    page.reload()
    _wait_for_text(page, "Ohne Anmeldung.")
