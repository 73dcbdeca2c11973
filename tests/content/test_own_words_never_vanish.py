"""`{{ field }}` is shown or it is an error with its place; it never vanishes silently."""

import pytest

from leaderacademy.content.context import Context
from leaderacademy.content.course import FieldRef
from leaderacademy.content.lesson import Example, Prose
from leaderacademy.content.pages import read_page
from tests.content.writing import lesson, question, said

KNOWING = Context(fields=frozenset({"hafen", "boje"}))
SENTENCE = (
    "Fehler: „{{ hafen }}“ kann hier nicht gezeigt werden. Die eigenen Worte der Lernenden "
    "erscheinen nur im Lauftext und in ::: example."
)


def pieces(body: str) -> list[str]:
    found = lesson(body, KNOWING)
    assert said(found) == []
    assert found.lesson is not None
    blocks = [block for block in found.lesson.blocks if isinstance(block, (Prose, Example))]
    return [piece.key for b in blocks for piece in b.pieces if isinstance(piece, FieldRef)]


@pytest.mark.parametrize(
    "body",
    [
        "\nText {{ hafen }}.\n",
        "\n- {{ hafen }}\n",
        "\n| A | B |\n|---|---|\n| {{ hafen }} | b |\n",
        "\n::: example\n{{ hafen }}\n:::\n",
        "\nText[^n]\n\n[^n]: Wie {{ hafen }} sagt.\n",
    ],
)
def test_prose_examples_and_footnotes_show_the_learners_words(body: str) -> None:
    assert pieces(body) == ["hafen"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("\n::: remember\nIhr Hafen: {{ hafen }}\n:::\n", "10:12"),
        ("\n## Ihr {{ hafen }}\n\nText.\n", "9:8"),
        ("\n::: question q\n{{ hafen }}?\n\n- (x) Ja\n  > Gut.\n- ( ) B\n  > C\n:::\n", "10:1"),
        ("\n::: question q\nA?\n\n- (x) Ja {{ hafen }}\n  > A\n- ( ) B\n  > C\n:::\n", "12:10"),
        ("\n::: question q\nA?\n\n- (x) Ja\n  > Gut {{ hafen }}\n- ( ) B\n  > C\n:::\n", "13:9"),
        ("\n::: question q\nA?\n\n- (x) J\n  > G\n- ( ) B\n  > C\n? Zu {{ hafen }}\n:::\n", "16:6"),
        ("\n::: exercise e\nZu {{ hafen }}\n\n- boje\n:::\n", "10:4"),
        ('\n::: figure f "Zu {{ hafen }}"\nAlt.\n:::\n', "9:18"),
        ("\n::: figure f\nAlt {{ hafen }}.\n:::\n", "10:5"),
    ],
)
def test_elsewhere_they_are_an_error_with_its_place(body: str, place: str) -> None:
    found = lesson(body, KNOWING)
    assert said(found) == [f"content/lessons/010-probe.md:{place}: {SENTENCE}"]
    assert found.withhold


def test_a_page_cannot_show_them() -> None:
    text = "---\ntitle: Impressum\n---\n\nWir[^a] {{ hafen }}\n\n[^a]: {{ hafen }}\n"
    problems = read_page(text, "content/pages/impressum.md", KNOWING)[1].problems
    assert [(problem.line, problem.column) for problem in problems] == [(5, 9), (7, 7)]


def test_an_old_question_can_still_be_read() -> None:
    assert question("Zu {{ hafen }}?\n\n- (x) Ja\n- ( ) Nein").prompt == "Zu ?"


def test_a_mistake_in_the_second_place_is_shown_at_the_second_place() -> None:
    body = "\nZiel: {{ hafen }}\nund {{ hafne }}, {{ hafen }}\nund {{ hafne }}\n"
    text = "Fehler: Das Logbuch-Feld „hafne“ gibt es nicht. Meinten Sie „hafen“? Die Namen stehen "
    assert said(lesson(body, KNOWING)) == [
        f"content/lessons/010-probe.md:{place}: {text}in logbook.yml." for place in ("10:5", "11:5")
    ]
