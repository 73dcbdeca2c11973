"""Somebody who has a keyboard and nothing else: Tab, arrows, Space, Enter, and typing."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.answers import ANY, Entry

# Which key leads from the focus to the wanted control, and how often to press it at least.
LOOK = """selector => {
  const here = document.activeElement;
  const wanted = document.querySelector(selector);
  if (!wanted) return ["missing", 0];
  if (here === wanted) return ["here", 0];
  const group = (one) => one.type === "radio" ? `${one.form && one.form.id} ${one.name}` : null;
  if (group(here) && group(here) === group(wanted)) return ["ArrowDown", 1];
  const side = here.compareDocumentPosition(wanted);
  const back = here !== document.body && side & Node.DOCUMENT_POSITION_PRECEDING
    && !(side & Node.DOCUMENT_POSITION_CONTAINS);
  const [from, to] = back ? [wanted, here] : [here, wanted];
  const groups = new Set([group(here), group(wanted)]);
  let steps = 1;
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const one of document.querySelectorAll(stops)) {
    if (one.tabIndex < 0 || one.disabled || !one.checkVisibility()) continue;
    if (from !== document.body
        && !(from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
    if (!(to.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING)) continue;
    if (group(one) && groups.has(group(one))) continue;
    groups.add(group(one));
    steps += 1;
  }
  return [back ? "Shift+Tab" : "Tab", steps];
}"""
MOST_TABS = 60
# So many letters are typed one by one; the rest comes at once, as from dictation.
TYPED = 6


class Keyboard:
    """Moves the focus as a person would and fails when something cannot be reached."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tabs = 0

    def reach(self, selector: str) -> None:
        """Press Tab, or Shift+Tab when it lies behind, until the focus is there."""
        for _ in range(MOST_TABS):
            key, times = self.page.evaluate(LOOK, selector)
            if key == "here":
                return
            assert key != "missing", f"{selector} is not on the page {self.page.url}"
            for _ in range(times):
                self.press(key)
        raise AssertionError(f"{selector} cannot be reached with Tab on {self.page.url}")

    def press(self, key: str) -> None:
        self.tabs += 1
        self.page.keyboard.press(key)

    def activate(self, selector: str) -> None:
        """Press a button or follow a link."""
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def follow(self, selector: str) -> None:
        """Follow a link and wait for the page behind it."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, selector: str) -> None:
        """Tick a box or choose a radio button."""
        self.reach(selector)
        if not self._is_checked(selector):
            self.page.keyboard.press("Space")
        assert self._is_checked(selector), f"{selector} does not take Space"

    def type(self, selector: str, text: str) -> None:
        """Replace what stands in a text control."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text[:TYPED])
        self.page.keyboard.insert_text(text[TYPED:])
        assert self._value(selector) == text

    def choose(self, selector: str, value: str) -> None:
        """Walk through a select box with the arrows."""
        self.reach(selector)
        # Possibilities that depend on what was just typed come with the answer of the server.
        expect(self.page.locator(selector).locator("option:not([value=''])")).not_to_have_count(0)
        if value == ANY and self._value(selector):
            return
        done: Callable[[str], bool] = (lambda now: bool(now)) if value == ANY else value.__eq__
        self.page.keyboard.press("Home")
        for _ in range(40):
            if done(self._value(selector)):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} has no possibility {value!r}")

    def date(self, selector: str, day: str) -> None:
        """Type a day, in the order of its parts that this browser shows."""
        year, month, number = day.split("-")
        for digits in (number + month + year, month + number + year):
            self.reach(selector)
            self.page.keyboard.type(digits)
            if self._value(selector) == day:
                return
            self._back_into(selector)
        raise AssertionError(f"{selector} does not take {day}: {self._value(selector)!r}")

    def time(self, selector: str, clock: str) -> None:
        """Type a time; where the browser wants it, with the half of the day."""
        for more in ("", "AM"):
            self.reach(selector)
            self.page.keyboard.type(clock.replace(":", "") + more)
            if self._value(selector) == clock:
                return
            self._back_into(selector)
        raise AssertionError(f"{selector} does not take {clock}: {self._value(selector)!r}")

    def fill(self, form: str, entry: Entry) -> None:
        """Put an entry into the control with its name."""
        control = f'{form} [name="{entry.name}"]'
        if entry.kind == "choice" and self._tag(control) != "SELECT":
            self.tick(control if entry.text == ANY else f'{control}[value="{entry.text}"]')
        elif entry.kind == "choice":
            self.choose(control, entry.text)
        elif entry.kind == "choices":
            self.tick(control)
        elif entry.kind == "date":
            self.date(control, entry.text)
        elif entry.kind == "time":
            self.time(control, entry.text)
        else:
            self.type(control, entry.text)

    def _back_into(self, selector: str) -> None:
        """Leave a control of several parts, so that typing begins at its first part again."""
        for _ in range(5):
            self.press("Shift+Tab")
            if self.page.evaluate(LOOK, selector)[0] != "here":
                return

    def _value(self, selector: str) -> str:
        return str(self._ask(selector, "element => element.value"))

    def _tag(self, selector: str) -> str:
        return str(self._ask(selector, "element => element.tagName"))

    def _is_checked(self, selector: str) -> bool:
        return bool(self._ask(selector, "element => element.checked"))

    def _ask(self, selector: str, question: str) -> Any:
        # Looking only: locators here never click, fill or focus.
        return self.page.locator(selector).first.evaluate(question)
