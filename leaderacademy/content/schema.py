"""Which texts the pages cannot do without: the shape of every YAML file that a template reads.

A name with ? at its end may be missing; a list stands for any number of what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leaderacademy.content.problems import Problems, nearest
from leaderacademy.content.yaml import Place, YamlList, YamlMap

TEXT = "text"
# Checked by whoever reads it; here it only has to be there.
GIVEN = "given"
Shape = str | Sequence["Shape"] | Mapping[str, "Shape"]

_HEADED: Mapping[str, Shape] = {"heading": TEXT, "text": TEXT}
_POINT: Mapping[str, Shape] = {"title": TEXT, "text": TEXT}
_QUESTIONS: Mapping[str, Shape] = {"heading": TEXT, "items": [{"question": TEXT, "answer": TEXT}]}

SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "course.yml": {"stages": GIVEN},
    "logbook.yml": {"documents": GIVEN, "fields": GIVEN},
    "glossary.yml": {"terms": GIVEN},
    "sources.yml": {"sources": GIVEN},
    "self-check.yml": {
        "title?": TEXT,
        "scale": GIVEN,
        "statements": GIVEN,
        "results": GIVEN,
        "comparison": {"same_or_lower": TEXT, "most_changed": TEXT, "repeat": TEXT, "note": TEXT},
    },
    "landing.yml": {
        "hero": dict.fromkeys(
            ("kicker", "heading", "lead", "start", "check", "note", "image"), TEXT
        ),
        "recognise": {"heading": TEXT, "items": [TEXT], "closing": TEXT},
        "takeaway": {"heading": TEXT, "documents": [_POINT], "closing": TEXT},
        "course": {"heading": TEXT, "stages": [{"key": TEXT, "text": TEXT}], "closing": TEXT},
        "why": {"kicker": TEXT, "heading": TEXT, "items": [_POINT]},
        "numbers": {"heading": TEXT, "items": [{"number": TEXT, "text": TEXT, "source": TEXT}]},
        "fits": dict.fromkeys(("heading", "yes_label", "yes", "no_label", "no"), TEXT),
        "faq": _QUESTIONS,
        "closing": {**_HEADED, "start": TEXT, "training": TEXT},
    },
    "training.yml": {
        "title?": TEXT,
        "goal?": TEXT,
        "facts?": [{"key": TEXT, "label": TEXT, "text": TEXT}],
        "agenda?": {"heading": TEXT, "rows": [{"time": TEXT, "text": TEXT, "result?": TEXT}]},
        "bring?": {"heading": TEXT, "items": [TEXT]},
        "take?": _HEADED,
        "faq?": _QUESTIONS,
        "cancellation?": _HEADED,
    },
}


def check_shape(name: str, tree: YamlMap, problems: Problems) -> None:
    """Complains about what a page would miss; whole numbers become the texts they stand for."""
    if name in SHAPES:
        _check_map(tree, SHAPES[name], (tree.line, tree.column), problems)


def _check_map(tree: YamlMap, shape: Mapping[str, Shape], place: Place, problems: Problems) -> None:
    known = [key.rstrip("?") for key in shape]
    for written, inner in shape.items():
        key = written.rstrip("?")
        if key in tree:
            tree[key] = _checked(tree[key], inner, key, tree.place(key), problems)
        elif not written.endswith("?"):
            _missing(tree, key, inner, known, place, problems)


def _missing(
    tree: YamlMap,
    key: str,
    shape: Shape,
    known: list[str],
    place: Place,
    problems: Problems,
) -> None:
    """A misspelt name is shown where it stands, a missing one at its section."""
    twin = next((word for word in tree if word not in known and nearest(word, [key])), "")
    if twin:
        line, column = tree.place(twin)
        problems.error(line, f"„{twin[:40]}“ steht hier für „{key}“. Schreiben Sie {key}:", column)
        return
    rest = "und den Text" if shape == TEXT else "und darunter die Einträge"
    problems.error(
        place[0],
        f"Hier fehlt „{key}“. Ohne geht die Seite nicht. Schreiben Sie {key}: {rest}.",
        place[1],
    )


def _checked(value: Any, shape: Shape, key: str, place: Place, problems: Problems) -> Any:
    if shape == TEXT:
        return _text(value, key, place, problems)
    if isinstance(shape, Mapping):
        if isinstance(value, YamlMap):
            _check_map(value, shape, place, problems)
        else:
            text = f"„{key}“ braucht eingerückte Zeilen der Form „name: Wert“."
            problems.error(place[0], text, place[1])
    elif shape == GIVEN:
        if value is None:
            problems.error(place[0], f"„{key}“ ist leer. Schreiben Sie die Einträge.", place[1])
    elif isinstance(value, YamlList):
        for number, inner in enumerate(value.places):
            value[number] = _checked(value[number], shape[0], "Eintrag", inner, problems)
    else:
        text = f"„{key}“ braucht eine Liste: Jeder Eintrag beginnt mit einem Bindestrich."
        problems.error(place[0], text, place[1])
    return value


def _text(value: Any, key: str, place: Place, problems: Problems) -> Any:
    line, column = place
    if isinstance(value, (dict, list)):
        text = f"„{key}“ braucht einen Text. Setzen Sie ihn in Anführungszeichen."
        problems.error(line, text, column)
    elif value is None or not str(value).strip():
        problems.error(line, f"„{key}“ ist leer. Schreiben Sie den Text.", column)
    elif not isinstance(value, str):
        return str(value).lower()
    return value
