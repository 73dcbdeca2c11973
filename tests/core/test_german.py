"""Days, numbers and amounts as Germans write them; Babel says what is right."""

from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderacademy.core.german import day_in_words, euro, number_in_german, weekday

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@settings(max_examples=100)
@given(DAYS)
def test_a_day_is_written_as_the_library_of_all_languages_writes_it(day: date) -> None:
    assert day_in_words(day).replace("\u00a0", " ") == format_date(
        day, "d. MMMM yyyy", locale="de"
    ).replace(f" {day.year:04}", f" {day.year}")
    assert weekday(day) == format_date(day, "EEEE", locale="de")


@settings(max_examples=100)
@given(st.integers(-(10**11), 10**11))
def test_an_amount_is_written_as_the_library_of_all_languages_writes_it(cents: int) -> None:
    # That library writes a hyphen; on paper and page a minus sign belongs there.
    written = format_currency(Decimal(cents) / 100, "EUR", locale="de").replace("-", "\u2212")
    assert euro(cents) == written


@settings(max_examples=100)
@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_number_is_written_as_the_library_of_all_languages_writes_it(number: Decimal) -> None:
    assert number_in_german(number) in (format_decimal(number, locale="de"), "0")
    assert (number_in_german(number) == "0") == (number == 0)


def test_a_whole_number_keeps_its_zeros() -> None:
    assert [number_in_german(n) for n in (0, 10, 100, 1000, 2.5)] == [
        "0",
        "10",
        "100",
        "1.000",
        "2,5",
    ]
    assert weekday(date(2027, 4, 15) + timedelta(days=7)) == "Donnerstag"
