"""Quiet hours, holidays, review rounds and hidden counts, by tables."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.nudges.rules.figures import share, shown
from leaderacademy.nudges.rules.kinds import may_review_again
from leaderacademy.nudges.rules.quiet import (
    BERLIN,
    SPREAD,
    day_of,
    easter,
    holidays,
    is_open,
    may_send,
    next_night,
    next_time,
    spread,
)

MOMENT = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "day",
    [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)],
)
def test_easter_falls_where_the_calendar_says(day: date) -> None:
    assert easter(day.year) == day


def test_nine_days_are_holidays_in_all_of_germany() -> None:
    assert sorted(holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 10, 3),
        date(2027, 12, 25),
        date(2027, 12, 26),
    ]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-03-02T08:00", "2027-03-02T08:00"),
        ("2027-03-02T17:59", "2027-03-02T17:59"),
        ("2027-03-02T18:00", "2027-03-03T08:00"),
        ("2027-03-02T04:00", "2027-03-02T08:00"),
        ("2027-03-06T19:00", "2027-03-08T08:00"),  # Saturday evening: over Sunday
        ("2027-03-25T20:00", "2027-03-27T08:00"),  # over Good Friday
        ("2027-03-28T02:30", "2027-03-30T08:00"),  # Easter, and the hour that does not exist
        ("2027-12-24T18:30", "2027-12-27T08:00"),
        ("2027-10-31T02:30", "2027-11-01T08:00"),  # Sunday on which an hour comes twice
    ],
)
def test_mails_leave_by_day_and_never_on_sundays_or_holidays(moment: str, expected: str) -> None:
    found = next_time(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
    assert found.astimezone(BERLIN).isoformat()[:16] == expected


@given(st.integers(0, 10 * 366 * 24 * 60).map(lambda minutes: MOMENT + timedelta(minutes=minutes)))
def test_whenever_it_is_the_next_time_is_allowed_and_not_before(moment: datetime) -> None:
    found = next_time(moment)
    assert found >= moment
    assert may_send(found)
    assert is_open(day_of(found))
    assert (found == moment) == may_send(moment)
    assert moment < next_night(moment)


@given(st.integers(0, 10**9))
def test_mails_of_one_night_are_spread_within_the_same_day(number: int) -> None:
    start = datetime(2027, 3, 2, 8, tzinfo=BERLIN)
    assert start <= spread(start, number) < start + SPREAD
    assert may_send(spread(start, number))


@pytest.mark.parametrize(
    ("rounds", "days", "came_back", "expected"),
    [
        (0, 0, False, True),
        (1, 4, True, False),
        (1, 5, False, True),
        (2, 13, True, False),
        (2, 14, False, True),
        (3, 14, False, False),
        (3, 14, True, True),
        (9, 13, True, False),
    ],
)
def test_three_reviews_are_promised_and_more_come_only_to_who_answers(
    rounds: int, days: int, came_back: bool, expected: bool
) -> None:
    assert may_review_again(rounds, days, came_back) is expected


def test_counts_below_five_are_hidden_everywhere() -> None:
    assert [shown(count) for count in (0, 4, 5, 12)] == ["unter 5", "unter 5", "5", "12"]
    assert share(4, 100) == ""
    assert share(25, 100) == "25\u00a0%"
