"""Takes the pictures of docs/handbuch-trainer.md from the running product.

`.venv/bin/python -m scripts.handbook` starts the product with a copy of the course and invented
people, opens the pages in Chromium and writes docs/bilder/handbuch-*.webp; names behind it take
only these. A picture that would be larger than 60 KB ends it with an error.
"""

import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench import learners
from leaderacademy.core import clock
from scripts.handbook.filling import TARGET, Team, fill
from tests.browser.conftest import FLAGS
from tests.browser.product import ROOT, Product

FOLDER = ROOT / "docs" / "bilder"
LARGEST = 60_000  # bytes
LESSON = "/studio/lektionen/im-takt"
QUESTIONS = ROOT / "scripts" / "handbook" / "fragen.gift"
# Narrow enough to be read in a column of text; the editor needs its whole width.
WIDTHS = {"handbuch-editor": 1280, "handbuch-nach-falscher-antwort": 1280}
Shot = Callable[[Page, "Cookies"], bytes]
SHOTS: dict[str, Shot] = {}


class Cookies:
    """Who may be signed in, and new pages for them."""

    def __init__(self, browser: Browser, url: str, values: dict[str, str]) -> None:
        self.browser, self.url, self.values = browser, url, values

    def page(self, who: str, width: int = 1280, java_script: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=java_script,
            reduced_motion="reduce",
            locale="de-DE",
            timezone_id="Europe/Berlin",
            service_workers="block",
        )
        name, _, value = self.values[who].partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.url}])
        return context.new_page()


def shot(name: str) -> Callable[[Shot], Shot]:
    """This function takes the picture of that name."""

    def keep(take: Shot) -> Shot:
        SHOTS[name] = take
        return take

    return keep


def _top(page: Page, height: int) -> bytes:
    """So much of the page's own part: the studio's head above it is the same everywhere."""
    page.evaluate("document.fonts.ready.then(() => {})")
    page.evaluate("window.scrollTo(0, 0)")
    main = page.locator("main").bounding_box()
    top = main["y"] if main is not None else 0
    clip = {"x": 0, "y": top, "width": _width(page), "height": height}
    return page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]


def _width(page: Page) -> int:
    return page.viewport_size["width"] if page.viewport_size else 1280


def _part(page: Page, css: str) -> bytes:
    page.evaluate("document.fonts.ready.then(() => {})")
    return page.locator(css).first.screenshot()


def _from_to(page: Page, first: str, last: str, space: int = 18) -> bytes:
    """The page from the top of one part to the end of another."""
    one = page.locator(first).first.bounding_box()
    other = page.locator(last).last.bounding_box()
    if one is None or other is None:
        raise RuntimeError(f"{first} or {last} cannot be seen")
    top = max(one["y"] - space, 0)
    height = min(other["y"] + other["height"] + space - top, 1500)
    clip = {"x": 0, "y": top, "width": _width(page), "height": height}
    return page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]


@shot("handbuch-studio")
def studio(page: Page, _cookies: Cookies) -> bytes:
    page.goto("/studio")
    return page.screenshot()


@shot("handbuch-lektionen")
def lessons(page: Page, _cookies: Cookies) -> bytes:
    page.goto("/studio/lektionen")
    return _top(page, 600)


def _editor(page: Page, change: str = "text", address: str = LESSON) -> None:
    page.goto(address)
    page.locator(".cm-content").wait_for()
    page.frame_locator("#vorschau iframe").locator("h1").first.wait_for()
    page.evaluate(
        """change => { const s = window.studio; const text = s.get();
           s.view.dispatch({changes: {from: 0, to: text.length,
             insert: new Function("text", "return " + change)(text)}}); }""",
        change,
    )


def _look_at(page: Page, words: str) -> None:
    """Put the line that begins so near the top of the editor; the preview follows."""
    page.evaluate(
        """words => { const {view} = window.studio;
           const at = view.state.doc.toString().indexOf(words);
           const block = view.lineBlockAt(at); view.scrollDOM.scrollTop = block.top - 12; }""",
        words,
    )
    page.wait_for_timeout(900)


SAVED = re.compile("^Gespeichert")
BETTER = (
    'text.replace("Das Ziel wurde gesagt, ist aber nicht angekommen.",'
    '"Das Ziel wurde verkündet, ist aber nicht angekommen.")'
    '.replace("- ( ) Es fehlen weitere Kampagnen zum neuen Ziel.",'
    '"- (~) Es fehlen weitere Kampagnen zum neuen Ziel.")'
)


@shot("handbuch-editor")
def editor(page: Page, _cookies: Cookies) -> bytes:
    _editor(page, BETTER)
    page.locator("#gespeichert", has_text=SAVED).wait_for()
    for _ in range(2):  # lines are measured only when they are drawn
        _look_at(page, "::: question weihnachtsfeier")
    return page.screenshot()


@shot("handbuch-nach-falscher-antwort")
def after_a_wrong_answer(page: Page, _cookies: Cookies) -> bytes:
    page.set_viewport_size({"width": 1280, "height": 1060})
    _editor(page)
    page.locator("[data-wrong]").click()
    question = page.frame_locator("#vorschau iframe").locator(".question").first
    question.locator(".verdict-warn").wait_for()
    page.wait_for_timeout(400)
    question.evaluate("one => one.scrollIntoView()")
    page.wait_for_timeout(300)
    return _part(page, "#vorschau")


@shot("handbuch-probleme")
def problems(page: Page, _cookies: Cookies) -> bytes:
    broken = 'text.replace("- (x)", "- ( )") + "\\n# Ausblick\\n"'
    _editor(page, broken, "/studio/lektionen/fuenf-gruende")
    page.locator("#probleme li", has_text="statt #").wait_for()
    page.wait_for_timeout(400)
    return _part(page, ".editor-foot")


@shot("handbuch-veroeffentlichen")
def publishing(page: Page, _cookies: Cookies) -> bytes:
    _editor(page, BETTER)
    page.locator("#gespeichert", has_text=SAVED).wait_for()
    page.goto(f"{LESSON}/veroeffentlichen")
    return _top(page, 1000)


@shot("handbuch-verlauf")
def history(page: Page, _cookies: Cookies) -> bytes:
    page.goto(f"{LESSON}/verlauf")
    page.locator("tbody a").first.click()
    page.locator(".diff").wait_for()
    return _top(page, 820)


@shot("handbuch-zusammenfuehren")
def merging(_page: Page, cookies: Cookies) -> bytes:
    """Both trainers change the same line; the second sees both versions."""
    tina, eva = (cookies.page(who, 1040, java_script=False) for who in ("tina", "eva"))
    address = "/studio/lektionen/ziele-mit-kurs"
    for page in (tina, eva):
        page.goto(address)
    for page, word in ((eva, "klarer"), (tina, "einfacher")):
        text = page.locator("#text").input_value()
        line = next(one for one in text.split("\n") if one.startswith("goal:"))
        page.locator("#text").fill(text.replace(line, f'goal: "Sie schreiben Ziele {word} auf."'))
        page.get_by_role("button", name="Speichern und prüfen").click()
    tina.locator("h1", has_text="zwei").or_(tina.locator("h1")).first.wait_for()
    return _top(tina, 620)


@shot("handbuch-auswertung")
def insight(page: Page, _cookies: Cookies) -> bytes:
    page.goto("/studio/auswertung")
    return _top(page, 520)


@shot("handbuch-weg")
def way(page: Page, _cookies: Cookies) -> bytes:
    page.goto("/studio/auswertung/im-takt")
    return _from_to(page, "#weg", "svg.ins-way")


@shot("handbuch-frage")
def question(page: Page, _cookies: Cookies) -> bytes:
    page.goto(f"/studio/auswertung/im-takt/{TARGET}")
    return _top(page, 920)


@shot("handbuch-vorher-nachher")
def before_and_after(page: Page, _cookies: Cookies) -> bytes:
    page.goto(f"/studio/auswertung/im-takt/{TARGET}")
    return _part(page, "section[aria-labelledby=aenderungen]")


@shot("handbuch-konten")
def accounts(page: Page, _cookies: Cookies) -> bytes:
    page.goto("/studio/konten")
    return _top(page, 760)


@shot("handbuch-zweiter-faktor")
def second_factor(page: Page, _cookies: Cookies) -> bytes:
    page.goto("/konto/zweiter-faktor")
    return _top(page, 640)


@shot("handbuch-austausch")
def exchange(page: Page, _cookies: Cookies) -> bytes:
    page.goto("/studio/austausch")
    page.locator("#file").set_input_files(QUESTIONS)
    page.locator("#lesson").select_option("fuenf-gruende")
    page.get_by_role("button", name="Datei ansehen", exact=True).click()
    page.locator(".exchange-report").wait_for()
    page.locator(".is-taken summary").first.click()
    return _from_to(page, "h1", "#uebernehmen")


def _as_webp(png: bytes, name: str) -> bytes:
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    for width, quality in ((1280, 80), (1280, 68), (1120, 74), (1120, 62), (1000, 62), (1000, 50)):
        height = max(whole.height * width // whole.width, 1)
        narrow = width < whole.width
        image = whole.resize((width, height), Image.Resampling.LANCZOS) if narrow else whole
        stream = io.BytesIO()
        image.save(stream, "WEBP", quality=quality, method=6)
        if stream.tell() <= LARGEST:
            return stream.getvalue()
    raise SystemExit(f"{name} is larger than {LARGEST} bytes")


def main(wanted: list[str]) -> None:
    """Take all pictures, or the named ones."""
    with tempfile.TemporaryDirectory(prefix="handbuch-") as name:
        instance, content = Path(name) / "instance", Path(name) / "content"
        instance.mkdir()
        shutil.copytree(ROOT / "content", content)
        os.environ["LEADERACADEMY_CONTENT"] = str(content)
        with learners.opened(instance, "") as app:
            team: Team = fill(clock.now())
            values = {
                who: learners.cookie_of(app, key)
                for who, key in (("tina", team.tina), ("eva", team.eva))
            }
        with Product(instance, name="localhost") as running, sync_playwright() as playwright:
            path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            cookies = Cookies(browser, running.url, values)
            for key, take in SHOTS.items():
                if wanted and key not in wanted:
                    continue
                made = _as_webp(take(cookies.page("tina", WIDTHS.get(key, 1040)), cookies), key)
                (FOLDER / f"{key}.webp").write_bytes(made)
                sys.stdout.write(f"{key}: {len(made):,} bytes\n")
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
