"""The five documents on the front page are those of the invented company, worked out for real."""

from datetime import date
from typing import Any

import pytest

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Logbook
from leaderacademy.logbook.rules.example import SHEETS, example_of
from leaderacademy.logbook.rules.written import Written

TODAY = date(2027, 2, 8)


@pytest.fixture
def example(app: Any) -> Written:
    return example_of(catalogue.course().logbook, TODAY)


def test_each_document_has_its_sheet_hidden_from_screen_readers(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    assert [
        next(name for name in SHEETS if f"paper-{name}" in paper.get("class"))
        for paper in page.select(".sheet[aria-hidden=true] > .paper")
    ] == list(SHEETS)


def test_the_sheets_show_the_examples_of_the_logbook(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    shown = " ".join(sheet.text_content() for sheet in page.select(".sheet"))
    logbook = catalogue.course().logbook
    for key in ("g10_statement", "gy_owner", "st_promise", "br_story", "tm_direction"):
        field = logbook.field(key)
        assert field is not None
        assert field.example in shown


def test_what_is_worked_out_is_worked_out_by_the_logbook(example: Written) -> None:
    assert example.computed("gy_sentence").startswith("Bis 31.\u00a0Dezember\u00a02027: ")
    assert "…" not in example.computed("gy_sentence")
    assert example.computed("rs_budget_total") == "6.600\u00a0€"
    assert [offer["of_score"] for offer in example.rows("offers")] == [
        "79\u00a0%",
        "76\u00a0%",
        "48\u00a0%",
    ]
    assert [offer["of_rate"] != "" for offer in example.rows("offers")] == [True, True, False]


def test_the_goal_of_a_year_that_is_almost_over_is_one_of_the_next(example: Written) -> None:
    late = example_of(example.logbook, date(2026, 11, 23))
    assert late.text("gy_date") == example.text("gy_date") == "31.\u00a0Dezember\u00a02027"


def test_a_logbook_without_these_fields_leaves_blanks() -> None:
    bare = example_of(Logbook(), TODAY)
    assert bare.text("gy_owner") == bare.computed("gy_sentence") == ""
    assert not bare.rows("steps")
    assert not bare.words("st_proofs")
