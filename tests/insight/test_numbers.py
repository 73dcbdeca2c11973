"""What may be said about few people, and how sure one can be: tables of cases."""

from datetime import UTC, datetime, timedelta
from statistics import correlation

import pytest

from leaderacademy.insight.rules import numbers
from leaderacademy.insight.rules.edits import Day, Edit, before_and_after
from leaderacademy.insight.rules.numbers import Pairs, Share, hide_small, median, wilson

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (81, 263, 0.255, 0.366)],
)
def test_wilson_as_in_the_textbook(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=0.001)


def test_the_difference_as_in_newcombe() -> None:
    low, high = numbers.difference((48, 80), (56, 70))
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=0.0005)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (3, 4, "zu wenige"),
        (3, 9, "zu wenige"),
        (0, 10, "0 %"),
        (10, 10, "100 %"),
        (3, 10, "unter 50 %"),
        (1, 100, "unter 5 %"),
        (19, 20, "über 75 %"),
        (62, 100, "62 %"),
    ],
)
def test_a_share_gives_nobody_away(part: int, whole: int, text: str) -> None:
    share = Share(part, whole)
    assert share.text.replace("\u00a0", " ") == text
    assert bool(share.interval) == share.exact


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([10, 20], [10, 20]),
        ([10, 20, 0], [10, 20, 0]),
        ([3, 20, 40], [None, None, 40]),
        ([3, 2, 40], [None, None, 40]),
        ([3, 0, 0], [None, 0, 0]),
        ([], []),
    ],
)
def test_a_hidden_part_cannot_be_found_by_subtraction(
    counts: list[int], shown: list[int | None]
) -> None:
    assert hide_small(counts) == shown


def test_counts_of_people() -> None:
    said = [numbers.amount(n).replace("\u00a0", " ") for n in (0, 1, 4, 5, 12345)]
    assert said == ["0", "unter 5", "unter 5", "5", "12.345"]


def test_median() -> None:
    assert median({1: 4, 2: 5}) is None
    assert median({1: 5, 3: 4, 9: 5}) == 3


def test_discrimination_is_the_correlation() -> None:
    people = [(1, 900), (1, 800), (0, 300), (0, 200), (1, 700)] * 8
    pairs = Pairs(
        len(people),
        sum(x for x, _ in people),
        sum(r for _, r in people),
        sum(r * r for _, r in people),
        sum(x * r for x, r in people),
    )
    expected = correlation([x for x, _ in people], [r for _, r in people])
    assert pairs.discrimination == pytest.approx(expected)
    assert numbers.discrimination_in_words(pairs.discrimination) == "gut"
    assert Pairs(20, 10, 1, 1, 1).discrimination is None
    words = [numbers.discrimination_in_words(value) for value in (None, -0.1, 0.05, 0.2)]
    assert words == ["zu wenige Daten", "verkehrt herum", "schwach", "mittel"]
    levels = [numbers.difficulty_in_words(Share(n, 100)) for n in (90, 60, 20)]
    assert [*levels, numbers.difficulty_in_words(Share(1, 2))] == [
        "leicht",
        "mittel",
        "schwer",
        "zu wenige Daten",
    ]


def days(start: int, end: int, right: int, counted: int = 10) -> list[Day]:
    return [Day((NOW + timedelta(days=n)).date(), counted, right) for n in range(start, end)]


@pytest.mark.parametrize(
    ("before", "after", "verdict", "says"),
    [
        (days(-9, 0, 4), days(1, 9, 8), "better", "Die Änderung hat geholfen: "),
        (days(-9, 0, 8), days(1, 9, 4), "worse", "Seit der Änderung läuft es schlechter: "),
        (days(-9, 0, 6), days(1, 9, 6), "same", "Kein Unterschied, der sich vom Zufall"),
        (days(-9, 0, 6), days(1, 2, 9), "few", "Zu wenige Daten: vorher 90, nachher 10 erste"),
        (days(-9, 0, 6), [], "few", "nachher 0 erste"),
        (days(-9, 0, 6), days(1, 2, 2, 3), "few", "nachher unter 5 erste"),
    ],
)
def test_an_edit_is_judged_by_what_the_numbers_bear(
    before: list[Day], after: list[Day], verdict: str, says: str
) -> None:
    (found,) = before_and_after([Edit(NOW)], [*before, *days(0, 1, 0), *after])
    assert found.verdict == verdict
    assert says in found.sentence.replace("\u00a0", " ")


def test_every_edit_is_compared_only_with_its_neighbours() -> None:
    first, second = Edit(NOW - timedelta(days=5), "Text"), Edit(NOW)
    same_day = Edit(NOW - timedelta(hours=1))
    late, early = before_and_after([second, first, same_day], days(-9, 9, 5))
    assert (late.edit, early.edit.note) == (second, "Text")
    assert (early.before.whole, early.after.whole) == (40, 40)
    assert (late.before.whole, late.after.whole) == (40, 80)
