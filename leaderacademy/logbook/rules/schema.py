"""The published JSON Schema of the file in which a Logbuch is saved."""

from typing import Any

from leaderacademy.content.course import Field, Logbook
from leaderacademy.logbook.rules.archive import FORMAT, VERSION

_RAW = {
    "type": "object",
    "description": "Was getippt wurde und sich nicht lesen ließ.",
    "properties": {"raw": {"type": "string"}},
    "required": ["raw"],
    "additionalProperties": False,
}
_SIMPLE: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "longtext": {"type": "string"},
    "number": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "money": {"type": "integer", "description": "ganze Cent"},
    "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "time": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
    "scale": {"type": "array", "items": {"type": ["integer", "null"]}},
}


def schema_of(logbook: Logbook, address: str) -> dict[str, Any]:
    """JSON Schema 2020-12 with every field of today's Logbuch; `address` is where it stands."""
    fields = [field for field in logbook.fields if field.type != "computed"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Logbuch der Leader Academy",
        "type": "object",
        "required": ["format", "version", "exported_at", "fields", "checksum"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "exported_at": {"type": "string", "format": "date-time"},
            "fields": {
                "type": "object",
                "properties": {field.key: _value(field) for field in fields},
            },
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "checksum": {
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 über „fields“ als JSON ohne Leerraum, Schlüssel sortiert.",
            },
        },
        "$defs": {"raw": _RAW},
    }


def _value(field: Field) -> dict[str, Any]:
    return {"title": field.label, "anyOf": [_readable(field), {"$ref": "#/$defs/raw"}]}


def _readable(field: Field) -> dict[str, Any]:
    if field.type == "list":
        return {"type": "array", "items": _row(field)}
    if field.type == "choices":
        return {"type": "array", "items": _choice(field)}
    return _choice(field) if field.type == "choice" else _SIMPLE[field.type]


def _choice(field: Field) -> dict[str, Any]:
    if field.options_from:
        return {"type": "string"}
    return {"enum": [option.value for option in field.options]}


def _row(field: Field) -> dict[str, Any]:
    if not field.columns:
        return {"type": "string"}
    columns = [column for column in field.columns if column.type != "computed"]
    return {"type": "object", "properties": {c.key: _value(c) for c in columns}}
