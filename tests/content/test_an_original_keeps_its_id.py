"""Answers hang at ids: no automatic fix takes one away from the question that had it first."""

from pathlib import Path

import pytest

from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.fixes import apply_fixes
from tests.content.writing import LESSON, small_course

FIRST = "lessons/010-eins.md"
OTHER = LESSON.replace("title: Eins", "title: Zwei").replace(" uebung-eins", " uebung-zwei")
TWIN = (
    "::: question frage-eins\nDoch?\n\n- (x) Ja\n  > Gut.\n- ( ) Nein\n  > Doch.\n:::\n\n"
    "::: question frage-eins\nJa?"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_course(tmp_path)


def places(shelf: Catalogue) -> list[str]:
    return [f"{p.path}:{p.line}:{p.column} {p.text.split('. ')[0]}" for p in shelf.problems()]


def test_a_copy_in_an_earlier_lesson_is_the_one_complained_about(folder: Path) -> None:
    shelf = Catalogue(folder, interval=0)
    (folder / "lessons/005-zwei.md").write_text(OTHER, encoding="utf-8")
    assert places(shelf) == [
        (
            "content/lessons/005-zwei.md:9:14 Die Kennung „frage-eins“ gibt es schon in "
            "content/lessons/010-eins.md, Zeile 9"
        )
    ]
    assert [lesson.slug for lesson in shelf.course().lessons] == ["eins"]
    assert apply_fixes(folder, shelf.problems()) == 0


def test_a_copy_above_the_original_is_not_mended_by_itself(folder: Path) -> None:
    shelf = Catalogue(folder, interval=0)
    text = LESSON.replace("::: question frage-eins\nJa?", TWIN)
    (folder / FIRST).write_text(text, encoding="utf-8")
    assert places(shelf) == [
        (
            "content/lessons/010-eins.md:18:14 Die Kennung „frage-eins“ gibt es schon in "
            "content/lessons/010-eins.md, Zeile 9"
        )
    ]
    assert apply_fixes(folder, shelf.problems()) == 0
    assert (folder / FIRST).read_text(encoding="utf-8") == text


def test_an_id_deleted_by_mistake_comes_back(folder: Path) -> None:
    shelf = Catalogue(folder, interval=0)
    text = LESSON.replace("question frage-eins", "question")
    (folder / FIRST).write_text(text, encoding="utf-8")
    assert shelf.problems()[0].text == (
        "Die Frage hat keine Kennung. Vorschlag: ::: question frage-eins"
    )
    assert apply_fixes(folder, shelf.problems()) == 1
    assert (folder / FIRST).read_text(encoding="utf-8") == LESSON
