"""Lessons and the Logbuch on paper: the text without what only a screen needs."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SCREEN_ONLY = (".site-head", ".site-foot", ".rail", ".next", ".actions", ".moves", ".btn")


def sheets(page: Page) -> int:
    """How many sheets of A4 the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize(
    ("address", "least", "most"),
    [
        ("/kurs/wer-steuert", 2, 6),
        ("/kurs/ziele-mit-kurs", 2, 7),
        ("/logbuch/zielbaum", 1, 3),
        ("/training", 1, 4),
    ],
)
def test_a_printed_page_holds_the_text_only(
    browse: Callable[..., Page], address: str, least: int, most: int
) -> None:
    page = browse()
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    for selector in SCREEN_ONLY:
        assert not [one for one in page.locator(selector).all() if one.is_visible()], selector
    assert least <= sheets(page) <= most


def test_the_dark_of_the_screen_does_not_reach_the_paper(browse: Callable[..., Page]) -> None:
    page = browse(dark=True)
    page.goto("/kurs/wer-steuert")
    page.emulate_media(media="print", color_scheme="dark")
    colour = page.evaluate("getComputedStyle(document.querySelector('.prose p')).color")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    assert max(red, green, blue) < 110, colour


def test_paper_shows_ones_own_words_whole_and_no_example_as_if_it_were_an_entry(
    browse: Callable[..., Page],
) -> None:
    page = browse()
    page.goto("/kurs/wer-steuert")
    field = page.locator("#feld-g10_statement")
    field.fill("Wer im Umkreis ein Haus nachrüstet, denkt zuerst an uns. " * 8)
    page.emulate_media(media="print")
    assert field.evaluate("one => one.scrollHeight <= one.clientHeight + 2")
    example = "getComputedStyle(one, '::placeholder').color"
    empty = page.locator("#feld-st_leader")
    assert empty.evaluate(f"one => {example}") == "rgba(0, 0, 0, 0)"
