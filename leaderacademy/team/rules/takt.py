"""What is true of a Takt-Test: when answers show, what the quote is, how it is drawn."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

QUESTION = "Wofür soll unser Unternehmen in drei Jahren bekannt sein?"
LEAST_ANSWERS = 3
MOST_ANSWERS = 60
ANSWER_LENGTH = 300
OPEN_FOR = timedelta(days=7)
WIDTH, HEIGHT, LEFT, TOP = 640, 200, 44, 12


def may_show(count: int, closed: bool) -> bool:
    """Answers show only together, after the end, and only when nobody can be told by them."""
    return closed and count >= LEAST_ANSWERS


def clean_answer(typed: str) -> str:
    """The answer on one line, without signs that cannot be seen or turn text round."""
    composed = unicodedata.normalize("NFC", typed)
    shown = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in composed)
    return " ".join(shown.split())


def answer_problem(answer: str) -> str:
    """What is wrong with a cleaned answer as a German sentence, or nothing."""
    if len(answer) < 2:
        return "Bitte schreiben Sie ein paar Worte. Ein halber Satz genügt."
    if len(answer) > ANSWER_LENGTH:
        return (
            f"Das sind {len(answer)}\u00a0Zeichen, {ANSWER_LENGTH} sind Platz. "
            "Was davon ist das Wichtigste?"
        )
    return ""


def quote(knew: int, asked: int) -> Decimal:
    """knew ÷ asked × 100 with one decimal."""
    return (Decimal(knew) / asked * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the Logbuch: on this day so many were asked and so many knew."""

    day: date
    asked: int
    knew: int

    @property
    def percent(self) -> Decimal:
        return quote(self.knew, self.asked)


def measured(rows: Any) -> tuple[Measured, ...]:
    """The readable rows of the Logbuch, the oldest first."""
    found = []
    for row in rows if isinstance(rows, list) else ():
        try:
            one = Measured(
                date.fromisoformat(row["date"]), int(row["asked"]), int(row.get("knew") or 0)
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        if 0 <= one.knew <= one.asked and one.asked > 0:
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.day))


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing and what stands beside it."""

    x: int
    y: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """The quote over time, ready to draw: points, the line through them, three levels."""

    points: tuple[Point, ...]
    line: str
    levels: tuple[tuple[int, int], ...]  # y and percent


def chart(rows: Sequence[Measured]) -> Chart:
    """The rows from left to right at equal distances: rounds are what counts, not days."""
    step = (WIDTH - LEFT - 40) / max(len(rows) - 1, 1)
    points = tuple(
        Point(round(LEFT + 20 + index * step), _height(row.percent), row.percent)
        for index, row in enumerate(rows)
    )
    line = "M" + "L".join(f"{point.x} {point.y}" for point in points) if points else ""
    return Chart(points, line, tuple((_height(Decimal(level)), level) for level in (0, 50, 100)))


def _height(percent: Decimal) -> int:
    return round(TOP + (HEIGHT - 2 * TOP) * (1 - float(percent) / 100))
