"""What a check-in does with the steps, as rules."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.team.rules.check_in import (
    DONE,
    HALVE,
    LEFT,
    STRIKE,
    UNDER_WAY,
    Decisions,
    following_of,
    open_steps,
    problems_of,
    settle,
    summary_of,
)

TODAY = date(2027, 2, 15)


def row(action: str, status: str | None = None, **more: Any) -> dict[str, Any]:
    return {"action": action, "status": status, "due": "2027-02-10", **more}


@pytest.mark.parametrize(
    ("left", "due", "twice"),
    [({}, "2027-02-10", False), ({"A": 1}, "2027-02-10", True), ({"A": 1}, "2027-03-01", False),
     ({"B": 3}, "2027-02-10", False), ({"A": 1}, None, True)],
)  # fmt: skip
def test_twice_is_left_before_and_past_its_day(
    left: dict[str, int], due: str | None, twice: bool
) -> None:
    (step,) = open_steps([row("A", due=due)], left, TODAY)
    assert step.twice == twice
    assert (LEFT in dict(step.choices)) != twice


@pytest.mark.parametrize(
    ("said", "status", "action"),
    [(DONE, "fertig", "A"), (UNDER_WAY, "unterwegs", "A"), (LEFT, "offen", "A"),
     (STRIKE, "gestrichen", "A"), (HALVE, "offen", "A (erste Hälfte)")],
)  # fmt: skip
def test_what_becomes_of_a_step(said: str, status: str, action: str) -> None:
    settled = settle([row("A", "offen", minutes="45")], Decisions({0: said}, {}), {}, TODAY)
    assert (settled.rows[0]["status"], settled.rows[0]["action"]) == (status, action)


@pytest.mark.parametrize(("minutes", "half"), [("60", "30"), ("45", "25"), ("5", "5"), ("7", "5")])
def test_half_as_many_minutes_in_steps_of_five(minutes: str, half: str) -> None:
    settled = settle([row("A", minutes=minutes)], Decisions({0: HALVE}, {0: "a"}), {}, TODAY)
    assert settled.rows[0]["minutes"] == half
    assert settled.rows[0]["due"] == "2027-03-01"


def test_how_often_something_was_left_is_counted_on() -> None:
    rows = [row("A"), row("B"), row("C")]
    said = Decisions({0: LEFT, 1: UNDER_WAY, 2: DONE}, {})
    assert settle(rows, said, {"A": 1, "B": 1}, TODAY).outcome["left"] == {"A": 2, "B": 1}


OUTCOMES = st.sampled_from([DONE, UNDER_WAY, LEFT, HALVE, STRIKE])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"action": st.text(min_size=1, max_size=8)},
        optional={
            "status": st.sampled_from(["offen", "unterwegs", "fertig", "gestrichen"]),
            "minutes": st.sampled_from(["10", "60"]),
            "done_when": st.text(max_size=5),
        },
    ),
    max_size=8,
)


@given(ROWS, st.dictionaries(st.integers(0, 9), OUTCOMES), st.booleans(), st.integers(0, 3))
def test_no_row_is_ever_lost(
    rows: list[dict[str, Any]], said: dict[int, str], put_away: bool, following: int
) -> None:
    decisions = Decisions(said, {}, ("neu",) * following, put_away)
    settled = settle(rows, decisions, {}, TODAY)
    assert len(settled.rows) + len(settled.outcome["put_away"]) == len(rows) + following
    assert all(r in rows for r in settled.outcome["put_away"])
    kept = [r.get("done_when") for r in [*settled.rows, *settled.outcome["put_away"]]]
    assert sorted(filter(None, kept)) == sorted(filter(None, (r.get("done_when") for r in rows)))
    summary_of(settled.outcome, TODAY)


@given(ROWS, st.dictionaries(st.integers(0, 9), st.text(max_size=9)))
def test_only_what_was_offered_is_taken(rows: list[dict[str, Any]], said: dict[int, str]) -> None:
    steps = open_steps(rows, {}, TODAY)
    problems = problems_of(steps, Decisions(said, {}))
    for step in steps:
        fine = said.get(step.number) in dict(step.choices)
        assert (f"stand-{step.number}" in problems) != fine


@given(st.text(max_size=80))
def test_next_steps_are_lines_without_blanks_around(typed: str) -> None:
    for line in following_of(typed):
        assert line == " ".join(line.split())
        assert line
