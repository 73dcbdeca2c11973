"""The self-check before and after the course."""

from typing import Any

import pytest
from sqlalchemy import select

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer
from leaderacademy.learning.rules import self_check as rules


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def given(*values: int) -> dict[str, str]:
    return {f"s{index}": str(value) for index, value in enumerate(values)}


def check(visitor: Any, visit: Any, when: str, *values: int, status: int = 200) -> Any:
    page = visit(visitor, f"/selbst-check?noch-einmal={when}")
    return visitor.submit(page, "/selbst-check", status=status, **given(*values))


@pytest.mark.parametrize(
    ("values", "points", "name"),
    [
        ([0] * 10, "0", "Noch an Land"),
        ([1] * 9 + [0], "9", "Viele Ruder, kein Takt"),
        ([2] * 10, "20", "Am Ruder"),
        ([3] * 10, "30", "Marketing-Leader"),
    ],
)
def test_the_result_is_shown_at_once_without_an_account(
    client: Any, visit: Any, values: list[int], points: str, name: str
) -> None:
    page = check(client, visit, "vorher", *values)
    assert words(page.one(".result-score")) == f"{points} von 30"
    assert words(page.one(".result h2")) == name
    assert name in words(page.one(".bands .is-here"))


def test_a_missing_statement_is_named_and_the_rest_kept(client: Any, visit: Any) -> None:
    page = check(client, visit, "vorher", 1, 2, 3, status=422)
    assert "Satz 4 ist noch offen." in words(page.one(".error-summary"))
    assert [box.get("value") for box in page.select("input[type=radio][checked]")] == [
        "1",
        "2",
        "3",
    ]
    assert session.scalars(select(Answer)).all() == []


def test_a_value_that_does_not_exist_is_not_taken(client: Any, visit: Any) -> None:
    page = check(client, visit, "vorher", 1, 2, 3, 1, 2, 3, 1, 2, 3, 9, status=422)
    assert "Satz 10 ist noch offen." in words(page.one(".error-summary"))


def test_both_checks_are_compared(client: Any, visit: Any) -> None:
    check(client, visit, "vorher", 0, 1, 1, 1, 1, 1, 1, 1, 1, 1)
    page = check(client, visit, "nachher", 3, 3, 1, 1, 1, 1, 1, 1, 1, 0)
    comparison = page.one("section[aria-labelledby=vergleich]")
    text = words(comparison)
    assert "+4 Punkte" in text
    assert "Vor dem Kurs 9, jetzt 13 von 30 Punkten." in text
    biggest, lowest = comparison.cssselect("ul.compare")
    assert "vorher 0, jetzt 3" in words(biggest)
    assert "/kurs/haken-1-bis-3" in [link.get("href") for link in lowest.cssselect("a")]


def test_a_stricter_second_answer_is_a_good_sign(client: Any, visit: Any) -> None:
    check(client, visit, "vorher", *[2] * 10)
    page = check(client, visit, "nachher", *[1] * 10)
    text = words(page.one("section[aria-labelledby=vergleich]"))
    assert "−10 Punkte" in text
    assert "Strenger geworden?" in text


def test_it_may_be_answered_again(client: Any, visit: Any) -> None:
    check(client, visit, "vorher", *[2] * 10)
    page = check(client, visit, "vorher", *[1] * 10)
    assert words(page.one(".result-score")) == "10 von 30"


def test_it_is_a_self_assessment_and_called_so(client: Any, visit: Any) -> None:
    assert "Selbsteinschätzung" in check(client, visit, "vorher", *[2] * 10).text


def test_nobody_else_sees_my_result(learner: Any, other_learner: Any, visit: Any) -> None:
    check(learner, visit, "vorher", *[2] * 10)
    assert not visit(other_learner, "/selbst-check").select(".result")


def test_incomplete_values_have_no_result(app: Any) -> None:
    found = catalogue.course().self_check
    assert rules.points([1, 2], found) is None
    assert rules.points([None] * 10, found) is None
    assert rules.result(None, found) is None
    assert rules.compare([1] * 10, [], found) is None


def test_the_highest_value_needs_no_repetition(app: Any) -> None:
    comparison = rules.compare([3] * 10, [3] * 10, catalogue.course().self_check)
    assert comparison is not None
    assert comparison.lowest == ()
    assert comparison.biggest == ()
