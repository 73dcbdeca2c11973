"""Two tabs write into the same field: the later one is shown both versions and decides."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

PLACE = "/logbuch/strategie"
FIELD = "#feld-st_leader"
NOTE = "#feld-st_leader-fassungen .conflict"


@pytest.fixture
def tabs(browse: Callable[..., Page]) -> tuple[Page, Page]:
    """Two tabs of somebody, opened before one of them wrote something."""
    first = browse()
    first.goto(PLACE)
    write(first, "Anfang")
    first.reload()
    second = first.context.new_page()
    second.goto(PLACE)
    expect(second.locator(FIELD)).to_have_value("Anfang")
    write(first, "Aus dem ersten Fenster")
    return first, second


def field(page: Page) -> Locator:
    """The field in its section, which is opened if it is not yet."""
    if not page.locator(FIELD).is_visible():
        page.locator(f"details:has({FIELD}) > summary").click()
    return page.locator(FIELD)


def write(page: Page, text: str) -> None:
    field(page).fill(text)
    expect(page.locator(f"form:has({FIELD}) [data-saved]")).to_contain_text("Gespeichert")


def test_the_later_save_is_shown_both_versions(tabs: tuple[Page, Page]) -> None:
    first, second = tabs
    field(second).fill("Aus dem zweiten Fenster")
    versions = second.locator(NOTE).locator(".own-words")
    expect(versions).to_have_text(["Aus dem ersten Fenster", "Aus dem zweiten Fenster"])
    expect(second.locator(NOTE)).to_contain_text("In einem anderen Fenster")
    # What is being typed is never taken out of the hands.
    expect(second.locator(FIELD)).to_have_value("Aus dem zweiten Fenster")
    first.reload()
    expect(first.locator(FIELD)).to_have_value("Aus dem ersten Fenster")


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        ("Diese nehmen", "Aus dem zweiten Fenster"),
        ("Diese behalten", "Aus dem ersten Fenster"),
    ],
)
def test_the_decision_holds_in_both_tabs(tabs: tuple[Page, Page], button: str, kept: str) -> None:
    first, second = tabs
    field(second).fill("Aus dem zweiten Fenster")
    second.locator(NOTE).get_by_role("button", name=button).click()
    expect(second.locator(NOTE)).to_have_count(0)
    expect(second.locator(FIELD)).to_have_value(kept)
    first.reload()
    expect(first.locator(FIELD)).to_have_value(kept)
    expect(first.locator(NOTE)).to_have_count(0)


def test_typing_on_after_the_note_goes_on_with_ones_own_version(
    tabs: tuple[Page, Page],
) -> None:
    _, second = tabs
    field(second).fill("Aus dem zweiten")
    expect(second.locator(NOTE)).to_have_count(1)
    field(second).fill("Aus dem zweiten Fenster, länger")
    versions = second.locator(NOTE).locator(".own-words")
    expect(versions).to_have_text(["Aus dem ersten Fenster", "Aus dem zweiten Fenster, länger"])


def test_leaving_at_once_after_typing_saves_what_was_typed(tabs: tuple[Page, Page]) -> None:
    first, _ = tabs
    field(first).fill("Gerade noch geschrieben")
    first.goto("/kurs")
    first.goto(PLACE)
    expect(first.locator(FIELD)).to_have_value("Gerade noch geschrieben")
