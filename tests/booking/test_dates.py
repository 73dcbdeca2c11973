"""When a training can be booked, and how its day and seats are named."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from leaderacademy.booking.rules import dates
from leaderacademy.booking.rules.training import (
    NewTraining,
    example_trainings,
    is_filled_in,
    training_problem,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOON = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "starts_at", "free", "standing"),
    [
        ("open", SOON, 6, "free"),
        ("open", SOON, 5, "few"),
        ("open", SOON, 1, "few"),
        ("open", SOON, 0, "sold out"),
        ("closed", SOON, 0, "closed"),
        ("closed", NOW, 3, "passed"),
        ("open", NOW, 3, "passed"),
        ("open", NOW + timedelta(seconds=1), 3, "few"),
        ("cancelled", NOW, 0, "cancelled"),
    ],
)
def test_the_most_final_reason_wins(
    state: str, starts_at: datetime, free: int, standing: str
) -> None:
    assert dates.standing(state, starts_at, free, NOW) == standing


@pytest.mark.parametrize(
    ("free", "words"),
    [
        (20, "Plätze frei"),
        (6, "Plätze frei"),
        (5, "noch 5\u00a0Plätze"),
        (1, "noch 1\u00a0Platz"),
        (0, "ausgebucht"),
    ],
)
def test_seats_are_counted_only_from_five_down(free: int, words: str) -> None:
    assert dates.seats_in_words(free) == words


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("Hamburg", "2027-04-15-hamburg"),
        ("Köln", "2027-04-15-koeln"),
        ("Gießen a. d. Lahn", "2027-04-15-giessen-a-d-lahn"),
        ("Orléans", "2027-04-15-orleans"),
        ("x" * 200, "2027-04-15-" + "x" * 69),
        ("///", "2027-04-15"),
    ],
)
def test_an_address_names_day_and_place(place: str, key: str) -> None:
    assert dates.training_key(date(2027, 4, 15), place) == key


def test_the_wall_clock_is_the_german_one_in_summer_and_in_winter() -> None:
    summer = dates.berlin_time(date(2027, 7, 1), time(9))
    winter = dates.berlin_time(date(2027, 1, 7), time(9))
    assert summer.astimezone(UTC).hour == 7
    assert winter.astimezone(UTC).hour == 8
    assert dates.hours_in_words(summer.astimezone(UTC), summer + timedelta(hours=8)) == (
        "9:00 bis 17:00\u00a0Uhr"
    )


def test_a_day_is_named_as_it_is_in_germany() -> None:
    late = datetime(2027, 2, 28, 23, 30, tzinfo=UTC)
    assert dates.day_in_words(late) == "1.\u00a0März 2027"
    assert dates.weekday_in_words(late) == "Montag"


def _new(**changed: object) -> NewTraining:
    values: dict[str, object] = {
        "day": date(2027, 4, 15),
        "place": "Hamburg",
        "format": "onsite",
        "seats": 10,
        "price_cents": 69_000,
        "second_price_cents": 59_000,
    }
    return NewTraining(**(values | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"place": " - "}, "Ort fehlt"),
        ({"place": "x" * 101}, "höchstens 100"),
        ({"title": ""}, "Titel"),
        ({"day": date(2026, 11, 22)}, "Vergangenheit"),
        ({"begin": time(17), "end": time(9)}, "Ende"),
        ({"seats": 0}, "mindestens einen Platz"),
        ({"seats": 1001}, "1.000"),
        ({"minimum": 11}, "Mindestzahl"),
        ({"price_cents": -1}, "Preis"),
        ({"second_price_cents": 10_000_001}, "Preis"),
        ({"format": "hybrid"}, "Format"),
        ({"country": "AT"}, "Steuerberatung"),
    ],
)
def test_a_date_that_cannot_be_sold_is_refused_with_the_reason(
    changed: dict[str, object], problem: str
) -> None:
    assert problem in (training_problem(_new(**changed), NOW) or "")


def test_a_date_as_it_should_be_is_taken() -> None:
    assert training_problem(_new(), NOW) is None


@pytest.mark.parametrize("days", range(0, 400, 13))
def test_the_examples_are_always_sellable_and_in_the_week(days: int) -> None:
    now = NOW + timedelta(days=days)
    examples = example_trainings(now)
    assert [training_problem(new, now) for new in examples] == [None] * 3
    assert {new.day.weekday() for new in examples} <= {1, 3}


def test_a_text_with_a_placeholder_is_not_filled_in() -> None:
    assert not is_filled_in("Ort: [ORT]")
    assert not is_filled_in("Bis [TAGE A] Tage vorher")
    assert is_filled_in("Preis [netto], fertig")
