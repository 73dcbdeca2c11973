from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.content.numbers import (
    BadNumber,
    parse_number,
    round_to,
    show_money,
    show_number,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("40", "40"),
        ("37,5", "37.5"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234", "1234"),
        ("1'234", "1234"),
        ("12.345.678", "12345678"),
        ("37,5 %", "37.5"),
        ("37,5%", "37.5"),
        ("2.640 €", "2640"),
        ("2.640,50 Euro", "2640.5"),
        ("2.640,- €", "2640"),
        ("€ 12", "12"),
        ("ca. 12", "12"),
        ("-105", "-105"),
        ("−105", "-105"),
        ("– 105", "-105"),
        ("+5", "5"),
        (",5", "0.5"),
        ("0,5", "0.5"),
        ("0", "0"),
        ("37.5", "37.5"),
        ("0.25", "0.25"),
        ("3 Stunden", "3"),
        ("  8  ", "8"),
        ("007", "7"),
    ],
)
def test_usual_ways_of_writing_are_understood(typed: str, value: str) -> None:
    assert parse_number(typed) == Decimal(value)


NO_NUMBERS = [
    "abc",
    "1,2,3",
    "1.23.456",
    "1,234.5",
    "5,",
    "--5",
    "1e5",
    "٣",
    "²",
    "½",
    "%",
    "€",
    "1.2345,6",
    "NaN",
    "Infinity",
    "0x10",
    "1_000",
    "3,²",
    "3,٣",
]


@pytest.mark.parametrize("typed", [*NO_NUMBERS, "12 34", "5 5"])
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadNumber, match=r"„.*“ ist keine Zahl\. Schreiben Sie zum Beispiel 37,5\."):
        parse_number(typed)


@pytest.mark.parametrize("typed", ["1234.567", "0.500", "0123.456"])
def test_a_point_that_may_mean_two_things_is_not_guessed(typed: str) -> None:
    with pytest.raises(BadNumber, match="nicht eindeutig"):
        parse_number(typed)


def test_nothing_and_far_too_much_have_their_own_sentences() -> None:
    with pytest.raises(BadNumber, match="Bitte geben Sie eine Zahl ein"):
        parse_number(" \u00a0 ")
    with pytest.raises(BadNumber, match="zu lang"):
        parse_number("1" * 41)


def test_the_unit_of_the_question_may_be_typed_along() -> None:
    assert parse_number("12 Boote", unit="Boote") == 12
    assert parse_number("12", unit="Boote") == 12
    with pytest.raises(BadNumber):
        parse_number("Boote", unit="Boote")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False))
def test_every_number_shown_can_be_typed_back(value: Decimal) -> None:
    assert parse_number(show_number(value)) == value


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_politely_refused(text: str) -> None:
    try:
        assert parse_number(text).is_finite()
    except BadNumber:
        return


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1234.50", "1.234,5"),
        ("0", "0"),
        ("-0.0", "0"),
        ("-1234567", "-1.234.567"),
        ("1E+3", "1.000"),
    ],
)
def test_numbers_are_shown_with_points_and_comma(value: str, shown: str) -> None:
    assert show_number(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (660000, "6.600\u00a0€"),
        (123450, "1.234,50\u00a0€"),
        (5, "0,05\u00a0€"),
        (-1250, "-12,50\u00a0€"),
    ],
)
def test_money_is_shown_in_euros(cents: int, shown: str) -> None:
    assert show_money(cents) == shown


def test_halves_are_rounded_up() -> None:
    assert round_to(Decimal("0.125"), 2) == Decimal("0.13")
    assert round_to(Decimal("2.5"), 0) == 3
