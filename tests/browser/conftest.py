"""The real product in a process of its own, and a real Chromium before it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from leaderacademy.content.course import Course
from tests.browser.answers import course_on_disk
from tests.browser.people import become_graduate, become_learner, become_trainer, become_walker
from tests.browser.product import ROOT, Product

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOKS = {
    "test_every_page_is_accessible",
    "test_layout_holds",
    "test_figures_come_alive",
    "test_a_page_open_while_the_lesson_changes",
}
# Keys for tests, so that paying by card is offered; nobody listens at that address.
CARDS = {
    "LEADERACADEMY_STRIPE_KEY": "sk_test_nobody",
    "LEADERACADEMY_STRIPE_WEBHOOK_SECRET": "whsec_nobody",
    "LEADERACADEMY_STRIPE_URL": "http://127.0.0.1:9",
}
PATIENCE = 20_000  # milliseconds; the machine may be busy with other tests
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One Chromium and one server on each of two workers: journeys, and looks at pages.
            kind = "pages" if item.path.stem in LOOKS else "journeys"
            item.add_marker(pytest.mark.xdist_group(f"browser-{kind}"))
            if os.environ.get("SKIP_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="SKIP_BROWSER=1"))


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product as `make run` starts it, on a free port with an empty instance."""
    with Product(tmp_path_factory.mktemp("product"), **CARDS) as running:
        yield running


@pytest.fixture(scope="session")
def world(product: Product) -> dict[str, str]:
    """Every state of booking and money in that product; the addresses by name."""
    return product.fill()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A second product for developers: with debug, and with a course that a test may edit."""
    content = tmp_path_factory.mktemp("workshop") / "content"
    shutil.copytree(ROOT / "content", content)
    with Product(
        tmp_path_factory.mktemp("workshop-instance"),
        LEADERACADEMY_CONTENT=str(content),
        LEADERACADEMY_DEBUG="1",
    ) as running:
        running.content = content
        yield running


@pytest.fixture(scope="session")
def course() -> Course:
    """The course that the product shows."""
    return course_on_disk()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.fail("Chromium is missing: apt-get install chromium, or set SKIP_BROWSER=1")
    expect.set_options(timeout=PATIENCE)
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def browse(chromium: Browser, product: Product) -> Iterator[Callable[..., Page]]:
    """browse(viewport=…, java_script=False, dark=True): a new visitor's page.

    Every request must stay with the product, and the page must log no error.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def new(
        *,
        viewport: ViewportSize | None = None,
        java_script: bool = True,
        dark: bool = False,
        server: Product | None = None,
        offline_pages: bool = True,
    ) -> Page:
        context = chromium.new_context(
            base_url=(server or product).url,
            viewport=viewport or DESKTOP,
            java_script_enabled=java_script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="de-DE",
            timezone_id="Europe/Berlin",
            service_workers="allow" if offline_pages else "block",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: _hear(str(error), complaints))
        page.on("console", lambda line: _listen(line, complaints))
        page.on("request", lambda request: _stay_home(request.url, context, complaints))
        return page

    yield new
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture(scope="session")
def look(chromium: Browser, product: Product, course: Course) -> Iterator[Callable[..., Page]]:
    """look(who): the one page of a guest, a learner or the trainer; kept from test to test."""
    pages: dict[tuple[str, str], Page] = {}

    def of(who: str, server: Product | None = None) -> Page:
        home = server or product
        known = pages.get((who, home.url))
        if known is not None:
            known.set_viewport_size(DESKTOP)
            return known
        context = chromium.new_context(
            base_url=home.url,
            viewport=DESKTOP,
            reduced_motion="reduce",
            locale="de-DE",
            timezone_id="Europe/Berlin",
            # Pages are looked at, not read again without a net.
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        page = pages[(who, home.url)] = context.new_page()
        if who == "learner":
            become_learner(page, course)
        elif who == "walker":
            become_walker(page)
        elif who == "graduate":
            become_graduate(page, course, home.instance / "leaderacademy.sqlite3")
        elif who == "trainer":
            link = re.search(r"http\S+/einrichten/\S+", home.output())
            assert link is not None, home.output()
            become_trainer(page, link[0])
        return page

    yield of
    for page in pages.values():
        page.context.close()


def _listen(line: Any, complaints: list[str]) -> None:
    # A server that was killed on purpose makes Chromium write a line of its own.
    if line.type == "error" and "Failed to load resource" not in line.text:
        complaints.append(line.text)


def _hear(error: str, complaints: list[str]) -> None:
    # Chromium says so when it leaves out the animation between two pages; nothing is missing.
    if not error.startswith("Transition was "):
        complaints.append(error)


def _stay_home(address: str, context: BrowserContext, complaints: list[str]) -> None:
    if not address.startswith(("http://127.0.0.1", "http://localhost:", "data:", "blob:")):
        complaints.append(f"request to a third party: {address}")
