"""Money is whole cents; VAT is rounded once, on the sum, half up."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.booking.rules.price import cents_in, euro, price_of, round_euro, vat_on

CENTS = st.integers(0, 10_000_000)


@pytest.mark.parametrize(
    ("people", "first", "further", "net", "vat", "gross"),
    [
        (1, 69_000, 59_000, 69_000, 13_110, 82_110),
        (2, 69_000, 59_000, 128_000, 24_320, 152_320),
        (1, 0, 0, 0, 0, 0),
        (1, 50, 50, 50, 10, 60),  # 9.5 cents of VAT are 10
        (2, 1, 1, 2, 0, 2),
        (2, 3, 3, 6, 1, 7),  # 0.57 twice would be 2 cents; on the sum it is 1
    ],
)
def test_the_price_is_what_the_table_says(
    people: int, first: int, further: int, net: int, vat: int, gross: int
) -> None:
    price = price_of(people, first, further, "onsite")
    assert (price.net_cents, price.vat_cents, price.gross_cents) == (net, vat, gross)


@given(CENTS, CENTS, st.integers(1, 2))
def test_the_lines_add_up_to_the_net_and_the_net_and_the_vat_to_the_gross(
    first: int, further: int, people: int
) -> None:
    price = price_of(people, first, further, "online")
    assert sum(line.cents for line in price.lines) == price.net_cents
    assert price.net_cents + price.vat_cents == price.gross_cents
    assert len(price.lines) == people


@given(CENTS)
def test_vat_is_the_exact_share_rounded_half_up(net: int) -> None:
    exact = Decimal(net) * 19 / 100
    assert vat_on(net, 19) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(CENTS, CENTS)
def test_a_higher_net_never_has_a_lower_vat(one: int, other: int) -> None:
    assert vat_on(min(one, other), 19) <= vat_on(max(one, other), 19)


def test_the_reason_for_the_vat_depends_on_the_format() -> None:
    assert "in Deutschland stattfindet" in price_of(1, 1, 1, "onsite").reason
    assert "Unternehmen in Deutschland" in price_of(1, 1, 1, "online").reason


def test_nobody_is_no_booking() -> None:
    with pytest.raises(ValueError, match="at least one"):
        price_of(0, 1, 1, "onsite")


@pytest.mark.parametrize(
    ("cents", "text", "short"),
    [
        (69_000, "690,00\u00a0€", "690\u00a0€"),
        (123_456_789, "1.234.567,89\u00a0€", "1.234.567,89\u00a0€"),
        (5, "0,05\u00a0€", "0,05\u00a0€"),
        (-150, "-1,50\u00a0€", "-1,50\u00a0€"),
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
