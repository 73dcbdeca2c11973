"""axe finds nothing, in light and in dark; on the pages of the product see test_layout_holds."""

from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Page

from tests.browser.pages import Place
from tests.browser.product import Product

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
# Only colours differ in the dark; everything else was looked at in the light.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
# Drawings for the eye only, with hundreds of parts; the words beside them are looked at.
DRAWINGS = ["svg[aria-hidden=true]"]


class Look(Protocol):
    """look(who): the one page of this person."""

    def __call__(self, who: str, server: Product | None = None) -> Page: ...


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    found = page.evaluate(
        "([drawings, options]) => axe.run({exclude: drawings}, options)",
        [DRAWINGS, options | {"resultTypes": ["violations"]}],
    )
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"][:4]
    ]


def found_by_axe(page: Page) -> dict[str, list[str]]:
    page.emulate_media(color_scheme="light")
    page.evaluate(AXE)
    found = {"light": violations(page, {})}
    page.emulate_media(color_scheme="dark")
    found["dark"] = violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return {mode: rules for mode, rules in found.items() if rules}


def test_axe_finds_nothing_on_the_specimen_of_all_components(look: Look, workshop: Product) -> None:
    page = look("guest", workshop)
    Place("muster", "/_muster").open(page)
    assert page.locator("h1").count() == 1
    assert not found_by_axe(page)


@pytest.mark.parametrize("code", [400, 403, 413, 429, 500, 503])
def test_axe_finds_nothing_on_the_page_of_an_error(
    look: Look, workshop: Product, code: int
) -> None:
    page = look("guest", workshop)
    Place("error", f"/_muster/fehler/{code}").open(page)
    assert page.locator("h1").count() == 1
    assert not found_by_axe(page)
