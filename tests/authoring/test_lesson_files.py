"""States of lesson files and fixes in words."""

from datetime import date

import pytest

from leaderacademy.authoring.rules import fix_in_words, lesson_lines
from leaderacademy.content.course import Course, Fix, Lesson, Problem

TODAY = date(2027, 2, 8)


def _lesson(number: int, **other: object) -> Lesson:
    known = {"slug": f"l{number}", "title": f"Lektion {number}", "minutes": 5, "stage": "A"}
    path = f"content/lessons/{number:03}-l{number}.md"
    return Lesson(**{**known, "number": number, "path": path, **other})  # type: ignore[arg-type]


def test_every_file_has_one_state_in_the_order_of_the_course() -> None:
    course = Course(
        lessons=(_lesson(10), _lesson(30)),
        drafts=(
            _lesson(20, status="draft"),
            _lesson(40, publish_at=date(2027, 2, 9)),
        ),
    )
    never_good = "content/lessons/050-neu.md"
    problems = [
        Problem("error", never_good, 1, 1, "Der Titel fehlt."),
        Problem("error", course.lessons[1].path, 4, 1, "Kaputt."),
        Problem("warning", course.lessons[1].path, 9, 1, "Keine Erklärung."),
        Problem("error", "content/logbook.yml", 1, 1, "Kein Feld."),
    ]
    lines = lesson_lines(course, problems, TODAY)
    assert [line.state for line in lines] == ["online", "draft", "online", "planned", "broken"]
    assert [(line.errors, line.warnings) for line in lines] == [
        (0, 0),
        (0, 0),
        (1, 1),
        (0, 0),
        (1, 0),
    ]
    assert lines[-1].title == "050-neu.md"


@pytest.mark.parametrize(
    ("remove", "insert", "what", "text"),
    [
        (0, "  > Warum\n", "einfügen:", "  > Warum"),
        (3, "", "3\u00a0Zeichen löschen.", ""),
        (1, "x", "1\u00a0Zeichen ersetzen durch:", "x"),
    ],
)
def test_a_fix_is_a_sentence(remove: int, insert: str, what: str, text: str) -> None:
    fix = fix_in_words(Fix("a.md", 41, 3, remove, insert))
    assert fix.where == "Zeile\u00a041, Spalte\u00a03"
    assert (fix.what, fix.text) == (what, text)
