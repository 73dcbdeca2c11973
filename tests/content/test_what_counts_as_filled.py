from typing import Any

import pytest

from leaderacademy.content.course import Document
from leaderacademy.content.fields.filling import Fill
from leaderacademy.content.fields.values import fill_level, is_filled
from tests.content.fields import field

ROWS = field(
    """
type: list
rows: [2, 3]
lesson_rows: 1
columns:
  - {key: name, label: Name, type: text, required: yes}
  - {key: base, label: heute, type: number, required: yes}
"""
)
ITEMS = field("type: list\nrows: [1, 2]\nitem: {label: Idee, length: [3, 20]}")


@pytest.mark.parametrize(
    ("known", "value", "lesson", "filled"),
    [
        (field("type: text"), None, False, False),
        (field("type: text"), " ", False, False),
        (field("type: text"), "x", False, True),
        (field("type: number"), {"raw": "x"}, False, False),
        (field("type: money"), 0, False, True),
        (field("type: computed\ncompute: quote"), "x", False, False),
        (ROWS, [{"name": "Abc", "base": "1"}], False, False),
        (ROWS, [{"name": "Abc", "base": "1"}], True, True),
        (ROWS, [{"name": "Abc"}], True, False),
        (ROWS, "kaputt", True, False),
        (ITEMS, ["eins"], False, True),
        (ITEMS, "kaputt", False, False),
        (field("type: list\nrows: [0, 6]\nitem: {label: x}"), [], False, False),
        (field("type: choices\noptions: [a, b]\nchoose: [2, 2]"), ["a"], False, False),
        (field("type: choices\noptions: [a, b]\nchoose: [2, 2]"), ["a"], True, True),
        (field("type: choices\noptions: [a, b]"), "a", True, False),
        (field("type: scale"), [1, None], False, False),
        (field("type: scale"), [1, 0], False, True),
        (field("type: scale"), [], False, False),
    ],
)
def test_what_counts_as_filled(known: Any, value: Any, lesson: bool, filled: bool) -> None:
    assert is_filled(known, value, lesson=lesson) is filled


def test_a_document_is_loaded_like_a_boat() -> None:
    one, two = (
        field("type: text\nrequired: yes", "eins"),
        field("type: text\nrequired: yes", "zwei"),
    )
    free = field("type: text", "frei")
    document = Document("d", "D", "", (one, two, free))
    assert fill_level(document, {}) == Fill(filled=0, required=2, state="leer")
    assert fill_level(document, {"frei": "x"}).state == "leer"  # only what is required loads
    assert fill_level(document, {"eins": "x"}).filled == 1
    assert fill_level(document, {"eins": "x", "zwei": "y"}).state == "ausgelaufen"
    assert fill_level(Document("d", "D"), {}).state == "leer"
