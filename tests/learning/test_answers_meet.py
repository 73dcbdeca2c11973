"""Two versions of an answer: digests, waiting versions, buttons of a form."""

from datetime import UTC, datetime

import pytest

from leaderacademy.learning.rules.answers import (
    MOST_OTHERS,
    Base,
    base_of,
    find_other,
    read_base,
    same,
    with_other,
    without_other,
)
from leaderacademy.learning.rules.rows import (
    RowOperation,
    Rows,
    apply_operation,
    read_operation,
)

NOW = datetime(2027, 2, 8, tzinfo=UTC)


def test_a_base_survives_the_form() -> None:
    base = base_of(3, {"a": ["ä", 1]})
    assert read_base(str(base)) == base


@pytest.mark.parametrize("text", ["", "3", "x-0123456789", "3-zzzzzzzzzz", "3-012345678", "-1-0"])
def test_a_broken_base_is_none(text: str) -> None:
    assert read_base(text) is None


def test_the_order_of_keys_makes_no_difference() -> None:
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert not same([1, 2], [2, 1])
    assert base_of(1, {"a": 1, "b": 2}) == Base(1, base_of(1, {"b": 2, "a": 1}).digest)


def test_typing_on_replaces_the_waiting_version() -> None:
    others, entry = with_other([], "eins", NOW, "form")
    others, again = with_other(others, "eins zwei", NOW, "form", entry)
    assert again == entry
    assert [other["value"] for other in others] == ["eins zwei"]


def test_another_tab_adds_a_version_of_its_own() -> None:
    others, first = with_other([], "eins", NOW, "form")
    others, second = with_other(others, "zwei", NOW, "form")
    assert first != second
    assert len(others) == 2
    assert without_other(others, first) == [find_other(others, second)]


def test_the_same_version_waits_once() -> None:
    others, first = with_other([], "eins", NOW, "form")
    others, second = with_other(others, "eins", NOW, "form")
    assert first == second
    assert len(others) == 1


def test_waiting_versions_do_not_grow_for_ever() -> None:
    others: list[dict[str, object]] = []
    for number in range(MOST_OTHERS + 5):
        others, _entry = with_other(others, number, NOW, "form")
    assert len(others) == MOST_OTHERS


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("steps.add", RowOperation("steps", "add")),
        ("steps.2.remove", RowOperation("steps", "remove", 2)),
        ("steps.0.down", RowOperation("steps", "down", 0)),
        ("steps.remove", None),
        ("steps.2.add", None),
        ("", None),
        ("steps.x.up", None),
    ],
)
def test_buttons_of_a_list_are_read(text: str, operation: RowOperation | None) -> None:
    assert read_operation(text) == operation


@pytest.mark.parametrize(
    ("kind", "row", "after"),
    [
        ("add", 0, "abc"),
        ("remove", 1, "ac"),
        ("up", 1, "bac"),
        ("up", 0, "abc"),
        ("down", 1, "acb"),
        ("down", 2, "abc"),
        ("remove", 9, "abc"),
    ],
)
def test_rows_move(kind: str, row: int, after: str) -> None:
    assert "".join(apply_operation("abc", RowOperation("x", kind, row))) == after


def test_rows_are_wanted_for_one_list_only() -> None:
    assert Rows("steps", 4).of("steps") == 4
    assert Rows("steps", 4).of("offers") == 0
    assert str(Rows("steps", 4)) == "steps-4"
    assert str(Rows()) == ""
