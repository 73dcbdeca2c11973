"""Money is whole cents; VAT is rounded once, on the sum, half up."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.booking.rules.price import (
    Discount,
    Tariff,
    cents_in,
    euro,
    price_lines,
    round_euro,
)
from leaderacademy.invoicing.rules.money import vat_on

CENTS = st.integers(0, 10_000_000)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TARIFF = Tariff(69_000, 59_000, 55_000, NOW)


def _cents(
    people: int, tariff: Tariff, now: datetime, discount: Discount | None = None
) -> list[int]:
    return [line.cents for line in price_lines(people, tariff, now, discount)]


def test_each_further_person_pays_the_further_price() -> None:
    late = NOW + timedelta(seconds=1)
    assert _cents(3, TARIFF, late) == [69_000, 59_000, 59_000]


def test_the_early_price_holds_until_its_last_moment_and_never_makes_dearer() -> None:
    assert _cents(2, TARIFF, NOW) == [55_000, 55_000]
    assert _cents(2, Tariff(69_000, 50_000, 55_000, NOW), NOW) == [55_000, 50_000]


@pytest.mark.parametrize(
    ("discount", "off"),
    [
        (Discount("A", 10, None), -12_800),
        (Discount("A", 100, None), -128_000),
        (Discount("A", None, 5_000), -5_000),
        (Discount("A", None, 999_999), -128_000),
    ],
)
def test_a_voucher_takes_off_a_share_or_an_amount_but_never_more_than_all(
    discount: Discount, off: int
) -> None:
    late = NOW + timedelta(seconds=1)
    assert _cents(2, TARIFF, late, discount)[-1] == off


@given(CENTS, CENTS, st.integers(1, 10), st.integers(1, 100))
def test_the_sum_is_never_negative(first: int, further: int, people: int, percent: int) -> None:
    cents = _cents(people, Tariff(first, further), NOW, Discount("A", percent, None))
    assert sum(cents) >= 0
    assert len(cents) == people + 1


@given(CENTS)
def test_vat_is_the_exact_share_rounded_half_up(net: int) -> None:
    exact = Decimal(net) * 19 / 100
    assert vat_on(net, 19) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_nobody_is_no_booking() -> None:
    with pytest.raises(ValueError, match="at least one"):
        price_lines(0, TARIFF, NOW)


@pytest.mark.parametrize(
    ("cents", "text", "short"),
    [
        (69_000, "690,00\u00a0€", "690\u00a0€"),
        (123_456_789, "1.234.567,89\u00a0€", "1.234.567,89\u00a0€"),
        (5, "0,05\u00a0€", "0,05\u00a0€"),
        (-150, "\u22121,50\u00a0€", "\u22121,50\u00a0€"),
    ],
)
def test_money_is_written_in_german(cents: int, text: str, short: str) -> None:
    assert euro(cents) == text
    assert round_euro(cents) == short


@given(st.integers(0, 999_999_999))
def test_money_that_was_written_is_read_as_the_same_cents(cents: int) -> None:
    assert cents_in(euro(cents)) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("690", 69_000),
        ("690,5", 69_050),
        ("1.234,50", 123_450),
        ("0", 0),
        ("12.50", None),
        ("-1", None),
        ("690,123", None),
        ("viel", None),
        ("", None),
        ("1e3", None),
    ],
)
def test_an_amount_is_read_in_german_or_not_at_all(text: str, cents: int | None) -> None:
    assert cents_in(text) == cents
