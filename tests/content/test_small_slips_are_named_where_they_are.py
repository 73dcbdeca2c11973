"""Slips that used to be overseen, named twice or named at the wrong place."""

from pathlib import Path

import pytest

from leaderacademy.cli import content as cli
from leaderacademy.content.catalogue import Catalogue
from leaderacademy.content.context import Context
from leaderacademy.content.course import Stage
from leaderacademy.content.fixes import fixed
from leaderacademy.content.pages import read_page
from leaderacademy.content.parser import parse_lesson
from tests.content.writing import (
    HEAD,
    LEAD,
    LESSON,
    PATH,
    lesson,
    question,
    said,
    small_course,
    terms,
)

STAGES = Context(stages=(Stage("A", "Richtung"),))


@pytest.mark.parametrize("head", ["title: A: B\n---\n", "title: A\n", "- a\n---\n"])
def test_a_broken_head_is_one_error(head: str) -> None:
    assert len(parse_lesson(f"---\n{head}\nText.\n", PATH, STAGES).problems) == 1


@pytest.mark.parametrize(
    ("pair", "column", "mended"),
    [("A==X", 4, "A == X"), ("A ==X", 4, "A == X"), ("A== X", 4, "A == X")],
)
def test_a_pair_without_blanks_is_mended(pair: str, column: int, mended: str) -> None:
    for other in ("- B == Y", "- B==Y"):
        body = f"\n::: question q\nWas gehört zusammen?\n\n- {pair}\n{other}\n> Darum.\n:::\n"
        found = lesson(body)
        assert said(found)[0] == (
            f"{PATH}:12:{column}: Fehler: Um == fehlen Leerzeichen. Schreiben Sie - Links == Rechts"
        )
        assert len(found.problems) == (1 if " == " in other else 2)
        fixes = [problem.fix for problem in found.problems if problem.fix]
        again = fixed(HEAD + LEAD + body, fixes)
        assert f"- {mended}\n- B == Y\n" in again
        assert said(parse_lesson(again, PATH)) == []


def test_a_general_explanation_after_a_blank_line_is_not_glued_to_the_last_option() -> None:
    asked = question("A?\n\n- (x) Ja\n> a\n- ( ) Nein\n> b\n\n> Allgemein")
    assert asked.general == "Allgemein"
    assert [option.explanation for option in asked.options] == ["a", "b"]  # type: ignore[union-attr]


def test_a_general_explanation_that_is_glued_is_a_warning() -> None:
    body = "\n::: question q\nA?\n\n- (x) Ja\n> a\n- ( ) Nein\n> b\n> Allgemein\n:::\n"
    assert said(lesson(body)) == [
        (
            f"{PATH}:16:1: Warnung: Diese Zeile zählt zur Erklärung der letzten Option. Soll sie "
            "die ganze Frage erklären, setzen Sie eine Leerzeile davor."
        )
    ]


def test_a_question_of_which_one_option_counts_is_a_warning() -> None:
    body = "\n::: question q\nA?\n\n- (x) Ja\n  > a\n- (~) Nein\n  > b\n:::\n"
    assert said(lesson(body)) == [
        (
            f"{PATH}:9:1: Warnung: Von der Frage „q“ zählt nur noch eine Option. Schreiben Sie "
            "eine neue dazu."
        )
    ]


def test_a_page_names_the_keys_of_a_page() -> None:
    problems = read_page("---\ntitle: A\nminutes: 5\n---\n", "p.md", Context())[1].problems
    assert [str(problem) for problem in problems] == [
        (
            "p.md:3:1: Fehler: Die Angabe „minutes“ gibt es im Kopf nicht. Möglich sind title, "
            "slug, description."
        )
    ]


def test_a_term_is_found_as_a_word_only() -> None:
    body = "\nEin Marketingprofi sagt:\n\n## Die Marke\n\nText.\n"
    assert [(p.line, p.column) for p in lesson(body, Context(terms=terms("Marke"))).problems] == [
        (11, 8)
    ]
    body = "\nEin Markenprofi ohne Marketing.\n"
    assert said(lesson(body, Context(terms=terms("Marke")))) == []


def test_a_term_that_an_earlier_lesson_links_may_stand_in_a_heading(tmp_path: Path) -> None:
    folder = small_course(tmp_path)
    glossary = "terms:\n  - {key: lead, term: Lead, text: Ein Kontakt.}\n"
    (folder / "glossary.yml").write_text(glossary, encoding="utf-8")
    second = LESSON.replace("-eins", "-zwei").replace("Einstieg.", "Einstieg.\n\n## Der Lead")
    (folder / "lessons/020-zwei.md").write_text(second, encoding="utf-8")
    shelf = Catalogue(folder, interval=0)
    assert [str(problem)[:40] for problem in shelf.problems()] == [
        "content/lessons/020-zwei.md:9:8: Warnung"
    ]
    first = LESSON.replace("Einstieg.", "Ein Lead.")
    (folder / "lessons/010-eins.md").write_text(first, encoding="utf-8")
    assert shelf.problems() == ()


def test_two_terms_with_one_key_are_an_error_with_both_places(tmp_path: Path) -> None:
    folder = small_course(tmp_path)
    (folder / "glossary.yml").write_text(
        "terms:\n  - {key: a, term: Lead, text: Eins.}\n  - {key: a, term: Marke, text: Zwei.}\n",
        encoding="utf-8",
    )
    assert [str(problem) for problem in Catalogue(folder).problems()] == [
        (
            "content/glossary.yml:3:6: Fehler: Die Kennung „a“ steht schon in Zeile 2. Ändern Sie "
            "eine davon."
        )
    ]


def test_the_shipped_course_has_nothing_to_complain_about() -> None:
    assert Catalogue(Path(__file__).parents[2] / "content").problems() == ()


def test_one_of_something_is_singular() -> None:
    assert cli._count(1, "Warnung", "Warnungen") == "1 Warnung"
    assert cli._count(0, "Warnung", "Warnungen") == "0 Warnungen"


def test_the_command_counts_in_german(app: object) -> None:
    result = app.test_cli_runner().invoke(args=["content", "check"])  # type: ignore[attr-defined]
    assert result.output.splitlines()[-1] == (
        "12 Lektionen, 51 Fragen, 99 Felder: 0 Fehler, 0 Warnungen."
    )
