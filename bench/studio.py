"""What a trainer waits for: the editor's weight, the preview of the longest lesson, publishing."""

import os
import shutil
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from lxml import html as lxml_html
from playwright.sync_api import sync_playwright

from bench import insight, learners, servers, weight
from bench.figures import report
from leaderacademy.authoring.rules.documents import lesson_documents
from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import catalogue

ROUNDS = 15
SETTLED = 1500  # milliseconds until the preview and what it loads are there


@dataclass
class Editor:
    """A trainer's browser without a script, before one lesson of a running product."""

    url: str
    cookie: str
    address: str

    def get(self, path: str) -> lxml_html.HtmlElement:
        """The page at this address."""
        return lxml_html.fromstring(self._send(path, None)[1])

    def post(self, path: str, **fields: str) -> str:
        """Send a form; the address of the page that follows."""
        return self._send(path, urllib.parse.urlencode(fields).encode())[0]

    def _send(self, path: str, body: bytes | None) -> tuple[str, str]:
        request = urllib.request.Request(f"{self.url}{path}", body, {"Cookie": self.cookie})  # noqa: S310
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own server
            return answer.geturl(), answer.read().decode()


def measure(folder: Path) -> None:
    """On SQLite, with learners who have answered, and with a course that may be changed."""
    with _own_course(folder / "content"):
        with learners.opened(folder / "instance", "") as app:
            learners.fill(app)
            cookie = insight.trainer(app)
            address = f"/studio/{_longest()}"
        with servers.product(folder / "instance") as running:
            editor = Editor(running.url, cookie, address)
            _weigh(editor)
            _preview(editor)
            _publish(editor)


@contextmanager
def _own_course(content: Path) -> Iterator[None]:
    """Publishing writes files: not those of this repository."""
    before = os.environ.get("LEADERACADEMY_CONTENT")
    shutil.copytree(ROOT / "content", content)
    os.environ["LEADERACADEMY_CONTENT"] = str(content)
    try:
        yield
    finally:
        del os.environ["LEADERACADEMY_CONTENT"]
        if before is not None:
            os.environ["LEADERACADEMY_CONTENT"] = before


def _longest() -> str:
    texts = catalogue.texts()
    longest = max(
        (one for one in lesson_documents(sorted(texts))), key=lambda one: len(texts[one.name] or "")
    )
    return longest.key


def _weigh(editor: Editor) -> None:
    """A new browser of a trainer opens the editor; all bytes on the line, with the preview."""
    line = weight.Line(urlsplit(editor.url).port or 80)
    address = line.open()
    name, _, value = editor.cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=weight.CHROMIUM, args=weight.FLAGS)
        context = browser.new_context(service_workers="block")
        context.add_cookies([{"name": name, "value": value, "url": address}])
        page = context.new_page()
        page.goto(address + editor.address, wait_until="networkidle")
        page.frame_locator("#vorschau iframe").locator("h1").wait_for()
        page.wait_for_timeout(SETTLED)
        page.close()
        requests, received = line.taken()
        browser.close()
    line.listener.close()
    report("editor_first_visit_bytes", received / 1024, "KB", goal=350, at_least=False)
    report("editor_first_visit_requests", requests, "requests")


def _preview(editor: Editor) -> None:
    """What the script asks for when somebody has stopped typing; another text each time."""
    page = editor.get(editor.address)
    form = page.get_element_by_id("editor")
    token, text = form.fields["csrf_token"], _text(page)
    taken = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        editor.post(f"{editor.address}/pruefen", csrf_token=token, text=f"{text}\nMehr {number}.\n")
        taken.append(1000 * (time.perf_counter() - started))
    report("preview_longest_lesson", median(taken), "ms", goal=300, at_least=False)
    report("preview_longest_lesson_max", max(taken), "ms")


def _text(page: lxml_html.HtmlElement) -> str:
    return str(page.get_element_by_id("text").text).removeprefix("\n")


def _publish(editor: Editor) -> None:
    """The page that says whom it concerns, and the button, from click to the page that follows."""
    asked, done = [], []
    for number in range(ROUNDS):
        page = editor.get(editor.address)
        form = page.get_element_by_id("editor")
        text = f"{_text(page).rstrip()}\n\nMehr {number}.\n"
        fields = {"csrf_token": form.fields["csrf_token"], "began": form.fields["began"]}
        editor.post(f"{editor.address}/entwurf", text=text, **fields)
        started = time.perf_counter()
        page = editor.get(f"{editor.address}/veroeffentlichen")
        asked.append(1000 * (time.perf_counter() - started))
        form = page.get_element_by_id("veroeffentlichen")
        fields = dict(form.form_values())
        started = time.perf_counter()
        after = editor.post(f"{editor.address}/veroeffentlichen", **fields)
        done.append(1000 * (time.perf_counter() - started))
        if after.endswith("/veroeffentlichen"):
            raise RuntimeError("nothing was published")
    report("publish", median(done), "ms", goal=500, at_least=False)
    report("publish_max", max(done), "ms")
    report("publish_page_with_impact", median(asked), "ms")
