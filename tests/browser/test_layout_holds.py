"""From a narrow phone to a desk, and at 200 % zoom: nothing sticks out, all can be seen and hit.

To open a page costs as much as to look at it, so axe, too, looks at each of them here.
"""

from typing import Any, Protocol

import pytest
from playwright.sync_api import Page

from tests.browser.money import MONEY_PLACES, at
from tests.browser.pages import PLACES, Place
from tests.browser.test_every_page_is_accessible import found_by_axe

# 640 px is what a page of 1280 px has at 200 % zoom.
WIDTHS = (320, 390, 640, 768, 1280)  # the last is the one that a page is opened with
SMALLEST = 44

TOO_WIDE = """async width => {
  while (innerWidth !== width) await new Promise(done => setTimeout(done, 5));
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const all = [...document.body.querySelectorAll("*")];
  const out = all.filter(one => one.getBoundingClientRect().right > room + 1);
  const name = one => `${one.tagName.toLowerCase()}.${one.getAttribute("class") || ""}#${one.id}`;
  return [`${document.scrollingElement.scrollWidth} > ${room}`, ...out.slice(-4).map(name)];
}"""

# What changes when a control gets the focus: on itself, its label, or the box around both.
UNSEEN = """() => {
  const look = one => {
    const parts = [one, one.closest("label"), one.parentElement, one.nextElementSibling];
    return parts.filter(Boolean).map(part => {
      const style = getComputedStyle(part);
      return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow,
        style.borderColor, style.backgroundColor, style.textDecorationLine].join();
    }).join("|");
  };
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const seen = one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility();
  return [...document.querySelectorAll(stops)].filter(seen).filter(one => {
    document.activeElement.blur();
    const before = look(one);
    one.focus({ preventScroll: true, focusVisible: true });
    return document.activeElement !== one || look(one) === before;
  }).slice(0, 5).map(one => one.outerHTML.slice(0, 120));
}"""

TOO_SMALL = """smallest => [...document.querySelectorAll(
  ".option label, .order select, .order button, .match select, .question .btn, .choices label"
)].filter(one => one.checkVisibility()).filter(one => {
  const box = one.getBoundingClientRect();
  return box.height < smallest - 0.5 || box.width < smallest - 0.5;
}).map(one => `${one.outerHTML.slice(0, 90)} ${one.getBoundingClientRect().height}`)"""


class Look(Protocol):
    """look(who): the one page of this person."""

    def __call__(self, who: str) -> Page: ...


def sticking_out(page: Page) -> dict[int, Any]:
    found = {}
    # As set_viewport_size does it, but without a new window for each width, which costs 0.2 s.
    screen = page.context.new_cdp_session(page)
    for width in WIDTHS:
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        screen.send("Emulation.setDeviceMetricsOverride", size)
        found[width] = page.evaluate(TOO_WIDE, width)
    screen.detach()
    return {width: elements for width, elements in found.items() if elements}


def unseen(page: Page) -> list[str]:
    # A key was pressed last, so that the browser shows the focus as it does for a keyboard.
    page.keyboard.press("Tab")
    found: list[str] = page.evaluate(UNSEEN)
    page.evaluate("document.activeElement.blur()")
    return found


def wrong_on(page: Page) -> dict[str, Any]:
    found = {"sticks out": sticking_out(page), "no focus": unseen(page), "axe": found_by_axe(page)}
    return {kind: what for kind, what in found.items() if what}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_nothing_sticks_out_the_focus_is_seen_and_axe_finds_nothing_on(
    look: Look, place: Place
) -> None:
    page = look(place.who)
    place.open(page)
    assert not wrong_on(page)


@pytest.mark.parametrize("place", MONEY_PLACES, ids=lambda place: place.name)
def test_nothing_is_wrong_where_seats_and_money_are(
    look: Look, world: dict[str, str], place: Place
) -> None:
    page = look(place.who)
    at(place, world).open(page)
    assert not wrong_on(page)


@pytest.mark.parametrize("slug", ["wer-steuert", "ziele-mit-kurs", "zielbaum"])
def test_a_finger_hits_every_control_of_a_question(look: Look, slug: str) -> None:
    page = look("guest")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/kurs/{slug}")
    assert not page.evaluate(TOO_SMALL, SMALLEST)
