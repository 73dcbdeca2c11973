import pytest

from leaderacademy.content.fields.values import parse_date, parse_value, resolve_date, show_date
from tests.content.fields import TODAY, field

NB = "\u00a0"
TIME = field("type: time")


@pytest.mark.parametrize(
    ("expression", "day"),
    [
        ("today", "2026-11-23"),
        ("today + 1 day", "2026-11-24"),
        ("today - 1 week", "2026-11-16"),
        ("today + 18 months", "2028-05-23"),
        ("today + 3 months", "2027-02-23"),
        ("today + 10 years", "2036-11-23"),
        ("end of quarter", "2027-03-31"),
        ("2027-02-03", "2027-02-03"),
    ],
)
def test_dates_can_be_told_from_today(expression: str, day: str) -> None:
    assert str(resolve_date(expression, TODAY)) == day


@pytest.mark.parametrize("expression", ["", "bald", "today + 99999 years", "today - 99999 years"])
def test_other_expressions_are_no_dates(expression: str) -> None:
    assert resolve_date(expression, TODAY) is None


def test_months_end_on_their_last_day_and_quarters_are_six_weeks_long() -> None:
    assert str(resolve_date("today + 1 month", parse_date("31.01.2027"))) == "2027-02-28"
    assert str(resolve_date("today + 1 year", parse_date("29.02.2028"))) == "2029-02-28"
    assert str(resolve_date("end of quarter", parse_date("01.02.2027"))) == "2027-03-31"
    assert str(resolve_date("end of quarter", parse_date("01.03.2027"))) == "2027-06-30"


@pytest.mark.parametrize(
    "typed", ["15. April 2027", "15.4.2027", "15.04.27", "2027-4-15", "15. Apr. 2027"]
)
def test_dates_are_read_in_several_forms(typed: str) -> None:
    assert show_date(parse_date(typed)) == f"15.{NB}April{NB}2027"


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("8", "08:00"),
        ("8 Uhr", "08:00"),
        ("8 Uhr 15", "08:15"),
        ("08:15", "08:15"),
        ("8h", "08:00"),
    ],
)
def test_times_are_read_in_several_forms(typed: str, time: str) -> None:
    assert parse_value(TIME, typed, TODAY).value == time
