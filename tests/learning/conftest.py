"""A course that a test may edit while people learn, and answers to its questions."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course
from leaderacademy.core import clock
from leaderacademy.core.database import session


class EditableCourse:
    """A copy of the content that is online for one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lessons = folder / "lessons"

    @property
    def course(self) -> Course:
        return catalogue.course()

    def file(self, start: str) -> Path:
        (found,) = self.lessons.glob(f"{start}*")
        return found

    def edit(self, start: str, old: str, new: str) -> None:
        """Replace text in the lesson whose file name begins so."""
        self.change(start, lambda text: self._replaced(text, old, new))

    @staticmethod
    def _replaced(text: str, old: str, new: str) -> str:
        assert text.count(old) >= 1, f"{old!r} is not in the lesson"
        return text.replace(old, new, 1)

    def change(self, start: str, edit: Callable[[str], str]) -> None:
        path = self.file(start)
        path.write_text(edit(path.read_text()))
        catalogue.refresh()

    def write(self, name: str, text: str) -> None:
        (self.lessons / name).write_text(text)
        catalogue.refresh()

    def rename(self, start: str, name: str) -> None:
        self.file(start).rename(self.lessons / name)
        catalogue.refresh()

    def remove(self, start: str) -> None:
        self.file(start).unlink()
        catalogue.refresh()

    def block(self, start: str, block_id: str) -> str:
        """The source of a block, from its colons to its colons."""
        text = self.file(start).read_text()
        begin = text.index(f" {block_id}", text.index(":::"))
        begin = text.rindex(":::", 0, begin)
        return text[begin : text.index("\n:::\n", begin) + len("\n:::\n")]


@pytest.fixture
def editable(app: Flask, content_copy: Path) -> Iterator[EditableCourse]:
    """The course online is a copy that this test may edit."""
    catalogue.open(content_copy)
    yield EditableCourse(content_copy)
    catalogue.open(app.config["SETTINGS"].content)


@pytest.fixture
def person(app: Flask) -> int:
    """The id of somebody without an account."""
    return new_person()


@pytest.fixture
def other_person(app: Flask) -> int:
    return new_person()


def new_person() -> int:
    person = Person(created_at=clock.now())
    session.add(person)
    session.flush()
    number = person.id
    session.commit()
    return number


@pytest.fixture
def answer() -> Callable[..., Any]:
    """answer(visitor, slug, question id, right=True): answer a question on its page."""
    return answer_question


def answer_question(visitor: Any, slug: str, question_id: str, right: bool = True) -> Any:
    page = visitor.visit(f"/kurs/{slug}")
    action = f"/kurs/{slug}/fragen/{question_id}"
    return visitor.submit(page, action, status=200, **given(question_id, right))


def given(question_id: str, right: bool = True) -> dict[str, Any]:
    """Form fields of a right (or a wrong) answer to a question of today's course."""
    question = catalogue.course().find_question(question_id)
    assert question is not None
    if question.kind in ("single", "truefalse", "multi"):
        keys = [option.key for option in question.options if option.right == right]
        return {"answer": keys if question.kind == "multi" else keys[0]}
    if question.kind == "order":
        keys = [item.key for item in question.items]
        keys = keys if right else keys[::-1]
        return {f"place-{key}": str(place) for place, key in enumerate(keys, 1)}
    if question.kind == "match":
        rights = {left.key: question.pairs[left.key] for left in question.lefts}
        if not right:
            values = list(rights.values())
            rights = dict(zip(rights, values[1:] + values[:1], strict=True))
        return {f"pair-{left}": value for left, value in rights.items()}
    return {"answer": str(question.low).replace(".", ",") if right else "987654"}
