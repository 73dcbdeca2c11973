from decimal import Decimal
from typing import cast

import pytest

from leaderacademy.content.course import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
)
from leaderacademy.content.parser import parse_question
from tests.content.writing import lesson, question

LONG = """A?

- (X) Ja,
  wirklich
  > Gut,
  > sehr gut.
* ( ) Nein
  > Doch.
"""
HINTED = """A?

? Erst *das*.
- (x) Ja
  > Gut.
- ( ) Nein
  > Doch.
? Dann das.
> Allgemein.
"""


def test_an_option_may_take_several_lines() -> None:
    asked = cast(
        ChoiceQuestion,
        question(LONG),
    )
    assert asked.options[0].text == "Ja,\nwirklich"
    assert asked.options[0].right
    assert asked.options[0].explanation == "Gut,\nsehr gut."


def test_quotes_at_the_margin_belong_to_their_options() -> None:
    asked = cast(ChoiceQuestion, question("A?\n\n- (x) Ja\n> Gut.\n- ( ) Nein\n> Doch.\n"))
    assert [option.explanation for option in asked.options] == ["Gut.", "Doch."]
    assert asked.general == ""


def test_the_last_quote_at_the_margin_is_the_general_explanation() -> None:
    asked = question("A?\n\n- (x) Ja\n  > Gut.\n- ( ) Nein\n  > Doch.\n\n> Allgemein.\n> Weiter.")
    assert asked.general == "Allgemein.\nWeiter."
    ordered = question("A?\n\n1. Erst\n2. Dann\n> Allgemein.")
    assert ordered.general == "Allgemein."


def test_hints_are_kept_in_order() -> None:
    asked = question(
        "A?\n\n? Erst *das*.\n- (x) Ja\n  > Gut.\n- ( ) Nein\n  > Doch.\n? Dann das.\n> Allgemein."
    )
    assert asked.hints == ("Erst <em>das</em>.", "Dann das.")
    assert asked.general == "Allgemein."


def test_numbers_in_the_prompt_of_a_choice_are_no_steps() -> None:
    asked = question("1. Eins\n2. Zwei\n\nWas gilt?\n\n- (x) Ja\n  > Gut.\n- ( ) Nein\n  > Doch.")
    assert asked.kind == "single"
    assert "<ol>" in asked.prompt


def test_options_in_a_code_fence_are_text() -> None:
    asked = question("A?\n\n```\n- (x) kein\n= 4\n```\n\n- (x) Ja\n  > Gut.\n- ( ) Nein\n  > Doch.")
    assert len(cast(ChoiceQuestion, asked).options) == 2
    assert "- (x) kein" in asked.prompt


@pytest.mark.parametrize(
    ("written", "low", "high", "unit"),
    [
        ("= 37,5 ± 0,5", "37", "38", ""),
        ("= 37,5 +/- 0,5 %", "37", "38", "%"),
        ("= 37 bis 38", "37", "38", ""),
        ("= 38 bis 37", "37", "38", ""),
        ("= 2.640 €", "2640", "2640", "€"),
        ("= -105", "-105", "-105", ""),
        ("=40", "40", "40", ""),
    ],
)
def test_solutions_can_be_written_in_several_ways(
    written: str, low: str, high: str, unit: str
) -> None:
    asked = cast(NumberQuestion, question(f"A?\n\n{written}\n> Gut.\n- sonst\n  > Nein."))
    assert (asked.low, asked.high, asked.unit) == (Decimal(low), Decimal(high), unit)
    assert asked.right_text == "Gut."
    assert asked.solution == written.lstrip("= ")


def test_left_sides_keep_their_capitals() -> None:
    asked = cast(MatchQuestion, question("A?\n\n- Haken A == Erste\n- Haken B == Zweite"))
    assert [item.text for item in asked.lefts] == ["Haken A", "Haken B"]


def test_steps_may_be_written_with_brackets() -> None:
    asked = cast(OrderQuestion, question("A?\n\n1) Erst\n2) Dann\n- Falsch: 2. vor 1.\n  > Nein."))
    assert [item.text for item in asked.items] == ["Erst", "Dann"]
    assert (asked.mistakes[0].before, asked.mistakes[0].after) == (2, 1)


@pytest.mark.parametrize("source", ["", "Text", "::: question a\nA?\n:::", "::: remember\nx\n:::"])
def test_a_source_that_is_no_question_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="no question"):
        parse_question(source, "probe")


def test_a_stored_question_keeps_the_id_it_was_asked_by() -> None:
    source = "::: question neu\nA?\n\n- (x) Ja\n- ( ) Nein\n:::"
    assert parse_question(source, "probe", "alt").id == "alt"


EXERCISE = """
::: exercise mein-hafen {head}
{first}Beschreiben Sie Ihren **Hafen**.

- `hafen` (zwei Zeilen)
* boje

Ergänzend:

- gq-date
:::
"""


@pytest.mark.parametrize(
    ("head", "first", "title", "minutes"),
    [
        ('"Ihr Hafen" (2,5 Minuten)', "", "Ihr Hafen", "2.5"),
        ("„Ihr Hafen“ (etwa 1 Minute)", "", "Ihr Hafen", "1"),
        ("(3)", "", "", "3"),
        ("", "{minutes: 2,5}\n", "", "2.5"),
        ("", "", "", "None"),
    ],
)
def test_exercises_take_title_and_minutes_in_several_forms(
    head: str, first: str, title: str, minutes: str
) -> None:
    parsed = lesson(EXERCISE.format(head=head, first=first))
    assert parsed.problems == ()
    assert parsed.lesson is not None
    found = parsed.lesson.exercises[0]
    assert (found.title, str(found.minutes)) == (title, minutes)
    assert (found.fields, found.extra) == (("hafen", "boje"), ("gq-date",))
    assert found.prompt == "Beschreiben Sie Ihren <strong>Hafen</strong>."
    assert parsed.lesson.steps == ("mein-hafen",)
