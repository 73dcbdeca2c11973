"""A course that a test may edit, and a trainer's hands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leaderacademy.config import ROOT
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.memory import Memory
from tests.pages import Page, Visitor

LESSON = "/studio/lektionen/wer-steuert"


@pytest.fixture
def course_files(app: Any, content_copy: Path) -> Iterator[Path]:
    """The course as a folder of files that a trainer may break.

    The copy has the times of the original, so what was read of that is true of it as well: a test
    reads only what it changes.
    """
    catalogue.course()
    before = dict(vars(catalogue))
    assert before["_folder"] == ROOT / "content"
    memory = Memory()
    for name in before["_seen"]:
        if not name.endswith((".png", ".jpg", ".jpeg", ".webp")):
            memory.keep(name, (content_copy / name).read_text("utf-8"))
    changed = {"_folder": content_copy, "_memory": memory, "interval": 0}
    vars(catalogue).update(changed, _remembered=before["_remembered"].copy())
    yield content_copy
    vars(catalogue).update(before)


class Desk:
    """One trainer before one text: everything is typed, pressed and read on real pages."""

    def __init__(self, visitor: Visitor, address: str = LESSON) -> None:
        self.visitor, self.address = visitor, address
        self.page = self.open()

    def open(self) -> Page:
        self.page = self.visitor.visit(self.address)
        return self.page

    @property
    def text(self) -> str:
        return str(self.page.one("#text").text).removeprefix("\n")

    def save(self, text: str, status: int | None = 200, **more: Any) -> Page:
        """Press „Speichern und prüfen“ on the page as it was opened."""
        saved = self.visitor.submit(self.page, "editor", status, text=text, **more)
        if saved.select("#text"):
            self.page = saved
        return saved

    def change(self, before: str, after: str, **more: Any) -> Page:
        text = self.text
        assert before in text, before
        return self.save(text.replace(before, after, 1), **more)

    def publish(self, status: int | None = 200, **fields: Any) -> Page:
        page = self.visitor.visit(f"{self.address}/veroeffentlichen")
        answer = self.visitor.submit(page, "veroeffentlichen", status, **fields)
        if answer.select("#text"):
            self.page = answer
        return answer

    def script(self, text: str, began: str = "", path: str = "entwurf", **more: Any) -> Any:
        """What the editor's script sends while somebody types."""
        form = self.page.form("editor")
        data = {
            "csrf_token": form.fields["csrf_token"],
            "began": began or form.fields["began"],
            "text": text,
            **more,
        }
        return self.visitor.post(f"{self.address}/{path}", data, headers={"X-Fragment": "1"})


@pytest.fixture
def desk(trainer: Any, course_files: Path) -> Desk:
    """The trainer before the first lesson."""
    return Desk(trainer)


@pytest.fixture
def other_trainer(app: Any) -> Any:
    """A second trainer, signed in."""
    return Visitor.with_account(app, "bert@example.net", "Bert Trainer", role="trainer")


@pytest.fixture
def file(course_files: Path) -> Path:
    """The file of the first lesson."""
    return course_files / "lessons" / "010-wer-steuert.md"
