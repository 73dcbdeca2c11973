"""The first statement of the self-check may be ticked on the front page."""

from typing import Any


def test_what_was_ticked_on_the_front_page_is_ticked_in_the_self_check(
    client: Any, visit: Any
) -> None:
    page = visit(client, "/selbst-check?s0=2")
    assert [field.get("id") for field in page.select("input[checked]")] == ["s0-2"]


def test_a_value_that_does_not_exist_is_ignored(client: Any, visit: Any) -> None:
    assert visit(client, "/selbst-check?s0=9&s1=x").select("input[checked]") == []
