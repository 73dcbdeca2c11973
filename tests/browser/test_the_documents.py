"""From a filled field to the team's page: by keyboard alone, and without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.keyboard import Keyboard

KEYS = ("zielbaum", "strategie", "briefing", "angebote", "team")
# Per document a section, a field in it, and what is written there.
WRITTEN = {
    "zielbaum": ("hafen", "g10_sign", "40 % aus Sanierung"),
    "strategie": ("leitung", "st_leader", "Geschäftsführerin"),
    "briefing": ("vorhaben", "br_project", "Referenzseite bauen"),
    "angebote": ("vergleich", "offers.0.of_name", "Agentur am Hafen"),
    "team": ("richtung", "tm_direction", "Wir halten, was wir sagen."),
}


def test_all_five_documents_are_written_and_shared_by_keyboard(
    browse: Callable[..., Page],
) -> None:
    page = browse()
    keys = Keyboard(page)
    for key in KEYS:
        section, field, text = WRITTEN[key]
        page.goto(f"/logbuch/{key}")
        keys.reach(f"#{section} summary")
        keys.press("Enter")
        keys.reach(f'#form-{section} [name="{field}"]')
        page.keyboard.insert_text(text)
        keys.reach(f"#form-{section} [data-close]")
        keys.press("Enter")
        expect(page.locator(f"#{section}-text")).to_contain_text(text)
        expect(page.locator(f"#{section} details")).not_to_have_attribute("open", "")
    keys.reach('.doc-more a[href="/teamseite"]')
    keys.press("Enter")
    expect(page).to_have_url("/teamseite")
    keys.reach("#teamseite-form .btn-main")
    keys.press("Enter")
    expect(page.locator(".team-link a")).to_be_visible()
    keys.reach(".team-link a")
    expect(page.locator(".team-link a")).to_be_focused()
    page.goto("/team/" + page.locator(".team-link a").inner_text().rsplit("/", 1)[1])
    expect(page.locator("h1")).to_have_text(WRITTEN["team"][2])


def test_all_five_documents_are_written_and_shared_without_javascript(
    browse: Callable[..., Page],
) -> None:
    page = browse(java_script=False, viewport=PHONE)
    for key in KEYS:
        section, field, text = WRITTEN[key]
        page.goto(f"/logbuch/{key}?offen={section}")
        page.locator(f'#form-{section} [name="{field}"]').fill(text)
        page.locator(f"#form-{section} .logpage-foot button").click()
        expect(page.locator(f"#{section}-text")).to_contain_text(text)
    page.goto("/teamseite")
    page.locator("#teamseite-form .btn-main").click()
    page.locator(".team-link a").wait_for()
    page.goto("/team/" + page.locator(".team-link a").inner_text().rsplit("/", 1)[1])
    expect(page.locator("h1")).to_have_text(WRITTEN["team"][2])
    page.goto("/logbuch/zielbaum?offen=ruderschlaege")
    page.locator('[name="steps.0.action"]').fill("Fotos holen")
    page.locator("#form-ruderschlaege .logpage-foot button").click()
    page.goto("/check-in")
    page.locator('[name="stand-0"][value=fertig]').check()
    page.locator("#check-in-form .btn-main").click()
    expect(page.locator(".flashes")).to_contain_text("Eingetragen")
