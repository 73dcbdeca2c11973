from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.content.fields.values import (
    default_value,
    example_value,
    help_text,
    parse_value,
    prefill_value,
    row_options,
    show_value,
)
from tests.content.fields import TODAY, field

NB = "\u00a0"
TEXT = field("type: text")
NUMBER = field("type: number")
MONEY = field("type: money")
DATE = field("type: date")
TIME = field("type: time")
CHOICE = field("type: choice\noptions: [ja, {value: n, label: nein}]")
CHOICES = field("type: choices\noptions: [rot, gelb, grün]")
SCALE = field("type: scale\nmin: 0\nmax: 3\nrows: [3, 3]")
ITEMS = field("type: list\nitem: {label: Idee, length: [3, 20]}")
ROWS = field(
    """
type: list
columns:
  - {key: name, label: Name, type: text, required: yes}
  - {key: count, label: Zahl, type: number}
  - {key: due, label: Tag, type: date}
"""
)
FIXED = field(
    """
type: list
fixed_rows: [Vertrieb, Marketing]
columns:
  - {key: area, label: Bereich, type: text}
  - {key: who, label: Wer, type: text}
  - {key: weight, label: Gewicht, type: number, default: 2}
"""
)
NESTED = field(
    """
type: list
columns:
  - {key: name, label: Name, type: text}
  - key: scores
    label: Punkte
    type: list
    columns:
      - {key: points, label: Punkte, type: number}
"""
)
COMPUTED = field("type: computed\ncompute: gy_sentence")


@pytest.mark.parametrize(
    ("known", "raw", "stored", "shown"),
    [
        (TEXT, "  Hallo \r\n Welt ", "Hallo \n Welt", "Hallo \n Welt"),
        (TEXT, "   ", None, ""),
        (TEXT, None, None, ""),
        (TEXT, ["erster", "zweiter"], "erster", "erster"),
        (TEXT, "a\u0308", "ä", "ä"),
        (NUMBER, "1.234,50", "1234.5", "1.234,5"),
        (NUMBER, "-0", "0", "0"),
        (MONEY, "2.640 €", 264000, f"2.640{NB}€"),
        (MONEY, "12,5", 1250, f"12,50{NB}€"),
        (DATE, "2036-11-23", "2036-11-23", f"23.{NB}November{NB}2036"),
        (DATE, "1.4.27", "2027-04-01", f"1.{NB}April{NB}2027"),
        (TIME, "8.15", "08:15", "08:15"),
        (CHOICE, "ja", "ja", "ja"),
        (CHOICE, "nein", "n", "nein"),
        (CHOICE, "", None, ""),
        (CHOICES, ["grün", "rot", ""], ["rot", "grün"], "rot, grün"),
        (CHOICES, "rot", ["rot"], "rot"),
        (CHOICES, [], None, ""),
        (SCALE, ["0", "3", "2"], [0, 3, 2], "0, 3, 2"),
        (SCALE, ["1"], [1, None, None], "1"),
        (SCALE, [], None, ""),
        (ITEMS, ["eins", " ", "zwei"], ["eins", "zwei"], "eins\nzwei"),
        (ITEMS, [""], None, ""),
        (
            ROWS,
            [{"name": "A", "count": "2"}, {"name": " "}],
            [{"name": "A", "count": "2"}],
            "A · 2",
        ),
        (ROWS, ["kein Eintrag"], None, ""),
        (ROWS, "kein Eintrag", None, ""),
        (COMPUTED, "egal", None, ""),
        (
            NESTED,
            [{"name": "A", "scores": [{"points": "3"}, {"points": "1"}]}],
            [{"name": "A", "scores": [{"points": "3"}, {"points": "1"}]}],
            "A · 3; 1",
        ),
    ],
)
def test_what_was_typed_is_stored_and_shown(known: Any, raw: Any, stored: Any, shown: str) -> None:
    parsed = parse_value(known, raw, TODAY)
    assert parsed.errors == ()
    assert parsed.value == stored
    assert show_value(known, parsed.value) == shown


@pytest.mark.parametrize(
    ("known", "raw", "stored", "path", "sentence"),
    [
        (NUMBER, "viele", {"raw": "viele"}, "", "„viele“ ist keine Zahl"),
        (NUMBER, "9999999999999", {"raw": "9999999999999"}, "", "Diese Zahl ist zu groß."),
        (MONEY, "10,555", {"raw": "10,555"}, "", "höchstens zwei Nachkommastellen"),
        (DATE, "morgen", {"raw": "morgen"}, "", "„morgen“ ist kein Datum"),
        (DATE, "31.2.2027", {"raw": "31.2.2027"}, "", "Den Tag „31.2.2027“ gibt es nicht"),
        (TIME, "25:00", {"raw": "25:00"}, "", "„25:00“ ist keine Uhrzeit"),
        (TIME, "früh", {"raw": "früh"}, "", "„früh“ ist keine Uhrzeit"),
        (CHOICE, "vielleicht", {"raw": "vielleicht"}, "", "steht nicht zur Auswahl"),
        (CHOICES, ["rot", "blau"], ["rot"], "", "„blau“ steht nicht zur Auswahl"),
        (SCALE, ["1", "9", "x"], [1, None, None], "", "Aussage 2 braucht einen Wert von 0 bis 3."),
        (ITEMS, ["a"] * 201, ["a"] * 200, "", "höchstens 200 Zeilen"),
        (
            ROWS,
            [{"name": "A"}, {"name": "B", "count": "zwei"}],
            [{"name": "A"}, {"name": "B", "count": {"raw": "zwei"}}],
            "2.count",
            "„zwei“ ist keine Zahl",
        ),
    ],
)
def test_nothing_typed_is_lost(known: Any, raw: Any, stored: Any, path: str, sentence: str) -> None:
    parsed = parse_value(known, raw, TODAY)
    assert parsed.value == stored
    assert parsed.errors[0].path == path
    assert sentence in parsed.errors[0].text


def test_unreadable_values_are_shown_as_typed() -> None:
    assert show_value(NUMBER, {"raw": "viele"}) == "viele"
    assert show_value(DATE, "kaputt") == "kaputt"
    assert show_value(NUMBER, "kaputt") == ""
    assert show_value(MONEY, "kaputt") == ""
    assert show_value(ITEMS, "kaputt") == ""


@given(st.text(max_size=50) | st.lists(st.text(max_size=9) | st.none(), max_size=5))
def test_any_raw_value_is_read_by_any_field(raw: Any) -> None:
    for known in (TEXT, NUMBER, MONEY, DATE, TIME, CHOICE, CHOICES, SCALE, ITEMS, ROWS, FIXED):
        assert isinstance(show_value(known, parse_value(known, raw, TODAY).value), str)


def test_fixed_rows_keep_their_names_and_order() -> None:
    raw = [
        {"area": "Marketing", "who": "Chefin"},
        {"who": "Leitung"},
        {"area": "Eigene", "who": "x"},
    ]
    assert parse_value(FIXED, raw, TODAY).value == [
        {"area": "Vertrieb", "who": "Leitung"},
        {"area": "Marketing", "who": "Chefin"},
        {"area": "Eigene", "who": "x"},
    ]
    assert parse_value(FIXED, [{"who": ""}], TODAY).value is None
    assert parse_value(FIXED, [{"area": "Eigene"}, {"who": "y"}], TODAY).value == [
        {"area": "Vertrieb", "who": "y"},
        {"area": "Marketing"},
        {"area": "Eigene"},
    ]


@pytest.mark.parametrize(
    ("rest", "value"),
    [
        ("type: text", None),
        ("type: text\ndefault: Hallo", "Hallo"),
        ("type: number\ndefault: 10", "10"),
        ("type: number\ndefault: 0.5", "0.5"),
        ("type: money\ndefault: 45", 4500),
        ("type: date\ndefault: today + 3 years", "2029-11-23"),
        ("type: date\ndefault: end of quarter", "2027-03-31"),
        ("type: date\ndefault: irgendwann", None),
        ("type: choice\noptions: [ja, nein]\ndefault: nein", "nein"),
        ("type: choices\noptions: [a, b]\ndefault: [b]", ["b"]),
        ("type: list\nitem: {label: x}\ndefault: [eins, 2]", ["eins", "2"]),
    ],
)
def test_defaults_are_stored_like_typed_values(rest: str, value: Any) -> None:
    assert default_value(field(rest), {}, TODAY) == value


def test_defaults_of_lists_fill_rows_and_columns() -> None:
    assert default_value(FIXED, {}, TODAY) == [
        {"area": "Vertrieb", "weight": "2"},
        {"area": "Marketing", "weight": "2"},
    ]
    assert default_value(ROWS, {}, TODAY) is None


def test_examples_are_typed_like_values() -> None:
    known = field(
        "type: list\ncolumns:\n"
        "  - {key: name, label: N, type: text}\n  - {key: due, label: D, type: date}\n"
        "  - {key: no, label: X, type: date}\n"
        "example:\n  - {name: A, due: today + 1 day, no: nie}\n"
    )
    assert example_value(known, TODAY) == [{"name": "A", "due": "2026-11-24"}]
    assert example_value(TEXT, TODAY) is None


def test_a_template_is_filled_from_other_fields() -> None:
    metric = field("type: list\nitem: {label: x}\nprefill: '{m}: von {b} auf {t} am {d} für {g}'")
    values = {"m": "Anfragen", "b": "2.5", "t": "6", "d": "2027-04-01", "g": 120000}
    text = f"Anfragen: von 2,5 auf 6 am 1. April 2027 für 1.200{NB}€"
    filled = prefill_value(metric, values)
    assert [part.replace("1. April", "1. April") for part in filled] != []
    assert filled[0].replace(NB, " ") == text.replace(NB, " ")
    assert prefill_value(metric, values | {"b": None}) is None
    assert prefill_value(TEXT, values) is None


def test_a_template_of_parts_takes_what_is_there() -> None:
    known = field("type: longtext\nprefill: '{gy_sentence} {gq_objective}'")
    assert prefill_value(known, {"gq_objective": "Ein Ziel."}) == "Ein Ziel."
    assert (
        prefill_value(known, {"gy_metric": "Anfragen", "gq_objective": "Ein Ziel."}) == "Ein Ziel."
    )
    assert prefill_value(known, {}) is None


def test_a_choice_can_offer_the_rows_of_a_list() -> None:
    known = field("type: choice\noptions_from: steps")
    rows = [
        {"action": "Eins"},
        {"action": "Eins"},
        {"action": {"raw": "x"}},
        {},
        {"action": "Zwei"},
    ]
    assert [option.value for option in row_options(known, {"steps": rows})] == ["Eins", "Zwei"]
    assert row_options(known, {}) == ()
    assert row_options(CHOICE, {}) == CHOICE.options
    assert parse_value(known, "Eins", TODAY).value == "Eins"


def test_the_help_counts_what_must_be_delivered() -> None:
    known = field("type: number\nhelp: Von {Anzahl Muss} im Briefing.")
    needs = {"br_deliverables": [{"need": "Muss"}, {"need": "Kann"}, {"need": "Muss"}]}
    assert help_text(known, needs) == "Von 2 im Briefing."
