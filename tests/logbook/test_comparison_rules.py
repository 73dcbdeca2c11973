"""The comparison of offers and how firm its order is, as rules."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderacademy.logbook.rules.comparison import QUESTIONS, comparison_of, weights_of
from leaderacademy.logbook.rules.tipping import (
    FIRM,
    HARDEST,
    in_words,
    is_tie,
    sentences_of,
    tips_of,
)
from tests.logbook.offers import compared, logbook


@pytest.mark.parametrize(
    ("weights", "points", "percent"),
    [
        ((1, 1), (3, 3), 100),
        ((1, 1), (0, 0), 0),
        ((3, 1), (3, 0), 75),
        ((1, 3), (3, 0), 25),
        ((1, 1, 1), (1, 1, 2), 44),
        ((2, 2, 2, 2), (1, 2, 3, 0), 50),
        ((1, 1), (3, None), None),
    ],
)
def test_points_in_percent(weights: Any, points: Any, percent: int | None) -> None:
    (offer,) = compared(weights, points).offers
    assert offer.percent == percent


def test_most_points_come_first_and_unfinished_offers_last() -> None:
    comparison = compared((1, 1), (1, 1), (2, None), (3, 3), (1, 1))
    assert [offer.name for offer in comparison.offers] == ["C", "A", "D", "B"]
    assert [offer.name for offer in comparison.complete] == ["C", "A", "D"]


@pytest.mark.parametrize(
    ("row", "total", "rate"),
    [
        ({"of_once": 100_00, "of_monthly": 10_00, "of_third": 5_00, "of_media": 1_00,
          "of_hours": "11"}, 226_00, 20_00),
        ({"of_once": 100_00, "of_monthly": 0, "of_third": 0, "of_media": 0}, 100_00, None),
        ({"of_once": 100_00}, None, None),
        ({"of_once": 0, "of_monthly": 0, "of_third": 0, "of_media": 0, "of_hours": "0"}, 0, None),
    ],
)  # fmt: skip
def test_twelve_months_and_the_rate_of_an_hour(
    row: dict[str, Any], total: int | None, rate: int | None
) -> None:
    (offer,) = comparison_of({"offers": [row]}, logbook()).offers
    assert (offer.total, offer.rate) == (total, rate)


def test_what_cannot_be_read_counts_as_unknown() -> None:
    rows: list[Any] = [
        {"of_name": {"raw": "x"}, "of_once": "100", "of_scores": "keine"},
        {},
        "kein Angebot",
        {"of_scores": [{"criterion": "K0", "points": {"raw": "viele"}}, 7]},
    ]
    offers = comparison_of({"offers": rows, "of_weights": {"raw": "?"}}, logbook()).offers
    assert [offer.name for offer in offers] == ["Angebot 1", "Angebot 3"]
    assert all(offer.score is None and offer.total is None for offer in offers)


def test_weights_are_two_until_somebody_chose() -> None:
    assert {weight.weight for weight in weights_of({}, logbook())} == {2}
    assert len(weights_of({}, logbook())) == len(logbook().criteria)


# --- how firm -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weights", "points", "tips"),
    [
        # Lead 1·3 against 1·2: level when K1 counts 3/2.
        ((1, 1), ((3, 0), (0, 2)), [("K0", Fraction(2, 3)), ("K1", Fraction(3, 2))]),
        # Lead 2 of two criteria: K1 twice.
        ((2, 2), ((3, 1), (1, 2)), [("K0", Fraction(1, 2)), ("K1", Fraction(2))]),
        # Ahead everywhere: nothing tips.
        ((1, 2), ((3, 3), (2, 2)), []),
        # Beyond three times nobody goes.
        ((1, 1), ((3, 0), (0, 1)), [("K0", Fraction(1, 3)), ("K1", Fraction(3))]),
    ],
)
def test_where_the_first_place_tips(weights: Any, points: Any, tips: Any) -> None:
    found = [(tip.criterion, tip.factor) for tip in tips_of(compared(weights, *points))]
    assert sorted(found) == sorted(tips)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (Fraction(2), "mehr als doppelt"),
        (Fraction(3), "mehr als dreifach"),
        (Fraction(3, 2), "mehr als anderthalbmal so viel"),
        (Fraction(1, 2), "weniger als halb so viel"),
        (Fraction(5, 4), "mehr als 1,25-mal so viel"),
        (Fraction(2, 3), "weniger als 0,67-mal so viel"),
        (Fraction(12, 5), "mehr als 2,4-mal so viel"),
    ],
)
def test_factors_in_words(factor: Fraction, words: str) -> None:
    assert in_words(factor) == words


def test_what_is_said_about_the_order() -> None:
    assert sentences_of(compared((1,), (3,))) == ()
    assert sentences_of(compared((1, 1), (3, 3), (2, 2))) == (FIRM,)
    (tie,) = sentences_of(compared((1, 1), (3, 0), (0, 3)))
    assert tie == "Nach Punkten liegen gleichauf: A, B."
    first = sentences_of(compared((2, 2), (3, 1), (1, 2)))[0]
    assert "Der Rang kippt, wenn „K" in first
    for text in (*QUESTIONS, FIRM, first):
        assert not any(word in text for word in ("Sieger", "gewinnt", "empfehlen", "nehmen Sie"))


POINTS = st.integers(0, 3)
CASES = st.integers(2, 5).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 3), min_size=n, max_size=n),
        st.lists(st.lists(POINTS, min_size=n, max_size=n), min_size=2, max_size=5),
    )
)


def first_with(
    weights: list[int], points: list[list[int]], place: int, factor: Fraction
) -> list[int]:
    """Who is ahead when one weight is multiplied, reckoned anew from the beginning."""
    changed = [Fraction(w) * (factor if n == place else 1) for n, w in enumerate(weights)]
    sums = [sum((w * p for w, p in zip(changed, one, strict=True)), Fraction()) for one in points]
    return [n for n, total in enumerate(sums) if total == max(sums)]


@settings(max_examples=150)
@given(CASES)
def test_a_tip_is_where_the_first_place_really_changes(
    case: tuple[list[int], list[list[int]]],
) -> None:
    weights, points = case
    comparison = compared(weights, *points)
    tips = tips_of(comparison)
    if is_tie(comparison):
        assert tips == ()
        return
    (first,) = first_with(weights, points, 0, Fraction(1))
    assert comparison.offers[0].name == chr(65 + first)
    small = Fraction(1, 10_000)
    for tip in tips:
        place = int(tip.criterion[1:])
        beyond = small if tip.factor > 1 else -small
        assert first in first_with(weights, points, place, tip.factor - beyond)
        assert first not in first_with(weights, points, place, tip.factor + beyond)
        # At the edge itself both are level.
        edge = first_with(weights, points, place, tip.factor)
        assert {first, ord(tip.offer) - 65} <= set(edge)


@settings(max_examples=100)
@given(CASES, st.integers(0, 4), st.fractions(Fraction(1, 100), HARDEST))
def test_between_its_tips_the_first_place_is_firm(
    case: tuple[list[int], list[list[int]]], place: int, factor: Fraction
) -> None:
    weights, points = case
    place %= len(weights)
    comparison = compared(weights, *points)
    if is_tie(comparison):
        return
    (first,) = first_with(weights, points, 0, Fraction(1))
    mine = [tip.factor for tip in tips_of(comparison) if tip.criterion == f"K{place}"]
    low = max((f for f in mine if f < 1), default=Fraction(0))
    high = min((f for f in mine if f > 1), default=Fraction(HARDEST + 1))
    if low < factor < high:
        assert first_with(weights, points, place, factor) == [first]


@given(CASES)
def test_the_order_of_typing_changes_no_percentage(
    case: tuple[list[int], list[list[int]]],
) -> None:
    weights, points = case
    one, other = compared(weights, *points), compared(weights, *reversed(points))
    assert [o.score for o in one.offers] == [o.score for o in other.offers]
    assert all(o.score is not None and 0 <= o.score <= 1 for o in one.offers)
