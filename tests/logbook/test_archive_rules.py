"""The saved Logbuch: what is written can be read, and nothing foreign is trusted."""

import json
import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderacademy.config import ROOT
from leaderacademy.content.course import Field, Logbook
from leaderacademy.content.fields.typed import typed
from leaderacademy.content.fields.values import parse_value
from leaderacademy.logbook.rules.archive import BadFile, archive_of, checksum, read_archive
from leaderacademy.logbook.rules.example import example_of
from leaderacademy.logbook.rules.restoring import restoring_of, value_from
from leaderacademy.logbook.rules.schema import schema_of
from tests.browser.answers import course_on_disk

NOW = datetime(2027, 2, 8, 9, 0, tzinfo=UTC)
TODAY = date(2027, 2, 8)
assert ROOT


@cache
def logbook() -> Logbook:
    return course_on_disk().logbook


def written(values: dict[str, Any]) -> bytes:
    return json.dumps(archive_of(values, logbook(), NOW), ensure_ascii=False).encode()


def example() -> dict[str, Any]:
    return dict(example_of(logbook(), TODAY).values)


def signed(fields: Any, **more: Any) -> bytes:
    """A file whose checksum is right, whatever stands in it."""
    tree = {"format": "leader-academy/logbuch", "version": 1, "exported_at": "2027", **more}
    sum_ = checksum(fields) if isinstance(fields, dict) else ""
    return json.dumps({**tree, "fields": fields, "checksum": sum_}).encode()


def test_the_example_comes_back_as_it_was() -> None:
    values = {k: parse_value(f, typed(f, v), TODAY).value for k, v in example().items()
              if (f := logbook().field(k))}  # fmt: skip
    archive = read_archive(written(values), logbook())
    assert archive.values == values
    assert (archive.unknown, archive.unfit) == ((), ())
    assert restoring_of(archive, values, logbook()).differences == ()


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


def raw_of(field: Field) -> st.SearchStrategy[Any]:
    """What somebody may type into a field: sensible or not."""
    if field.type == "list":
        row = WORDS
        if field.columns:
            columns = [c for c in field.columns if c.type != "computed"]
            row = st.fixed_dictionaries({}, optional={c.key: raw_of(c) for c in columns})
        return st.lists(row, max_size=4)
    known = [option.value for option in field.options]
    if field.type in ("choices", "scale"):
        return st.lists(st.sampled_from([*known, "0", "1", "3", ""]), max_size=10)
    plausible = {"number": ["1,5", "12", "1.000", "-3"], "money": ["6.000", "12,50"],
                 "date": ["31.12.2027", "2027-01-01"], "time": ["8:15", "17 Uhr"]}  # fmt: skip
    return st.sampled_from([*known, *plausible.get(field.type, ["ein Satz"])]) | WORDS


@settings(max_examples=60)
@given(st.data())
def test_whatever_was_stored_comes_back_unchanged(data: st.DataObject) -> None:
    fields = [field for field in logbook().fields if field.type != "computed"]
    chosen = data.draw(st.lists(st.sampled_from(fields), max_size=6, unique_by=lambda f: f.key))
    values = {}
    for field in chosen:
        value = parse_value(field, data.draw(raw_of(field)), TODAY).value
        if value is not None:
            values[field.key] = value
    archive = read_archive(written(values), logbook())
    assert archive.values == values
    for key, value in archive.values.items():
        field = logbook().field(key)
        assert field is not None
        assert parse_value(field, typed(field, value), TODAY).value == value
    for one in restoring_of(archive, {}, logbook()).differences:
        assert value_from(one.as_json, one.key, logbook()) == values[one.key]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leer"),
        (b"  \n ", "leer"),
        (b"kein JSON", "lässt sich nicht lesen"),
        (b"\xff\xfe\x00", "lässt sich nicht lesen"),
        (b"%PDF-1.7 ...", "lässt sich nicht lesen"),
        (b"[]", "keine Logbuch-Datei der Leader Academy"),
        (b'{"format":"anderes"}', "keine Logbuch-Datei der Leader Academy"),
        (b'{"format":"leader-academy/logbuch","version":NaN}', "lässt sich nicht lesen"),
        (signed({}, version=2), "Fassung „2“"),
        (signed({}, version=True), "Fassung „True“"),
        (signed({}, version={"x": ["y"] * 900}), "Fassung „"),
        (signed([]), "keine Felder"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "lässt sich nicht lesen"),
        (b'{"a":' + b"9" * 6_000 + b"}", "lässt sich nicht lesen"),
        (b" " * (2 * 1024 * 1024) + b"{}", "größer als 2"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_logbook_is_told_in_german(content: bytes, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read_archive(content, logbook())


def test_tampered_and_truncated_files_are_refused() -> None:
    content = written(example())
    with pytest.raises(BadFile, match="verändert"):
        read_archive(content.replace(b"Vertriebsleitung", b"Vertriebsleitunk"), logbook())
    for part in (len(content) // 3, len(content) // 2, len(content) - 1):
        with pytest.raises(BadFile):
            read_archive(content[:part], logbook())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("g10_statement", 7), ("g10_statement", ""), ("g10_statement", ["x"]),
        ("g10_statement", "nul\0"), ("g10_statement", "\ud800"), ("g10_statement", 1.5),
        ("g10_statement", "x" * 300_000), ("gy_base", "zwei"), ("gy_base", "1e9"),
        ("gy_base", "007"), ("rs_budget_year", "6000"), ("rs_budget_year", True),
        ("g10_date", "31.12.2027"), ("g10_date", "2027-02-30"), ("gy_reach", "unmöglich"),
        ("tm_share_fields", ["Alles"]), ("tm_rhythm_time", "8:15"), ("steps", []),
        ("steps", [["x"]]), ("steps", [{"fremd": "x"}]), ("steps", [{"action": "x"}] * 201),
        ("steps", [{"action": "x" * 260_001}]), ("parked_ideas", ["x" * 260_001]),
        ("steps", [{"action": {"raw": {"tief": 1}}}]), ("gy_base", {"raw": 5}),
        ("gy_sentence", "berechnet"), ("sc_before", [9] * 10),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_a_value_of_another_shape_is_named_and_not_taken(key: str, value: Any) -> None:
    content = signed({key: value, "st_leader": "Ada"})
    archive = read_archive(content, logbook())
    assert archive.values == {"st_leader": "Ada"}
    assert len(archive.unfit) + len(archive.unknown) == 1


def test_unknown_fields_are_named_without_what_would_turn_or_break_a_page() -> None:
    archive = read_archive(signed({"fremd\u202e\ud800": "x", "<b>": 1}), logbook())
    assert archive.values == {}
    assert archive.unknown == ("<b>", "fremd\ufffd\ufffd")
    for name in archive.unknown:
        name.encode()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["steps", "offers", "gy_base", "x", "sc_after"]), JSON))
def test_no_file_with_a_right_checksum_breaks_the_reader(fields: dict[str, Any]) -> None:
    archive = read_archive(signed(fields), logbook())
    restoring_of(archive, {}, logbook())


@given(st.binary(max_size=60) | JSON.map(lambda tree: json.dumps(tree).encode()))
def test_no_content_breaks_the_reader(content: bytes) -> None:
    with pytest.raises(BadFile):
        read_archive(content, logbook())


@pytest.mark.parametrize("text", ["", "{", '"x"', "[" * 100_000, '{"raw": 1}', "1.5"])
def test_a_form_brings_back_only_what_fits(text: str) -> None:
    assert value_from(text, "gy_base", logbook()) is None
    assert value_from('"7"', "fremd", logbook()) is None
    assert value_from('"7"', "gy_base", logbook()) == "7"


# --- the published schema -----------------------------------------------------------------


def conforms(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """As much of JSON Schema as ours uses."""
    if "$ref" in schema:
        return conforms(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema and not any(conforms(value, one, root) for one in schema["anyOf"]):
        return False
    if value != schema.get("const", value) or value not in schema.get("enum", [value]):
        return False
    kinds = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None)}
    wanted = schema.get("type", [])
    names = wanted if isinstance(wanted, list) else [wanted]
    if names and not isinstance(value, tuple(kinds[name] for name in names)):
        return False
    if isinstance(value, str) and "pattern" in schema:
        return bool(re.search(schema["pattern"], value))
    if isinstance(value, list):
        return all(conforms(part, schema.get("items", {}), root) for part in value)
    return not isinstance(value, dict) or _object_conforms(value, schema, root)


def _object_conforms(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    known, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
    if not set(schema.get("required", ())) <= set(value):
        return False
    return all(
        conforms(part, known.get(key, rest if isinstance(rest, dict) else {}), root)
        and (key in known or rest is not False)
        for key, part in value.items()
    )


def test_what_is_saved_keeps_to_the_published_schema() -> None:
    schema = schema_of(logbook(), "https://example.org/logbuch.schema.json")
    tree = json.loads(written({**example(), "gy_base": {"raw": "viele"}}))
    assert conforms(tree, schema, schema)
    for key, value in (("gy_base", 7), ("steps", ["x"]), ("rs_budget_year", "6000")):
        broken = {**tree, "fields": {**tree["fields"], key: value}}
        assert not conforms(broken, schema, schema), key
    assert not conforms({**tree, "version": 2}, schema, schema)
