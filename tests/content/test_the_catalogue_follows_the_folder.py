import shutil
import threading
from datetime import date
from pathlib import Path

import pytest

from leaderacademy.content import catalogue as module
from leaderacademy.content.catalogue import Catalogue
from tests.content.writing import LESSON, small_course

TODAY = date(2027, 1, 4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_course(tmp_path)


@pytest.fixture
def shelf(folder: Path) -> Catalogue:
    return Catalogue(folder, interval=0)


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def said(shelf: Catalogue) -> list[str]:
    return [str(problem) for problem in shelf.problems()]


def test_a_sound_folder_is_a_course_without_problems(shelf: Catalogue) -> None:
    course = shelf.course(TODAY)
    assert said(shelf) == []
    assert (course.title, [lesson.number for lesson in course.lessons]) == ("Kurs", [1])
    assert course.find_question("frage-eins") is course.lessons[0].questions[0]
    assert course.find_exercise("uebung-eins") is course.exercise_for("hafen")
    assert course.find_lesson("eins") is course.lessons_of("A")[0]
    assert course.pages["impressum"].html == "<p>Wir.</p>"
    assert course.landing.hero.heading == "Los"
    assert course.minutes == 9


def test_the_real_course_has_no_errors() -> None:
    real = Catalogue(Path(__file__).parents[2] / "content")
    assert [str(problem) for problem in real.problems() if problem.is_error] == []
    assert len(real.course().lessons) == 12


def test_a_changed_lesson_is_shown_at_once(folder: Path, shelf: Catalogue) -> None:
    before = shelf.course(TODAY)
    write(folder, "lessons/010-eins.md", LESSON.replace("title: Eins", "title: Anders"))
    after = shelf.course(TODAY)
    assert after.lessons[0].title == "Anders"
    assert after.digest != before.digest


def test_an_unchanged_folder_gives_the_very_same_course(shelf: Catalogue) -> None:
    assert shelf.course(TODAY) is shelf.course(TODAY)


def test_only_changed_files_are_read_again(folder: Path, shelf: Catalogue) -> None:
    write(
        folder, "lessons/020-zwei.md", LESSON.replace("eins", "zwei").replace("- hafen", "- hafen")
    )
    first = shelf.course(TODAY).find_lesson("eins")
    write(folder, "lessons/020-zwei.md", LESSON.replace("eins", "drei"))
    again = shelf.course(TODAY).find_lesson("eins")
    assert first is not None
    assert again is not None
    assert again.blocks is first.blocks


def test_a_broken_lesson_keeps_its_last_good_version(folder: Path, shelf: Catalogue) -> None:
    shelf.course(TODAY)
    write(folder, "lessons/010-eins.md", LESSON.replace("(x)", "( )"))
    assert shelf.course(TODAY).lessons[0].title == "Eins"
    assert said(shelf) == [
        (
            "content/lessons/010-eins.md:12:3: Fehler: Die Frage „frage-eins“ hat keine richtige "
            "Antwort. Setzen Sie bei mindestens einer Option ein x: - (x) …"
        ),
    ]
    write(folder, "lessons/010-eins.md", LESSON)
    assert said(shelf) == []


@pytest.mark.parametrize("rest", [LESSON[:20], LESSON[:90], ""])
def test_a_half_copied_lesson_keeps_its_last_good_version(
    folder: Path, shelf: Catalogue, rest: str
) -> None:
    shelf.course(TODAY)
    write(folder, "lessons/010-eins.md", rest)
    assert shelf.course(TODAY).lessons[0].title == "Eins"
    assert said(shelf)


def test_a_lesson_that_is_broken_from_the_start_is_not_shown(
    folder: Path,
) -> None:
    write(folder, "lessons/010-eins.md", LESSON.replace("(x)", "( )"))
    shelf = Catalogue(folder, interval=0)
    assert shelf.course(TODAY).lessons == ()
    assert said(shelf)


def test_a_deleted_lesson_is_gone(folder: Path, shelf: Catalogue) -> None:
    write(folder, "lessons/020-zwei.md", LESSON.replace("eins", "zwei"))
    assert len(shelf.course(TODAY).lessons) == 2
    (folder / "lessons/020-zwei.md").unlink()
    assert len(shelf.course(TODAY).lessons) == 1


def test_drafts_and_scheduled_lessons_wait(folder: Path, shelf: Catalogue) -> None:
    draft = LESSON.replace("eins", "zwei").replace("stage: A", "stage: A\nstatus: draft")
    later = LESSON.replace("eins", "drei").replace("stage: A", "stage: A\npublish_at: 2027-01-05")
    write(folder, "lessons/005-zwei.md", draft)
    write(folder, "lessons/030-drei.md", later)
    course = shelf.course(TODAY)
    assert [(lesson.slug, lesson.number) for lesson in course.lessons] == [("eins", 1)]
    assert [lesson.slug for lesson in course.drafts] == ["zwei", "drei"]
    tomorrow = shelf.course(date(2027, 1, 5))
    assert [(lesson.slug, lesson.number) for lesson in tomorrow.lessons] == [
        ("eins", 1),
        ("drei", 2),
    ]
    assert shelf.find_version("zwei") is not None
    assert shelf.find_version("vier") is None


def test_an_earlier_version_of_a_question_is_remembered(folder: Path, shelf: Catalogue) -> None:
    old = shelf.course(TODAY).find_question("frage-eins")
    assert old is not None
    write(folder, "lessons/010-eins.md", LESSON.replace("Ja?", "Wirklich?"))
    new = shelf.course(TODAY).find_question("frage-eins")
    assert new is not None
    assert new.digest != old.digest
    assert shelf.question("frage-eins", old.digest) == old
    assert shelf.question("frage-eins", new.digest) == new
    assert shelf.question("frage-eins", "unbekannt") is None
    assert shelf.read_question("frage-eins", "eins", old.source) == old


def test_not_every_version_is_remembered_for_ever(
    folder: Path, shelf: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_REMEMBERED", 1)
    old = shelf.course(TODAY).find_question("frage-eins")
    assert old is not None
    write(folder, "lessons/010-eins.md", LESSON.replace("Ja?", "Wirklich?"))
    assert shelf.question("frage-eins", old.digest) is None


@pytest.mark.parametrize(
    "name", ["logbook.yml", "course.yml", "glossary.yml", "pages/impressum.md"]
)
def test_a_broken_file_keeps_its_last_good_version(
    folder: Path, shelf: Catalogue, name: str
) -> None:
    before = shelf.course(TODAY)
    write(folder, name, "a: b: c\n")
    after = shelf.course(TODAY)
    assert (after.logbook, after.stages, after.glossary) == (
        before.logbook,
        before.stages,
        before.glossary,
    )
    assert after.pages == before.pages
    assert any(f"content/{name}:1" in problem for problem in said(shelf))


def test_a_field_error_keeps_the_whole_last_good_logbook(folder: Path, shelf: Catalogue) -> None:
    before = shelf.course(TODAY).logbook
    text = (folder / "logbook.yml").read_text(encoding="utf-8")
    write(folder, "logbook.yml", text.replace("type: text", "type: tekst"))
    assert shelf.course(TODAY).logbook == before
    assert any("Meinten Sie „text“?" in problem for problem in said(shelf))


@pytest.mark.parametrize("kind", ["missing", "empty", "file"])
def test_no_folder_at_the_start_is_an_empty_course_and_a_sentence(
    tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / "content"
    if kind == "empty":
        folder.mkdir()
    elif kind == "file":
        folder.write_text("x")
    shelf = Catalogue(folder, interval=0)
    assert shelf.course(TODAY).lessons == ()
    assert shelf.course(TODAY).find_field("hafen") is None
    assert "liegen keine Lektionen" in said(shelf)[0]
    small_course(tmp_path / "neu")
    if kind == "file":
        folder.unlink()
    shutil.copytree(tmp_path / "neu" / "content", folder, dirs_exist_ok=True)
    assert len(shelf.course(TODAY).lessons) == 1
    assert said(shelf) == []


def test_a_folder_that_vanishes_takes_nothing_offline(folder: Path, shelf: Catalogue) -> None:
    shelf.course(TODAY)
    shutil.rmtree(folder)
    assert len(shelf.course(TODAY).lessons) == 1
    assert "liegen keine Lektionen" in said(shelf)[0]
    small_course(folder.parent)
    assert len(shelf.course(TODAY).lessons) == 1
    assert said(shelf) == []


@pytest.mark.parametrize("name", ["lessons/020-x.md", "pages/x.md", "landing.yml", "media/x.svg"])
def test_files_that_are_no_text_are_problems(folder: Path, shelf: Catalogue, name: str) -> None:
    (folder / name).write_bytes(b"\xff\xfe\x00")
    assert len(shelf.course(TODAY).lessons) == 1
    assert any(f"content/{name}:1:1: Fehler: Die Datei ist kein Text" in p for p in said(shelf))


def test_a_file_that_is_a_folder_or_too_large_is_a_problem(folder: Path, shelf: Catalogue) -> None:
    (folder / "lessons/020-x.md").mkdir()
    write(folder, "lessons/030-y.md", "x" * 2_000_001)
    assert len(shelf.course(TODAY).lessons) == 1
    assert any("lässt sich nicht lesen" in problem for problem in said(shelf))
    assert any("größer als 2 MB" in problem for problem in said(shelf))


def test_a_missing_yaml_file_is_named(folder: Path, shelf: Catalogue) -> None:
    (folder / "glossary.yml").unlink()
    assert any("content/glossary.yml:1:1: Fehler" in problem for problem in said(shelf))


def test_a_new_picture_is_seen_by_the_lessons(folder: Path, shelf: Catalogue) -> None:
    write(folder, "lessons/010-eins.md", LESSON + "\n::: figure boot\nEin Boot.\n:::\n")
    (folder / "media/foto.png").write_bytes(b"png")
    assert "Das Bild „boot“ fehlt" in said(shelf)[0]
    assert len(shelf.course(TODAY).lessons) == 1
    write(folder, "media/boot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert said(shelf) == []
    assert "<svg" in shelf.course(TODAY).lessons[0].blocks[-1].svg  # type: ignore[union-attr]


def test_the_folder_is_looked_at_once_a_second(folder: Path) -> None:
    shelf = Catalogue(folder, interval=3600)
    shelf.course(TODAY)
    write(folder, "lessons/010-eins.md", LESSON.replace("title: Eins", "title: Anders"))
    assert shelf.course(TODAY).lessons[0].title == "Eins"
    shelf.refresh()
    assert shelf.course(TODAY).lessons[0].title == "Anders"


def test_without_a_folder_there_is_an_empty_course() -> None:
    shelf = Catalogue()
    assert shelf.course().lessons == ()
    assert shelf.problems() == ()


def test_hidden_and_foreign_files_are_ignored(folder: Path, shelf: Catalogue) -> None:
    for name in (
        "lessons/.010-eins.md.swp",
        "lessons/~x.md",
        "lessons/.#x.md",
        "lessons/notiz.txt",
    ):
        write(folder, name, "x")
    assert len(shelf.course(TODAY).lessons) == 1
    assert said(shelf) == []


def test_many_threads_see_whole_courses_while_the_folder_changes(folder: Path) -> None:
    shelf = Catalogue(folder, interval=0)
    shelf.course(TODAY)
    seen: set[int] = set()
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(60):
                seen.add(len(shelf.course(TODAY).lessons))
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(20):
        write(folder, "lessons/010-eins.md", LESSON + "\nText.\n" * number)
    for reader in readers:
        reader.join()
    assert failures == []
    assert seen == {1}
