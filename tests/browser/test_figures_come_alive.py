"""The picture of every lesson answers to the keyboard, and is a whole picture without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.pages import LESSONS

FIGURE = "figure[data-figure]"
CONTROLS = f"{FIGURE} .figure-controls"
STATE = """() => {
  const figure = document.querySelector("figure[data-figure]");
  return figure.querySelector("svg").outerHTML
    + [...figure.querySelectorAll(".fig-say")].map(line => line.textContent).join();
}"""
MOST_CONTROLS = 12


@pytest.mark.parametrize("slug", LESSONS)
def test_the_figure_answers_to_the_keyboard(look: Callable[..., Page], slug: str) -> None:
    page = look("guest")
    page.goto(f"/kurs/{slug}")
    before = page.evaluate(STATE)
    hands = Keyboard(page)
    for number in range(1, MOST_CONTROLS):
        if page.evaluate(STATE) != before:
            break
        press(hands, number)
    assert page.evaluate(STATE) != before
    said = page.locator(f"{FIGURE} [aria-live]")
    expect(said.first).not_to_be_empty()


def press(hands: Keyboard, number: int) -> None:
    """Use the control with this number, if there is one that can be used."""
    control = hands.page.locator(f"{CONTROLS} :is(button, input, select):enabled").nth(number - 1)
    assert control.count() == 1, "no control of the figure changes anything"
    control.evaluate("one => { one.id = one.id || 'the-control'; }")
    selector = f"#{control.get_attribute('id')}"
    hands.reach(selector)
    kind = control.evaluate("one => one.tagName === 'BUTTON' ? 'button' : one.type")
    hands.press({"button": "Enter", "checkbox": "Space"}.get(str(kind), "ArrowRight"))
    hands.page.evaluate("document.getElementById('the-control')?.removeAttribute('id')")


def test_figures_are_whole_pictures_without_scripts(browse: Callable[..., Page]) -> None:
    page = browse(java_script=False)
    for slug in LESSONS:
        page.goto(f"/kurs/{slug}")
        frame = page.locator(f"{FIGURE} [role=img]")
        expect(frame.locator("svg").first).to_be_visible()
        assert len(frame.first.get_attribute("aria-label") or "") > 40
        expect(page.locator(CONTROLS)).to_have_count(0)
