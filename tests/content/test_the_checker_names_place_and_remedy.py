"""Every sentence of the checker with its line and column; the cases stand in files of their own.

A case is a lesson file, then a line => with what the checker must say; form feeds part the cases.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leaderacademy.content.context import Context, Picture
from leaderacademy.content.course import Stage
from leaderacademy.content.parser import parse_lesson
from tests.content.writing import PATH, lesson, said

KNOWING = Context(
    sources=frozenset({"Q4"}),
    fields=frozenset({"g10_statement", "hafen"}),
    pictures={
        "hafen.svg": Picture("hafen.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'),
        "boese.svg": Picture("boese.svg", "<svg>\n <script/></svg>"),
        "bild.png": Picture("bild.png", None),
    },
    stages=(Stage("A", "Richtung"),),
)


def cases() -> Iterator[tuple[str, str]]:
    for file in sorted((Path(__file__).parent / "cases").glob("*.txt")):
        for case in file.read_text(encoding="utf-8").split("\f\n"):
            text, arrow, expected = case.rpartition("=>")
            if arrow:
                yield text, expected.strip()


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_the_sentence_with_its_place(text: str, expected: str) -> None:
    assert f"{PATH}:{expected}" in said(parse_lesson(text, PATH, KNOWING))


def test_there_are_cases() -> None:
    assert len(list(cases())) > 60


def test_a_sound_lesson_has_no_problems() -> None:
    parsed = lesson("\n::: question frage\nJa?\n\n- (x) Ja\n  > Gut.\n- ( ) Nein\n  > Doch.\n:::\n")
    assert said(parsed) == []
    assert not parsed.withhold


def test_a_missing_picture_is_an_error_but_keeps_no_lesson_back() -> None:
    parsed = lesson("\n::: figure haven\nAlt.\n:::\n", KNOWING)
    assert parsed.problems[0].is_error
    assert not parsed.withhold


def test_a_lesson_longer_than_its_minutes_is_a_warning() -> None:
    text = "---\ntitle: A\nminutes: 2\nstage: A\n---\n\nEinstieg.\n\n" + "Wort " * 700
    expected = (
        "3:1: Warnung: Die Lektion dauert etwa 4 Minuten, angegeben sind 2. "
        "Kürzen Sie den Text oder ändern Sie minutes."
    )
    assert said(parse_lesson(text, PATH)) == [f"{PATH}:{expected}"]
