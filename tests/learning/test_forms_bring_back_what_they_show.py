"""A form that is sent unchanged changes nothing, whatever stands in its fields."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Field
from leaderacademy.content.fields.values import default_value, example_value, parse_value
from leaderacademy.core import clock
from leaderacademy.learning.forms.controls import Control
from leaderacademy.learning.forms.fields import form_field
from leaderacademy.learning.forms.reading import read_answers, read_raw, rows_in_query
from leaderacademy.learning.rules.answers import value_digest
from leaderacademy.learning.rules.rows import NO_ROWS, Rows
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import StoredAnswer
from tests.learning.test_the_way_through_the_course import filled_value

TODAY = today_in_germany(clock.now())


def sent(control: Control) -> list[tuple[str, str]]:
    """What a browser sends for a control."""
    if control.rows:
        return [pair for row in control.rows for cell in row.controls for pair in sent(cell)]
    if isinstance(control.shown, list):
        return [(control.name, value) for value in control.shown]
    return [(control.name, control.shown)]


def fields() -> list[Field]:
    return [f for f in catalogue.course().logbook.fields if f.type not in ("computed", "scale")]


def values_of(field: Field) -> list[Any]:
    found = [default_value(field, {}, TODAY), example_value(field, TODAY), filled_value(field)]
    if field.type in ("number", "money", "date", "time"):
        found.append({"raw": "etwas anderes"})
    if field.type in ("text", "longtext"):
        found.append("Zwei Zeilen\nmit „Zeichen“ & <b>mehr</b>")
    if field.type == "list" and field.columns:
        found.append([{field.columns[0].key: "nur das"}])
    return [value for value in found if value is not None]


def test_every_field_comes_back_as_it_was_shown(app: Any) -> None:
    course = catalogue.course()
    assert len(course.logbook.fields) == 99
    for field in fields():
        for value in values_of(field):
            parsed = parse_value(field, read_raw(field, field.key, _form(field, value)), TODAY)
            again = parse_value(
                field, read_raw(field, field.key, _form(field, parsed.value)), TODAY
            )
            assert value_digest(again.value) == value_digest(parsed.value), field.key


def _form(field: Field, value: Any) -> MultiDict[str, str]:
    stored = StoredAnswer(value, 1, clock.now(), ())
    shown = form_field(field, stored, {field.key: value}, TODAY)
    return MultiDict([(f"base.{field.key}", shown.base), *sent(shown.control)])


def test_a_form_sent_unchanged_carries_its_own_digest(app: Any) -> None:
    known = {field.key: field for field in fields()}
    for field in fields():
        value = parse_value(
            field, read_raw(field, field.key, _form(field, filled_value(field))), TODAY
        ).value
        submitted = read_answers(known, _form(field, value))[field.key]
        assert submitted.base is not None
        back = parse_value(field, submitted.raw, TODAY).value
        assert submitted.base.digest == value_digest(back), field.key


def test_boxes_without_a_tick_count_as_sent(app: Any) -> None:
    known = {field.key: field for field in fields()}
    form = MultiDict([("base.br_budget_scope", "0-0123456789")])
    assert read_answers(known, form)["br_budget_scope"].raw == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [("steps-4", Rows("steps", 4)), ("", NO_ROWS), ("steps", NO_ROWS), ("steps-999", NO_ROWS)],
)
def test_rows_stand_in_the_address(text: str, rows: Rows) -> None:
    assert rows_in_query(text) == rows
