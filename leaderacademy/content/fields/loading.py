"""Reads logbook.yml into documents, fields and criteria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

from leaderacademy.content.fields.computing import COMPUTATIONS
from leaderacademy.content.fields.dates import resolve_date
from leaderacademy.content.fields.definition import (
    FIELD_TYPES,
    Criterion,
    Document,
    Field,
    FieldOption,
    FieldType,
    Hint,
    Logbook,
    Required,
)
from leaderacademy.content.fields.rules import RULES
from leaderacademy.content.problems import Problems, nearest
from leaderacademy.content.tree import Reader, plain
from leaderacademy.content.yaml import YamlMap

_FIELD_KEYS = [
    "key",
    "document",
    "lesson",
    "label",
    "mark",
    "hook",
    "help",
    "type",
    "length",
    "min",
    "max",
    "step",
    "options",
    "options_from",
    "choose",
    "default",
    "prefill",
    "after",
    "before",
    "not_after",
    "from",
    "until",
    "differs_from",
    "at_least",
    "at_most",
    "starts_with",
    "required",
    "visible",
    "hints",
    "rows",
    "lesson_rows",
    "fixed_rows",
    "item",
    "columns",
    "example",
    "compute",
]
_HINT_KINDS = ("lacks_digit", "contains", "words", "value", "not_value", "rule")
_ANY_DAY = date(2027, 1, 15)
_DATE_KEYS = ("from", "until")
_REFERENCES = (
    "after",
    "before",
    "not_after",
    "differs_from",
    "at_least",
    "at_most",
    "options_from",
)


def read_logbook(tree: YamlMap, problems: Problems) -> Logbook:
    """The Logbuch as far as it can be read; all complaints go to `problems`."""
    reader = Reader(tree, problems)
    reader.known(("documents", "fields", "criteria"), "in logbook.yml")
    fields = tuple(_field(entry, problems, ()) for entry in reader.maps("fields"))
    fields = _without_twins(fields, problems)
    documents = tuple(_document(entry, problems, fields) for entry in reader.maps("documents"))
    _check_references(fields, documents, problems)
    criteria = tuple(_criterion(entry, problems) for entry in reader.maps("criteria"))
    return Logbook(documents, fields, criteria)


def _document(tree: YamlMap, problems: Problems, fields: tuple[Field, ...]) -> Document:
    reader = Reader(tree, problems)
    reader.known(("key", "title", "purpose"), "bei einem Dokument")
    key = reader.text("key", needed=True)
    own = tuple(field for field in fields if field.document == key)
    return Document(key, reader.text("title", needed=True), reader.text("purpose"), own)


def _criterion(tree: YamlMap, problems: Problems) -> Criterion:
    reader = Reader(tree, problems)
    reader.known(("key", "label", "hook", "points"), "bei einem Kriterium")
    points = reader.texts("points")
    if len(points) != 4:
        reader.error("points", "„points“ braucht vier Texte: für 0, 1, 2 und 3 Punkte.")
    return Criterion(
        reader.text("key", needed=True),
        reader.text("label", needed=True),
        reader.whole("hook"),
        points,
    )


def _without_twins(fields: tuple[Field, ...], problems: Problems) -> tuple[Field, ...]:
    seen: dict[str, int] = {}
    kept = []
    for field in fields:
        if field.key in seen:
            problems.error(
                field.line,
                f"Das Feld „{field.key}“ steht schon in Zeile {seen[field.key]}. "
                "Löschen Sie eines oder geben Sie ihm einen anderen Namen.",
            )
            continue
        seen[field.key] = field.line
        kept.append(field)
    return tuple(kept)


def _field(tree: YamlMap, problems: Problems, inherited: tuple[str, ...]) -> Field:
    """A field, a column, or the item of a plain list (`inherited` are values it may leave out)."""
    reader = Reader(tree, problems)
    reader.known(_FIELD_KEYS, "bei einem Feld")
    return Field(
        key=reader.text("key", needed="key" not in inherited),
        label=reader.text("label", needed=True),
        type=cast(FieldType, reader.one_of("type", FIELD_TYPES, "text")),
        lesson_rows=_lesson_rows(reader),
        line=tree.line,
        example=plain(tree.get("example")),
        default=plain(tree.get("default")),
        required=cast(Required, reader.one_of("required", get_args(Required), "no")),
        **_words(reader),
        **_bounds(reader),
        **_structure(reader),
    )


def _words(reader: Reader) -> dict[str, Any]:
    names = [
        "document",
        "lesson",
        "help",
        "mark",
        "visible",
        "options_from",
        "prefill",
        "after",
        "before",
        "not_after",
        "until",
        "differs_from",
        "at_least",
        "at_most",
        "starts_with",
        "compute",
    ]
    return {name: reader.text(name) for name in names} | {"from_": reader.text("from")}


def _bounds(reader: Reader) -> dict[str, Any]:
    for key in _DATE_KEYS:
        if reader.text(key) and resolve_date(reader.text(key), _ANY_DAY) is None:
            reader.error(
                key,
                f"„{reader.text(key)[:40]}“ ist kein Zeitpunkt. Schreiben Sie zum Beispiel "
                f"{key}: today + 14 days",
            )
    return {
        "length": reader.pair("length"),
        "minimum": reader.decimal("min"),
        "maximum": reader.decimal("max"),
        "step": reader.decimal("step"),
        "hook": reader.whole("hook"),
        "choose": reader.pair("choose"),
        "rows": reader.pair("rows"),
    }


def _lesson_rows(reader: Reader) -> int:
    given = reader.whole("lesson_rows")
    if given is not None:
        return given
    rows = reader.tree.get("rows")
    least = rows[0] if isinstance(rows, list) and rows and type(rows[0]) is int else 1
    return max(least, 1)


def _structure(reader: Reader) -> dict[str, Any]:
    item = reader.tree.get("item")
    if item is not None and not isinstance(item, YamlMap):
        reader.error("item", "„item“ braucht Angaben der Form {label: Idee, length: [3, 120]}")
        item = None
    columns = tuple(_field(column, reader.problems, ()) for column in reader.maps("columns"))
    if reader.tree.get("type") == "list" and item is None and not columns:
        reader.error("type", "Eine Liste braucht „item“ oder „columns“.")
    return {
        "item": replace(_field(item, reader.problems, ("key",)), key="item")
        if item is not None
        else None,
        "columns": columns,
        "fixed_rows": reader.texts("fixed_rows"),
        "options": _options(reader),
        "hints": tuple(_hints(reader)),
    }


def _options(reader: Reader) -> tuple[FieldOption, ...]:
    """Plain texts, or {value: x, label: y} where the stored value differs."""
    options = []
    given = reader.tree.get("options")
    for entry in given if isinstance(given, list) else ():
        if isinstance(entry, YamlMap):
            label = str(entry.get("label") or entry.get("value") or "")
            options.append(FieldOption(str(entry.get("value") or label), label))
        else:
            options.append(FieldOption(str(entry), str(entry)))
    if given is not None and not options:
        reader.error("options", "„options“ braucht eine Liste, zum Beispiel options: [ja, nein]")
    kind = reader.tree.get("type")
    if kind in ("choice", "choices") and not options and not reader.tree.get("options_from"):
        reader.error("type", "Eine Auswahl braucht „options“ oder „options_from“.")
    return tuple(options)


def _hints(reader: Reader) -> Iterator[Hint]:
    for entry in reader.maps("hints"):
        hint = Reader(entry, reader.problems)
        hint.known(("when", "say"), "bei einem Hinweis")
        condition = entry.get("when")
        if not isinstance(condition, YamlMap) or len(condition) != 1:
            hint.error(
                "when", "„when“ braucht genau eine Bedingung, zum Beispiel {lacks_digit: true}"
            )
            continue
        kind, argument = next(iter(condition.items()))
        words = argument if isinstance(argument, list) else [argument]
        if kind not in _HINT_KINDS:
            Reader(condition, reader.problems).known(_HINT_KINDS, "als Bedingung")
        elif kind == "rule" and str(argument) not in RULES:
            hint.error(
                "when", f"Die Regel „{argument}“ gibt es nicht.{nearest(str(argument), RULES)}"
            )
        else:
            yield Hint(kind, tuple(str(word) for word in words), hint.text("say", needed=True))


def _check_references(
    fields: tuple[Field, ...], documents: tuple[Document, ...], problems: Problems
) -> None:
    names = [document.key for document in documents]
    keys = [field.key for field in fields]
    for field in fields:
        if field.document not in names:
            problems.error(
                field.line,
                f"Das Dokument „{field.document}“ von „{field.key}“ gibt es nicht."
                f"{nearest(field.document, names)}",
            )
        _check_names(field, keys, problems)
        columns = [column.key for column in field.columns]
        for column in field.columns:
            _check_names(column, keys + columns, problems)


def _check_names(field: Field, keys: list[str], problems: Problems) -> None:
    for name in _REFERENCES:
        target = getattr(field, name)
        if target and target not in keys:
            problems.error(
                field.line,
                f"„{name}“ von „{field.key}“ nennt das Feld „{target}“, das es nicht "
                f"gibt.{nearest(target, keys)}",
            )
    if field.type == "computed" and field.compute not in COMPUTATIONS:
        problems.error(
            field.line,
            f"Die Berechnung „{field.compute}“ von „{field.key}“ gibt es nicht."
            f"{nearest(field.compute, COMPUTATIONS)}",
        )
