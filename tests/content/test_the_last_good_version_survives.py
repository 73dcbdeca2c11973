"""A broken file never takes its lesson offline: not after a restart, not in another process."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from leaderacademy.content.catalogue import Catalogue
from tests.content.writing import LESSON, small_course

TODAY = date(2027, 1, 4)
FIRST = "lessons/010-eins.md"
BROKEN = LESSON.replace("(x)", "( )")
SECOND = LESSON.replace("-eins", "-zwei").replace("title: Eins", "title: Zwei")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_course(tmp_path)


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "last-good"


def process(folder: Path, memory: Path) -> Catalogue:
    """A server process that starts now."""
    return Catalogue(folder, interval=0, memory=memory)


def titles(shelf: Catalogue) -> dict[str, str]:
    return {lesson.slug: lesson.title for lesson in shelf.course(TODAY).lessons}


def said(shelf: Catalogue) -> list[str]:
    return [str(problem) for problem in shelf.problems()]


@pytest.mark.parametrize(
    "text", [BROKEN, "", "---\ntitle: Eins\n", LESSON[: LESSON.index("(x)")], "\x00"]
)
def test_a_lesson_stays_online_after_a_restart(folder: Path, memory: Path, text: str) -> None:
    good = process(folder, memory).course(TODAY)
    (folder / FIRST).write_text(text, encoding="utf-8")
    later = process(folder, memory)
    assert later.course(TODAY).lessons == good.lessons
    assert later.course(TODAY).digest == good.digest
    assert any(f"content/{FIRST}:" in problem for problem in said(later))


def test_a_lesson_that_is_no_text_any_more_stays_online(folder: Path, memory: Path) -> None:
    process(folder, memory)
    (folder / FIRST).write_bytes(b"\xff\xfe\x00")
    assert titles(process(folder, memory)) == {"eins": "Eins"}


def test_the_newest_good_version_is_the_one_that_stays(folder: Path, memory: Path) -> None:
    first, second = process(folder, memory), process(folder, memory)
    (folder / FIRST).write_text(LESSON.replace("title: Eins", "title: Neu"), encoding="utf-8")
    assert titles(first) == {"eins": "Neu"}
    (folder / FIRST).write_text(BROKEN, encoding="utf-8")
    # The second process never looked while the new version was good.
    assert titles(second) == titles(first) == titles(process(folder, memory)) == {"eins": "Neu"}


def test_a_process_follows_what_another_remembers_later(folder: Path, memory: Path) -> None:
    (folder / FIRST).write_text(BROKEN, encoding="utf-8")
    shelf = process(folder, memory)
    assert titles(shelf) == {}
    (memory / "lessons").mkdir(parents=True, exist_ok=True)
    (memory / FIRST).write_text(LESSON, encoding="utf-8")
    assert titles(shelf) == {"eins": "Eins"}


@pytest.mark.parametrize(
    "name",
    [
        "course.yml",
        "logbook.yml",
        "glossary.yml",
        "sources.yml",
        "self-check.yml",
        "landing.yml",
        "training.yml",
        "pages/impressum.md",
    ],
)
@pytest.mark.parametrize("text", ["", "a: b: c\n", "a: b\n", None])
def test_every_other_file_stays_too(
    folder: Path, memory: Path, name: str, text: str | None
) -> None:
    before = process(folder, memory).course(TODAY)
    if text is not None:
        (folder / name).write_text(text, encoding="utf-8")
    elif name.endswith(".yml"):
        (folder / name).unlink()
    shelf = process(folder, memory)
    after = shelf.course(TODAY)
    if text == "a: b\n" and name == "training.yml":  # everything in it may be missing
        return
    assert after == before
    if text is not None or name.endswith(".yml"):
        assert any(problem.startswith(f"content/{name}:1:") for problem in said(shelf))


def test_a_drawing_stays_too_and_the_error_is_in_its_file(folder: Path, memory: Path) -> None:
    figure = LESSON + "\n::: figure boot\nEin Boot.\n:::\n"
    (folder / FIRST).write_text(figure, encoding="utf-8")
    drawing = folder / "media/boot.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    before = process(folder, memory).course(TODAY).lessons
    drawing.write_text("<svg>\n  <script/></svg>", encoding="utf-8")
    shelf = process(folder, memory)
    assert shelf.course(TODAY).lessons == before
    assert said(shelf) == [
        (
            "content/media/boot.svg:2:3: Fehler: <script> ist in Zeichnungen nicht erlaubt. "
            "Löschen Sie es."
        ),
    ]
    assert shelf.media("boot.svg") is None


def test_a_deleted_lesson_is_forgotten(folder: Path, memory: Path) -> None:
    (folder / "lessons/020-zwei.md").write_text(SECOND, encoding="utf-8")
    shelf = process(folder, memory)
    (folder / "lessons/020-zwei.md").unlink()
    assert titles(shelf) == titles(process(folder, memory)) == {"eins": "Eins"}
    assert not (memory / "lessons/020-zwei.md").exists()
    (folder / "lessons/020-zwei.md").write_text("kaputt", encoding="utf-8")
    assert titles(process(folder, memory)) == {"eins": "Eins"}


def test_a_deleted_page_is_forgotten(folder: Path, memory: Path) -> None:
    shelf = process(folder, memory)
    (folder / "pages/impressum.md").unlink()
    assert not shelf.course(TODAY).pages
    assert not process(folder, memory).course(TODAY).pages


@pytest.mark.parametrize("empty", [True, False])
def test_an_empty_folder_at_the_start_shows_the_last_good_course(
    folder: Path, memory: Path, empty: bool
) -> None:
    before = process(folder, memory).course(TODAY)
    shutil.rmtree(folder)
    if empty:
        (folder / "lessons").mkdir(parents=True)
    shelf = process(folder, memory)
    assert shelf.course(TODAY) == before
    assert said(shelf) == [
        (
            f"content/lessons:1:1: Fehler: Im Ordner {folder} liegen keine Lektionen. Prüfen Sie, "
            "ob er vollständig kopiert ist und gelesen werden darf; erwartet wird darin der Ordner "
            "lessons. Online bleiben die letzten guten Fassungen."
        )
    ]
    shutil.rmtree(folder, ignore_errors=True)
    small_course(folder.parent)
    assert said(shelf) == []


@pytest.mark.parametrize("text", [BROKEN, LESSON.replace("title: Eins", "titel: E")])
def test_a_lesson_renamed_while_broken_keeps_its_address(
    folder: Path, memory: Path, text: str
) -> None:
    (folder / "lessons/020-zwei.md").write_text(
        SECOND.replace("Einstieg.", "[Eins](/kurs/eins)"), encoding="utf-8"
    )
    running = process(folder, memory)
    (folder / FIRST).write_text(text, encoding="utf-8")
    (folder / FIRST).rename(folder / "lessons/030-anders.md")
    for shelf in (running, process(folder, memory)):
        assert list(titles(shelf)) == ["zwei", "eins"]
        assert shelf.course(TODAY).lessons[1].path == "content/lessons/030-anders.md"
        assert {problem.path for problem in shelf.problems()} == {"content/lessons/030-anders.md"}
    (folder / "lessons/030-anders.md").write_text(LESSON, encoding="utf-8")
    assert list(titles(running)) == ["zwei", "anders"]
    assert not (memory / FIRST).exists()


def test_a_broken_new_lesson_does_not_bring_a_deleted_one_back(folder: Path, memory: Path) -> None:
    (folder / "lessons/020-zwei.md").write_text(SECOND, encoding="utf-8")
    shelf = process(folder, memory)
    (folder / FIRST).unlink()
    new = BROKEN.replace("-eins", "-drei").replace("title: Eins", "title: Drei")
    (folder / "lessons/010-drei.md").write_text(new, encoding="utf-8")
    assert list(titles(shelf)) == ["zwei"]
    assert not (memory / FIRST).exists()


def test_nothing_is_written_twice(folder: Path, memory: Path) -> None:
    process(folder, memory)
    before = (memory / FIRST).stat()
    process(folder, memory).refresh()
    after = (memory / FIRST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [file for file in memory.iterdir() if file.name.startswith(".")] == []


def test_a_memory_that_cannot_be_written_fails_no_page(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "last-good"
    blocked.write_text("")
    shelf = process(folder, blocked)
    assert titles(shelf) == {"eins": "Eins"}
    assert said(shelf) == [
        (
            f"last-good:1:1: Warnung: Die letzten guten Fassungen lassen sich nicht in {blocked} "
            "aufheben. Die Seiten laufen weiter, aber nach einem Neustart fehlt, was dann gerade "
            "einen Fehler hat. Geben Sie den Ordner zum Schreiben frei."
        )
    ]
    (folder / FIRST).write_text(BROKEN, encoding="utf-8")
    assert titles(shelf) == {"eins": "Eins"}
    blocked.unlink()
    (folder / FIRST).write_text(LESSON, encoding="utf-8")
    assert said(shelf) == []


def test_a_damaged_memory_is_no_danger(folder: Path, memory: Path) -> None:
    process(folder, memory)
    (memory / FIRST).write_bytes(b"\xff\xfe")
    (memory / "landing.yml").write_text("hero: 1\n", encoding="utf-8")
    (folder / FIRST).write_text(BROKEN, encoding="utf-8")
    (folder / "landing.yml").write_text("hero: 2\n", encoding="utf-8")
    shelf = process(folder, memory)
    assert titles(shelf) == {}
    assert len(shelf.course(TODAY).landing) == 0


def test_the_content_is_read_when_it_is_opened(folder: Path) -> None:
    shelf = Catalogue(folder, interval=3600)
    (folder / FIRST).write_text(LESSON.replace("title: Eins", "title: Neu"), encoding="utf-8")
    assert titles(shelf) == {"eins": "Eins"}
