"""What two visits of a lesson cost over the wire, and that reading leaves no trace."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from leaderacademy.content.course import Course
from tests.browser.conftest import PHONE
from tests.browser.learner import Learner
from tests.browser.pages import LESSONS

FIRST_VISIT = 100_000
SECOND_VISIT = 20_000
MOST_REQUESTS = 10


@dataclass
class Wire:
    """Counts what comes over the wire, headers included, as the browser itself does."""

    page: Page
    requests: list[str] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.on("Network.requestWillBeSent", self._sent)
        devtools.on("Network.loadingFinished", self._came)
        devtools.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.requests.append(event["request"]["url"])

    def _came(self, event: dict[str, Any]) -> None:
        self.size += int(event["encodedDataLength"])

    def visit(self, slug: str) -> tuple[int, list[str]]:
        self.requests.clear()
        self.size = 0
        self.page.goto(f"/kurs/{slug}")
        # Fonts are asked for when text in them is drawn, the picture of the tab at the very end.
        self.page.evaluate("document.fonts.ready.then(() => {})")
        self.page.wait_for_timeout(150)
        return self.size, list(self.requests)


@pytest.mark.parametrize("slug", LESSONS)
def test_the_first_visit_is_light_and_the_second_lighter(
    browse: Callable[..., Page], slug: str
) -> None:
    # Without the service worker, whose own requests a page does not see.
    wire = Wire(browse(viewport=PHONE, offline_pages=False))
    size, requests = wire.visit(slug)
    assert size <= FIRST_VISIT, f"{size} bytes: {requests}"
    assert len(requests) + len(["/sw.js"]) <= MOST_REQUESTS, requests
    size, requests = wire.visit(slug)
    assert size <= SECOND_VISIT, f"{size} bytes: {requests}"


def test_coming_back_with_answers_is_light_too(browse: Callable[..., Page], course: Course) -> None:
    page = browse(viewport=PHONE, offline_pages=False)
    learner = Learner(page, course)
    lesson = learner.open("wer-steuert")
    for question in lesson.questions:
        learner.answer(question.id)
    learner.write(lesson.exercises[0])
    expect(learner.saved(lesson.exercises[0].id)).to_contain_text("Gespeichert")
    size, requests = Wire(page).visit(lesson.slug)
    assert size <= SECOND_VISIT, f"{size} bytes: {requests}"


def test_reading_sets_no_cookie_and_the_first_answer_sets_one_that_scripts_cannot_read(
    browse: Callable[..., Page], course: Course
) -> None:
    page = browse()
    for address in ("/", "/kurs", "/kurs/im-takt", "/glossar", "/logbuch", "/training"):
        page.goto(address)
    learner = Learner(page, course)
    lesson = learner.open("wer-steuert")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    learner.answer(lesson.questions[0].id)
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"] is True
    assert cookie["sameSite"] == "Lax"
    assert page.evaluate("document.cookie") == ""
