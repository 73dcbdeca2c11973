"""What a learner of these journeys knows: the right answers, and something for every field."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.course import (
    ChoiceQuestion,
    Course,
    Exercise,
    Field,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
)
from leaderacademy.content.fields.values import default_value, example_value
from leaderacademy.content.numbers import show_number
from tests.browser.product import ROOT

ANY = "*"  # of a choice: the first possibility there is
MANY = timedelta(days=60)


def today() -> date:
    """The day on which the people of this course live."""
    return datetime.now(ZoneInfo("Europe/Berlin")).date()


def course_on_disk() -> Course:
    """The course as the product shows it, read in this process."""
    return Catalogue(ROOT / "content").course()


@dataclass(frozen=True)
class Entry:
    """What to put into the control with this name; `kind` says how such a control works."""

    name: str
    kind: str  # text, date, time, choice (of several), choices (ticks)
    text: str


def right_options(question: ChoiceQuestion) -> list[str]:
    """The keys of the right options."""
    return [option.key for option in question.options if option.right]


def wrong_option(question: ChoiceQuestion) -> str:
    """The key of one wrong option."""
    return next(option.key for option in question.options if not option.right)


def right_number(question: NumberQuestion) -> str:
    return show_number(question.low)


def form_answer(question: Question) -> dict[str, list[str]]:
    """The right answer as names and values of controls."""
    if isinstance(question, ChoiceQuestion):
        return {"answer": right_options(question)}
    if isinstance(question, OrderQuestion):
        return {
            f"place-{item.key}": [str(place)] for place, item in enumerate(question.items, start=1)
        }
    if isinstance(question, MatchQuestion):
        return {f"pair-{left}": [right] for left, right in question.pairs.items()}
    return {"answer": [right_number(question)]}


def entries_of(course: Course, exercise: Exercise) -> Iterator[Entry]:
    """An entry for every control that a first version of this exercise needs."""
    for key in exercise.fields:
        field = course.find_field(key)
        assert field is not None, key
        yield from _entries(field, key, example_value(field, today()))


def _entries(field: Field, name: str, value: Any) -> Iterator[Entry]:
    if field.type == "list":
        yield from _rows(field, name, value or default_value(field, {}, today()) or [])
    elif field.type not in ("computed", "scale"):
        yield Entry(name, *_typed(field, value))


def _rows(field: Field, name: str, rows: list[Any]) -> Iterator[Entry]:
    for index in range(max(field.lesson_rows, len(field.fixed_rows), 1)):
        row = rows[index] if index < len(rows) else None
        if not field.columns:
            yield Entry(f"{name}.{index}", "text", str(row or f"Eintrag {index + 1}"))
            continue
        given = 1 if index < len(field.fixed_rows) else 0
        for column in field.columns[given:]:
            yield from _entries(column, f"{name}.{index}.{column.key}", (row or {}).get(column.key))


def _typed(field: Field, value: Any) -> tuple[str, str]:
    """The kind of control and the text that a person would put into it."""
    if field.type in ("choice", "choices"):
        return field.type, value if isinstance(value, str) else ANY
    if field.type == "date":
        return "date", str(value or today() + MANY)
    if field.type == "time":
        return "time", str(value or "08:15")
    if field.type == "money":
        return "text", show_number(Decimal(int(value or 100_000)) / 100)
    if field.type == "number":
        return "text", show_number(Decimal(str(value or 5)))
    return "text", str(value or f"{field.label}, erste Fassung")
