"""A trainer brings questions from Moodle, sees them beside the text, and is not alone there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Product

GIFT = """::Kurs::Was hält den Kurs? {
=Das Steuer#Genau.
~Die Flagge#Sie zeigt nur, wer fährt.
}

::Frei::Schreiben Sie. {}
"""


@pytest.fixture
def trainer(browse: Callable[..., Page], look: Callable[..., Page], workshop: Product) -> Page:
    cookies = look("trainer", workshop).context.cookies()
    page = browse(server=workshop, offline_pages=False)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    return page


def test_chosen_looked_at_and_in_the_draft(trainer: Page, tmp_path: Path) -> None:
    page, file = trainer, tmp_path / "moodle.txt"
    file.write_text(GIFT, encoding="utf-8")
    page.goto("/studio/austausch")
    page.locator("#file").set_input_files(file)
    page.locator("#lesson").select_option("fuenf-gruende")
    page.get_by_role("button", name="Datei ansehen", exact=True).click()
    expect(page.locator(".is-refused")).to_contain_text("Freie Antworten gibt es hier nicht")
    page.locator(".is-taken summary").click()
    expect(page.locator(".is-taken pre")).to_contain_text("- (x) Das Steuer")
    page.get_by_role("button", name="in den Entwurf übernehmen").click()
    expect(page.locator(".flashes")).to_contain_text("1 Frage steht jetzt im Entwurf")
    preview = page.frame_locator("#vorschau iframe")
    expect(preview.locator(".question", has_text="Was hält den Kurs?")).to_be_visible()

    # And out again: the file of Moodle is there at one press.
    page.goto("/studio/austausch/ausgabe?form=xml&lektion=fuenf-gruende")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Datei herunterladen").click()
    assert fetched.value.suggested_filename == "fragen-fuenf-gruende.xml"


def test_a_figure_moves_in_the_preview(trainer: Page) -> None:
    page = trainer
    page.goto("/studio/lektionen/wer-steuert")
    preview = page.frame_locator("#vorschau iframe")
    button = preview.locator(".figure-controls button", has_text="Hafen nennen")
    button.click()
    expect(preview.locator(".fig-say")).to_contain_text("Alle fünf Maßnahmen")
    # What is typed draws the page anew, and its figure moves again.
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\nEin Satz mehr.\n")
    expect(preview.locator("body")).to_contain_text("Ein Satz mehr.")
    button.click()
    expect(preview.locator(".fig-say")).to_contain_text("Alle fünf Maßnahmen")


def test_a_legal_page_is_seen_while_it_is_written(trainer: Page) -> None:
    page = trainer
    page.goto("/studio/texte/seite-impressum")
    preview = page.frame_locator("#vorschau iframe")
    expect(preview.locator("h1")).to_contain_text("Impressum")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\nEin Satz für alle.\n")
    expect(preview.locator("main")).to_contain_text("Ein Satz für alle.")


def test_lessons_are_put_in_order_by_dragging(trainer: Page) -> None:
    page = trainer
    page.goto("/studio/lektionen")

    def titles() -> list[str]:
        return page.locator("tbody th a").all_inner_texts()

    def drag(place: int, onto: int) -> None:
        grip = page.locator("[data-grip]").nth(place).bounding_box()
        row = page.locator("tbody tr").nth(onto).bounding_box()
        assert grip is not None
        assert row is not None
        page.mouse.move(grip["x"] + 16, grip["y"] + 22)
        page.mouse.down()
        low = row["height"] * (0.8 if onto > place else 0.2)
        page.mouse.move(grip["x"] + 16, row["y"] + low, steps=12)
        page.mouse.up()
        expect(page.locator("[data-order-said]")).to_contain_text("ist gespeichert")

    before = titles()
    drag(0, 2)
    moved = [before[1], before[2], before[0], *before[3:]]
    assert titles() == moved
    page.reload()
    assert titles() == moved
    drag(2, 0)
    page.reload()
    assert titles() == before
