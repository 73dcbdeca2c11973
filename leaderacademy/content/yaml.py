"""Reads YAML without surprises: no duplicate keys, no hidden types, and every key has a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from leaderacademy.content.problems import Problems

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without its C library
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Place = tuple[int, int]
_DEEPEST = 30
_LARGEST = 500_000
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "false": False, "False": False}
_CAUSES = {
    "mapping values are not allowed": "Hier steht ein Doppelpunkt zu viel. Setzen Sie den ganzen "
    "Wert in Anführungszeichen.",
    "cannot start any token": "Dieses Zeichen darf hier nicht stehen. Rücken Sie mit Leerzeichen "
    "ein, nicht mit Tabulatoren, und setzen Sie den Wert in Anführungszeichen.",
    "expected ':'": "Nach dem Namen fehlt der Doppelpunkt.",
    "end of stream": "Ein Anführungszeichen wird nicht geschlossen.",
    "expected ',' or": "Eine Klammer wird nicht geschlossen.",
    "expected key": "Die Einrückung stimmt nicht oder ein Anführungszeichen steht mitten im Wert. "
    "Rücken Sie zusammengehörige Zeilen gleich weit ein.",
    "expected <document start>": "Die Einrückung dieser Zeile passt nicht zu den Zeilen davor.",
}


class YamlMap(dict[str, Any]):
    """A mapping that knows where each key stands (1-based line and column)."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line, self.column = line, column
        self.places: dict[str, Place] = {}
        self.value_places: dict[str, Place] = {}

    def place(self, key: str) -> Place:
        return self.places.get(key, (self.line, self.column))


class YamlList(list[Any]):
    """A list that knows where each entry stands."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self.line, self.column = line, column
        self.places: list[Place] = []


class _Refused(Exception):  # noqa: N818 - leaves the building of the tree
    def __init__(self, line: int, column: int, text: str) -> None:
        super().__init__(text)
        self.line, self.column, self.text = line, column, text


def load_yaml(text: str, problems: Problems, first_line: int = 1) -> YamlMap | None:
    """The mapping in `text`, or None with a problem; `first_line` is where the text begins."""
    if len(text) > _LARGEST:
        problems.error(first_line, "Die Datei ist zu groß. Erlaubt sind höchstens 500 KB.")
        return None
    try:
        return _Builder(text, first_line).build()
    except _Refused as refused:
        problems.error(refused.line, refused.text, refused.column)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        problems.error(first_line + line, _cause(str(error.problem)), column + 1)
    except yaml.YAMLError as error:
        problems.error(
            first_line + _reader_line(text, error),
            "Hier steht ein unzulässiges Steuerzeichen. Löschen Sie es.",
        )
    return None


def _cause(problem: str) -> str:
    for part, sentence in _CAUSES.items():
        if part in problem:
            return sentence
    return (
        "Diese Stelle ist nicht lesbar. Prüfen Sie Einrückung, Doppelpunkte und Anführungszeichen."
    )


def _reader_line(text: str, error: yaml.YAMLError) -> int:
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position if isinstance(position, int) else 0)


class _Builder:
    """Builds the tree from events, so depth and aliases are refused before anything is built."""

    def __init__(self, text: str, first_line: int) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self.first_line = first_line

    def build(self) -> YamlMap:
        for event in self.events:
            if isinstance(event, yaml.MappingStartEvent):
                tree = self._mapping(event, 1)
                self._end()
                return tree
            if isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.AliasEvent)):
                line, column = self._place(event)
                raise _Refused(line, column, "Hier werden Zeilen der Form „name: Wert“ erwartet.")
        return YamlMap(self.first_line, 1)

    def _end(self) -> None:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                line, column = self._place(event)
                raise _Refused(line, column, "Die Zeile --- darf hier nicht noch einmal stehen.")

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        if mark is None:  # pragma: no cover - parsed events always carry a mark
            return self.first_line, 1
        return self.first_line + mark.line, mark.column + 1

    def _value(self, event: yaml.Event, depth: int) -> Any:
        line, column = self._place(event)
        if depth > _DEEPEST:
            raise _Refused(line, column, "Die Angaben sind zu tief verschachtelt.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                line,
                column,
                "Verweise mit & und * sind hier nicht erlaubt. Setzen Sie "
                "den Wert in Anführungszeichen.",
            )
        if getattr(event, "tag", None):
            raise _Refused(
                line,
                column,
                "Angaben mit ! sind hier nicht erlaubt. Setzen Sie den Wert in Anführungszeichen.",
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth + 1)
        return _scalar(event)

    def _mapping(self, start: yaml.Event, depth: int) -> YamlMap:
        tree = YamlMap(*self._place(start))
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            place = self._place(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(*place, "Als Name ist nur ein einfaches Wort erlaubt.")
            key = event.value
            if key in tree:
                raise _Refused(
                    *place,
                    f"„{key[:60]}“ steht doppelt, zuerst in Zeile "
                    f"{tree.places[key][0]}. Löschen Sie eine der beiden Angaben.",
                )
            value = next(self.events)
            tree[key] = self._value(value, depth)
            tree.places[key] = place
            tree.value_places[key] = self._place(value)
        return tree

    def _sequence(self, start: yaml.Event, depth: int) -> YamlList:
        entries = YamlList(*self._place(start))
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            entries.places.append(self._place(event))
            entries.append(self._value(event, depth))
        return entries


def _scalar(event: yaml.Event) -> str | int | bool | None:
    text: str = getattr(event, "value", "")
    if getattr(event, "style", None):
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    return int(text) if _INT.fullmatch(text) else text
