from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.content.course import (
    BadAnswer,
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
)
from leaderacademy.content.questions.answers import shuffled_keys
from tests.content.writing import question

SINGLE = """Wer?

- ( ) Fleiß
  > Das ist Fleiß.
- (x) Ziel
  > Genau.
- (~) Unklar
  > Das war unklar.
> Es geht um die Richtung."""
MULTI = """Was?

- [x] Ziel
  > Ziel fehlt.
- [ ] Bild
  > Bild nicht.
- [x] Rahmen
  > Rahmen fehlt.
- [~] Unklar
> Allgemein."""
ORDER = """Ordnen Sie.

1. Hafen
2. Leuchtturm
3. Jahresziel
- falsch: 3 vor 2
  > Richtung fehlt.
- falsch: 3 vor 1
  > Hafen fehlt.
> Vom Großen zum Kleinen."""
MATCH = """Ordnen Sie zu.

- Griff 1 == Prüffragen
- Griff 2 == Rahmen
- Griff 3 == Rahmen
- falsch: Griff 1 == Rahmen
  > Verwechselt.
> Allgemein."""
NUMBER = """Wie viel?

= 37,5 ± 0,5 %
> Richtig gerechnet.
- 62,5
  > Der andere Anteil.
- 63
  > Genau 63.
- sonst
  > Teilen Sie."""


def choice(text: str) -> ChoiceQuestion:
    found = question(text)
    assert isinstance(found, ChoiceQuestion)
    return found


def keys(asked: ChoiceQuestion, *texts: str) -> list[str]:
    return [option.key for option in asked.options if option.text in texts]


def notes(verdict: Any) -> list[tuple[str, bool]]:
    return [(str(note.text), note.right) for note in verdict.notes]


@pytest.mark.parametrize(
    ("chosen", "right", "note", "counts"),
    [
        ("Ziel", True, "Genau.", True),
        ("Fleiß", False, "Das ist Fleiß.", True),
        ("Unklar", True, "Das war unklar.", False),
    ],
)
def test_one_answer_gets_the_note_of_the_chosen_option(
    chosen: str, right: bool, note: str, counts: bool
) -> None:
    asked = choice(SINGLE)
    verdict = asked.grade(keys(asked, chosen))
    assert (verdict.right, verdict.counts) == (right, counts)
    assert notes(verdict) == [(note, right)]
    assert verdict.notes[0].target == keys(asked, chosen)[0]
    assert verdict.general == "Es geht um die Richtung."


@pytest.mark.parametrize(
    ("ticked", "right", "told"),
    [
        (("Ziel", "Rahmen"), True, ["Ziel fehlt.", "Rahmen fehlt."]),
        (("Ziel", "Rahmen", "Unklar"), True, ["Ziel fehlt.", "Rahmen fehlt."]),
        (("Ziel",), False, ["Rahmen fehlt."]),
        (("Ziel", "Bild", "Rahmen"), False, ["Bild nicht."]),
        (("Bild",), False, ["Ziel fehlt.", "Bild nicht.", "Rahmen fehlt."]),
        (("Unklar",), False, ["Ziel fehlt.", "Rahmen fehlt."]),
    ],
)
def test_several_answers_name_what_was_treated_wrongly(
    ticked: tuple[str, ...], right: bool, told: list[str]
) -> None:
    asked = choice(MULTI)
    verdict = asked.grade(keys(asked, *ticked))
    assert verdict.right is right
    assert notes(verdict) == [(text, right) for text in told]


def test_stimmt_and_stimmt_nicht_are_a_kind_of_their_own() -> None:
    asked = choice("So ist es.\n\n- ( ) Stimmt\n  > Nein.\n- (x) Stimmt nicht\n  > Ja.")
    assert asked.kind == "truefalse"
    assert asked.grade(keys(asked, "Stimmt nicht")).right


def test_an_option_found_flawed_later_counts_for_nobody() -> None:
    asked = choice(SINGLE)
    wrong = keys(asked, "Fleiß")
    assert asked.grade(wrong, flawed=wrong).right
    assert not asked.grade(wrong, flawed=wrong).counts
    several = choice(MULTI)
    assert several.grade(keys(several, "Ziel"), flawed=keys(several, "Rahmen")).right
    everything = [option.key for option in several.options]
    assert not several.grade(everything[:1], flawed=everything).counts


def order(*names: str) -> Any:
    asked = question(ORDER)
    assert isinstance(asked, OrderQuestion)
    by_text = {str(item.text): item.key for item in asked.items}
    return asked.grade([by_text[name] for name in names])


@pytest.mark.parametrize(
    ("names", "right", "told", "general"),
    [
        (("Hafen", "Leuchtturm", "Jahresziel"), True, [], "Vom Großen zum Kleinen."),
        (("Hafen", "Jahresziel", "Leuchtturm"), False, ["Richtung fehlt."], ""),
        (("Leuchtturm", "Jahresziel", "Hafen"), False, ["Hafen fehlt."], ""),
        (("Jahresziel", "Leuchtturm", "Hafen"), False, ["Richtung fehlt."], ""),
        (("Leuchtturm", "Hafen", "Jahresziel"), False, [], "Vom Großen zum Kleinen."),
    ],
)
def test_an_order_is_told_the_first_mistake_that_fits(
    names: tuple[str, ...], right: bool, told: list[str], general: str
) -> None:
    verdict = order(*names)
    assert verdict.right is right
    assert [text for text, _ in notes(verdict)] == told
    assert verdict.general == general


def match(**given: str) -> Any:
    asked = question(MATCH)
    assert isinstance(asked, MatchQuestion)
    left = {str(item.text): item.key for item in asked.lefts}
    right = {str(item.text): item.key for item in asked.rights}
    return asked.grade({left[f"Griff {n[1]}"]: right[text] for n, text in given.items()})


@pytest.mark.parametrize(
    ("given", "right", "told", "general"),
    [
        (("Prüffragen", "Rahmen", "Rahmen"), True, [], "Allgemein."),
        (("Rahmen", "Rahmen", "Rahmen"), False, ["Verwechselt."], ""),
        (("Prüffragen", "Prüffragen", "Rahmen"), False, [""], "Allgemein."),
        (("Rahmen", "Prüffragen", "Rahmen"), False, ["Verwechselt.", ""], "Allgemein."),
    ],
)
def test_a_match_explains_each_confusion(
    given: tuple[str, str, str], right: bool, told: list[str], general: str
) -> None:
    verdict = match(h1=given[0], h2=given[1], h3=given[2])
    assert verdict.right is right
    assert [text for text, _ in notes(verdict)] == told
    assert verdict.general == general


def test_right_sides_that_are_equal_are_offered_once() -> None:
    asked = question(MATCH)
    assert isinstance(asked, MatchQuestion)
    assert [item.text for item in asked.rights] == ["Prüffragen", "Rahmen"]


@pytest.mark.parametrize(
    ("typed", "right", "note"),
    [
        ("37,5", True, "Richtig gerechnet."),
        ("37 %", True, "Richtig gerechnet."),
        ("38", True, "Richtig gerechnet."),
        ("62,5", False, "Der andere Anteil."),
        ("62", False, "Der andere Anteil."),
        ("63", False, "Genau 63."),
        ("5", False, "Teilen Sie."),
    ],
)
def test_a_number_is_right_within_its_tolerance(typed: str, right: bool, note: str) -> None:
    asked = question(NUMBER)
    assert isinstance(asked, NumberQuestion)
    assert asked.unit == "%"
    verdict = asked.grade(typed)
    assert notes(verdict) == [(note, right)]
    assert verdict.right is right


def test_a_number_without_notes_falls_back_to_the_general_explanation() -> None:
    asked = question("Wie viel?\n\n= 4 bis 5\n- sonst\n> Allgemein.")
    verdict = asked.grade("7")
    assert (verdict.right, verdict.notes, verdict.general) == (False, (), "Allgemein.")
    assert asked.grade("4,5").right


@pytest.mark.parametrize(
    ("text", "answer", "sentence"),
    [
        (SINGLE, [], "genau eine"),
        (SINGLE, ["weg"], "inzwischen geändert"),
        (SINGLE, "weg", "passt nicht zur Frage"),
        (SINGLE, {"a": "b"}, "passt nicht zur Frage"),
        (SINGLE, 7, "passt nicht zur Frage"),
        (SINGLE, [7], "inzwischen geändert"),
        (MULTI, [], "mindestens eine"),
        (ORDER, [], "alle Schritte"),
        (MATCH, {}, "jeder Zeile"),
        (MATCH, {"a": "b"}, "inzwischen geändert"),
        (MATCH, [], "passt nicht zur Frage"),
        (NUMBER, "abc", "„abc“ ist keine Zahl. Schreiben Sie zum Beispiel 37,5."),
        (NUMBER, ["1"], "passt nicht zur Frage"),
    ],
)
def test_an_unfit_answer_is_refused_with_a_sentence(text: str, answer: Any, sentence: str) -> None:
    with pytest.raises(BadAnswer, match=sentence):
        question(text).grade(answer)


def test_an_answer_given_twice_is_refused() -> None:
    asked = choice(MULTI)
    with pytest.raises(BadAnswer, match="doppelt"):
        asked.grade(keys(asked, "Ziel") * 2)


@given(st.lists(st.text(max_size=5), unique=True, max_size=9), st.text(max_size=9))
def test_mixing_is_repeatable_and_never_gives_the_order_away(names: list[str], seed: str) -> None:
    mixed = shuffled_keys(names, seed)
    assert mixed == shuffled_keys(names, seed)
    assert sorted(mixed) == sorted(names)
    assert len(names) < 2 or list(mixed) != names


@pytest.mark.parametrize("seed", range(30))
def test_items_are_offered_mixed(seed: int) -> None:
    asked = cast(OrderQuestion, question(ORDER))
    assert asked.shuffled(str(seed)) != asked.items
    matched = cast(MatchQuestion, question(MATCH))
    assert matched.shuffled(str(seed)) != matched.rights


def test_option_keys_stay_when_options_move() -> None:
    before, after = choice(MULTI), choice(MULTI.replace("- [ ] Bild\n  > Bild nicht.\n", ""))
    assert keys(before, "Rahmen") == keys(after, "Rahmen")
    assert before.digest != after.digest


def test_blanks_and_line_ends_do_not_change_the_digest() -> None:
    assert choice(SINGLE).digest == choice(SINGLE.replace("\n", "  \r\n") + "\n\n").digest


def test_a_stored_source_gives_the_same_question_again() -> None:
    for text in (SINGLE, MULTI, ORDER, MATCH, NUMBER):
        asked = question(text)
        from leaderacademy.content.parser import parse_question

        again = parse_question(asked.source, asked.lesson)
        assert again == asked
