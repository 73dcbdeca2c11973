"""Cents add up: sums, rounding half up, and credits that come to exactly what was charged."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leaderacademy.invoicing.rules.credit import credit_of, everything_left
from leaderacademy.invoicing.rules.draft import Allowance, Line
from leaderacademy.invoicing.rules.money import (
    Taxed,
    cents_in,
    euro,
    machine_amount,
    plain_euro,
    share_of,
    totals_of,
    vat_on,
)

CENTS = st.integers(0, 10_000_000)
PERCENT = st.sampled_from([0, 7, 19])
PARTS = st.lists(st.builds(Taxed, CENTS, PERCENT), max_size=8)


@given(CENTS, st.integers(0, 100))
@example(50, 19)  # 9.5 cents
@example(150, 19)  # 28.5 cents
def test_vat_is_rounded_half_up(cents: int, percent: int) -> None:
    exact = (Decimal(cents) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
    assert vat_on(cents, percent) == share_of(cents, percent) == exact


def test_half_a_cent_goes_up_where_python_would_go_down() -> None:
    assert vat_on(150, 7) == 11  # 10.5
    assert round(10.5) == 10
    with pytest.raises(ValueError, match="after discounts"):
        vat_on(-1, 19)


@given(PARTS)
def test_the_whole_is_the_sum_of_its_groups(parts: list[Taxed]) -> None:
    totals = totals_of(parts)
    assert totals.net_cents == sum(part.cents for part in parts)
    assert totals.gross_cents == totals.net_cents + totals.vat_cents
    assert totals.vat_cents == sum(group.vat_cents for group in totals.groups)
    for group in totals.groups:
        own = sum(part.cents for part in parts if part.percent == group.percent)
        assert (group.net_cents, group.vat_cents) == (own, vat_on(own, group.percent))


@given(PARTS, st.randoms())
def test_the_order_of_the_lines_changes_nothing(parts: list[Taxed], chance: object) -> None:
    mixed = list(parts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert totals_of(mixed) == totals_of(parts)


@given(st.integers(-99_999_999_999, 99_999_999_999))
@example(-5)
@example(123_450)
def test_an_amount_is_read_as_it_was_written(cents: int) -> None:
    assert cents_in(plain_euro(cents)) == cents
    assert cents_in(euro(cents)) == cents
    assert Decimal(machine_amount(cents)) * 100 == cents


class Charged:
    """As much of an invoice as a credit needs."""

    number = "RE-1"
    lines: tuple[Line, ...] = (Line("Platz", 1),)
    allowances: tuple[Allowance, ...] = ()


@given(
    net=st.integers(1, 1_000_000),
    percent=PERCENT,
    parts=st.lists(st.integers(1, 400_000), max_size=6),
)
@example(net=3, percent=19, parts=[1, 1, 1])
@example(net=300, percent=19, parts=[50, 50, 50, 50, 50])
def test_partial_credits_add_up_to_the_invoice(net: int, percent: int, parts: list[int]) -> None:
    left_net, left_vat = net, vat_on(net, percent)
    given_back: list[tuple[int, int]] = []
    for cents in parts:
        credit = credit_of((Line("Teil", cents),), percent, left_net, left_vat)
        assert (credit is None) == (cents > left_net)
        if credit is None:
            continue
        given_back.append((credit.net_cents, credit.vat_cents))
        left_net, left_vat = left_net - credit.net_cents, left_vat - credit.vat_cents
        # One cent of rounding for each credit note before it, never more and never below zero.
        assert left_vat >= 0
        assert abs(left_vat - vat_on(left_net, percent)) <= len(given_back)
    if left_net + left_vat:
        rest = everything_left(Charged(), left_net, left_vat, untouched=not given_back)
        given_back.append((rest.net_cents, rest.vat_cents))
    assert sum(part[0] for part in given_back) == net
    assert sum(part[1] for part in given_back) == vat_on(net, percent)


@pytest.mark.parametrize("lines", [(), (Line("nichts", 0),), (Line("a", 9), Line("b", -1))])
def test_nothing_or_less_is_not_given_back(lines: tuple[Line, ...]) -> None:
    assert credit_of(lines, 19, 100, 19) is None
