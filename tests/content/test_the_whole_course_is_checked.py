from pathlib import Path

import pytest

from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.fixes import apply_fixes, fixed
from leaderacademy.content.problems import Fix, Problem
from tests.content.writing import LESSON, LOGBOOK, SELF_CHECK, small_course

SECOND = "lessons/020-zwei.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_course(tmp_path)


PATHS = {
    "first": "lessons/010-eins.md",
    "second": SECOND,
    "page": "pages/impressum.md",
    "self_check": "self-check.yml",
}


def check(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / PATHS.get(name, f"{name}.yml")).write_text(text, encoding="utf-8")
    return [str(problem) for problem in Catalogue(folder, interval=0).problems()]


def test_a_double_id_names_the_other_place_and_a_free_one(folder: Path) -> None:
    second = LESSON.replace("title: Eins", "title: Zwei").replace("uebung-eins", "uebung-zwei")
    assert check(folder, second=second) == [
        (
            "content/lessons/020-zwei.md:9:14: Fehler: Die Kennung „frage-eins“ gibt es schon in "
            "content/lessons/010-eins.md, Zeile 9. Geben Sie der Kopie von beiden eine neue, zum "
            "Beispiel frage-eins-2. Am Original hängen die alten Antworten."
        ),
    ]


def test_a_double_slug_is_an_error(folder: Path) -> None:
    second = LESSON.replace("eins", "zwei").replace("stage: A", "stage: A\nslug: eins")
    assert check(folder, second=second)[0].startswith(
        (
            "content/lessons/020-zwei.md:1:1: Fehler: Die Lektion „eins“ gibt es schon in "
            "content/lessons/010-eins.md."
        ),
    )


def test_a_field_that_no_exercise_fills_is_an_error(folder: Path) -> None:
    logbook = LOGBOOK + "  - {key: boje, document: zielbaum, label: Boje, type: text}\n"
    assert check(folder, logbook=logbook) == [
        "content/logbook.yml:11:5: Fehler: Das Feld „boje“ füllt keine Übung. ".replace(
            ":5:", ":1:"
        )
        + "Nennen Sie es in einer Übung oder löschen Sie es."
    ]


def test_lessons_named_elsewhere_must_exist(folder: Path) -> None:
    found = check(
        folder,
        logbook=LOGBOOK.replace("lesson: eins", "lesson: eint"),
        self_check=SELF_CHECK.replace("[eins]", "[weg]"),
    )
    assert found == [
        (
            "content/logbook.yml:5:1: Fehler: Die Lektion „eint“ von „hafen“ gibt es nicht. "
            "Meinten Sie „eins“?"
        ),
        "content/self-check.yml:1:1: Fehler: Die Lektion „weg“ gibt es nicht.",
    ]


@pytest.mark.parametrize(
    ("address", "rest"),
    [
        ("/kurs/einz", "Die Lektion „einz“ gibt es nicht. Meinten Sie „eins“?"),
        ("030-drei.md", "Die Lektion „drei“ gibt es nicht."),
        ("/logbuch/weg", "Das Dokument „weg“ gibt es nicht."),
        ("/glossar#leed", "Den Begriff „leed“ gibt es nicht. Meinten Sie „lead“?"),
        ("/quellen#q9", "Die Quelle „q9“ gibt es nicht."),
        ("#oben", "Die Überschrift „oben“ gibt es nicht."),
        ("/datenschutz", "Die Seite „datenschutz“ gibt es nicht."),
        ("../pages/agb.md", "Die Seite „agb“ gibt es nicht."),
    ],
)
def test_links_inside_the_course_must_lead_somewhere(folder: Path, address: str, rest: str) -> None:
    found = check(
        folder,
        first=LESSON + f"\nEin [Link]({address}) hier.\n",
        glossary="terms:\n  - {key: lead, term: Lead, text: Ein Kontakt.}\n",
        sources="sources:\n  - {key: Q4, text: Buch, where: Regal}\n",
    )
    assert len(found) == 1
    assert found[0].startswith("content/lessons/010-eins.md:24:12: Fehler: Der Link ")
    assert found[0].endswith(f"führt ins Leere. {rest}")


@pytest.mark.parametrize(
    "address",
    [
        "/kurs/eins",
        "/kurs",
        "/logbuch/zielbaum",
        "/logbuch/zielbaum.pdf",
        "/glossar",
        "/impressum",
        "/impressum#x",
        "https://x.de/kurs/weg",
        "mailto:a@b.de",
        "#abschnitt-kopf",
        "/training",
    ],
)
def test_links_that_lead_somewhere_are_left_alone(folder: Path, address: str) -> None:
    assert check(folder, first=LESSON + f"\n## Kopf\n\nEin [Link]({address}).\n") == []


def test_links_of_pages_are_checked_too(folder: Path) -> None:
    page = "---\ntitle: Impressum\n---\n\nZum [Kurs](/kurs/weg) und [hier](#egal).\n"
    assert check(folder, page=page) == [
        (
            "content/pages/impressum.md:5:12: Fehler: Der Link /kurs/weg führt ins Leere. "
            "Die Lektion „weg“ gibt es nicht."
        ),
    ]


def test_a_page_needs_a_title(folder: Path) -> None:
    assert "Es fehlt der Titel" in check(folder, page="---\nslug: impressum\n---\n\nText.\n")[0]


def test_a_link_to_a_lesson_that_is_broken_just_now_is_no_error(folder: Path) -> None:
    found = check(folder, first=LESSON + "\n[Zwei](/kurs/zwei)\n", second="kaputt")
    assert all("führt ins Leere" not in problem for problem in found)


NEW = LESSON.replace("title: Eins", "title: Zwei").replace(" uebung-eins", " uebung-zwei")


def test_fixes_write_free_ids(folder: Path) -> None:
    second = NEW.replace("question frage-eins", "question").replace("Ja?", "Frage eins")
    (folder / SECOND).write_text(second, encoding="utf-8")
    shelf = Catalogue(folder, interval=0)
    assert [str(problem) for problem in shelf.problems()] == [
        (
            "content/lessons/020-zwei.md:9:14: Fehler: Die Frage hat keine Kennung. Vorschlag: "
            "::: question frage-eins-2"
        ),
    ]
    assert apply_fixes(folder, shelf.problems()) == 1
    assert "\n::: question frage-eins-2\n" in (folder / SECOND).read_text(encoding="utf-8")
    assert shelf.problems() == ()


def test_fixes_mend_unknown_fields_and_titles_but_no_double_ids(folder: Path) -> None:
    second = NEW.replace("- hafen", "- haven").replace("Einstieg.", "Einstieg.\n\n# Kopf")
    (folder / SECOND).write_text(second, encoding="utf-8")
    shelf = Catalogue(folder, interval=0)
    assert len(shelf.problems()) == 3
    assert apply_fixes(folder, [*shelf.problems(), *shelf.problems()]) == 2
    mended = (folder / SECOND).read_text(encoding="utf-8")
    assert "- hafen\n" in mended
    assert "\n## Kopf\n" in mended
    assert "question frage-eins\n" in mended
    assert [problem.fix for problem in shelf.problems()] == [None]


def test_an_id_with_capitals_is_replaced(folder: Path) -> None:
    second = NEW.replace("question frage-eins", "question Frage Zwei")
    (folder / SECOND).write_text(second, encoding="utf-8")
    shelf = Catalogue(folder, interval=0)
    apply_fixes(folder, shelf.problems())
    assert "\n::: question frage-zwei\n" in (folder / SECOND).read_text(encoding="utf-8")
    assert shelf.problems() == ()


def test_several_fixes_in_one_line_do_not_disturb_each_other() -> None:
    fixes = [Fix("f", 1, 1, 1, "AA"), Fix("f", 1, 3, 1, "CC")]
    assert fixed("a b\n", fixes) == "AA CC\n"
    assert fixed("abc\n", fixes) == "AAbCC\n"


def test_a_problem_reads_as_file_line_column_and_sentence() -> None:
    problem = Problem("warning", "content/a.md", 3, 7, "Ein Satz.")
    assert str(problem) == "content/a.md:3:7: Warnung: Ein Satz."
    assert not problem.is_error
