"""What comes back, when, and in which order; and whose own words are asked back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.learning.rules.own_words import ask_back
from leaderacademy.learning.rules.review import AFTER, Asked, due_at, next_due, pick

START = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def asked(
    name: str = "a", *, first: float = 0, last: float = 0, right: bool = True, sure: bool = False
) -> Asked:
    return Asked(name, START + timedelta(days=first), START + timedelta(days=last), right, sure)


@pytest.mark.parametrize(
    ("last", "due"),
    [(0, 2), (0.5, 2), (1.99, 2), (2, 7), (6.9, 7), (7, 21), (20, 21), (21, None), (400, None)],
)
def test_it_comes_back_after_2_7_and_21_days(last: float, due: int | None) -> None:
    expected = None if due is None else START + timedelta(days=due)
    assert due_at(asked(last=last)) == expected


def test_sure_but_wrong_comes_first_then_wrong_then_the_oldest() -> None:
    questions = [
        asked("old"),
        asked("new", first=1, last=1),
        asked("wrong", first=2, last=2, right=False),
        asked("sure-wrong", first=3, last=3, right=False, sure=True),
        asked("sure-right", first=3, last=3, sure=True),
    ]
    due = pick(questions, START + timedelta(days=6), most=5)
    assert [one.question_id for one in due] == ["sure-wrong", "wrong", "old", "new", "sure-right"]


def test_nothing_is_asked_before_its_time_and_never_more_than_three() -> None:
    questions = [asked(str(n)) for n in range(9)]
    assert pick(questions, START + timedelta(days=1.99)) == ()
    assert len(pick(questions, START + timedelta(days=2))) == 3
    assert next_due(questions) == START + timedelta(days=2)
    assert next_due([]) is None


@given(st.lists(st.floats(min_value=0, max_value=40), max_size=12))
def test_however_often_somebody_answers_it_ends_after_three_reviews(days: list[float]) -> None:
    one = asked()
    reviews = 0
    for day in sorted(days):
        moment = START + timedelta(days=day)
        if pick([one], moment):
            reviews += 1
        one = asked(last=day)
    assert reviews <= len(AFTER)
    assert due_at(one) is None or due_at(one) > one.last_at  # type: ignore[operator]


TODAY = date(2027, 6, 30)
STEP = {"action": "Fünf Projekte\nauswählen", "due": "2027-06-20", "status": "offen"}


def test_own_words_whose_day_has_come_are_asked_back() -> None:
    values = {"steps": [STEP], "gq_date": "2027-09-30", "gq_objective": "Acht Gespräche"}
    found = ask_back(values, TODAY)
    assert found is not None
    assert found.text == "Fünf Projekte auswählen"
    assert found.until == "20.\u00a0Juni\u00a02027"


def test_without_a_past_day_the_next_one_is_asked() -> None:
    found = ask_back({"gq_date": "2027-09-30", "gq_objective": "Acht Gespräche"}, TODAY)
    assert found is not None
    assert found.text == "Acht Gespräche"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"steps": [{**STEP, "status": "fertig"}, {**STEP, "status": "gestrichen"}]},
        {"steps": "kein", "gq_date": {"raw": "bald"}, "gq_objective": "x"},
        {"steps": [None, {"due": "2027-99-99", "action": "x"}], "gq_date": "bald"},
        {"gq_date": "2027-09-30", "gq_objective": "  "},
    ],
)
def test_what_is_done_or_unreadable_is_not_asked_back(values: dict[str, object]) -> None:
    assert ask_back(values, TODAY) is None
