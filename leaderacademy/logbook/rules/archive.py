"""The Logbuch as a file to keep: what it looks like, and reading one back without trusting it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from leaderacademy.content.course import Field, Logbook
from leaderacademy.content.fields.amounts import is_raw
from leaderacademy.content.fields.typed import typed
from leaderacademy.content.fields.values import parse_value

FORMAT = "leader-academy/logbuch"
VERSION = 1
LARGEST = 4 * 1024 * 1024  # bytes
_DEEPEST = 8
_LONGEST = 100_000  # letters in one text
_MOST_ROWS = 200


class BadFile(ValueError):  # noqa: N818 - named for what happened
    """A file that is no Logbuch of ours; the message is a German sentence for the person."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A Logbuch that was read: what fits into today's Logbuch, and what does not."""

    exported_at: str
    values: Mapping[str, Any]
    unknown: tuple[str, ...]  # fields that this course does not have
    unfit: tuple[str, ...]  # labels of fields whose value has another shape


def archive_of(values: Mapping[str, Any], logbook: Logbook, now: datetime) -> dict[str, Any]:
    """The file as plain JSON; money in whole cents, numbers as text, days as ISO dates."""
    known = {field.key: field for field in logbook.fields if field.type != "computed"}
    stored = {key: values[key] for key in sorted(values) if values[key] is not None}
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": now.isoformat(timespec="seconds"),
        "fields": stored,
        "labels": {key: known[key].label for key in stored if key in known},
        "checksum": checksum(stored),
    }


def checksum(values: Mapping[str, Any]) -> str:
    """SHA-256 of the values: tells a damaged or edited file from the one that was saved."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_archive(content: bytes, logbook: Logbook) -> Archive:
    """The values of a file; raises BadFile with a German sentence."""
    tree = _tree(content)
    fields = tree["fields"]
    if checksum(fields) != tree.get("checksum"):
        raise BadFile(
            "Diese Datei wurde nach dem Speichern verändert oder ist unvollständig. Bitte nehmen "
            "Sie eine unveränderte Datei; einzelne Felder ändern Sie am besten im Logbuch."
        )
    known = {field.key: field for field in logbook.fields if field.type != "computed"}
    values = {k: v for k, v in fields.items() if k in known and fits(known[k], v)}
    return Archive(
        exported_at=str(tree.get("exported_at", ""))[:40],
        values=values,
        unknown=tuple(sorted(key[:80] for key in fields if key not in known)),
        unfit=tuple(known[key].label for key in fields if key in known and key not in values),
    )


def _tree(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise BadFile("Diese Datei ist größer als 4\u00a0MB. Das ist keine Logbuch-Datei.")
    try:
        tree = json.loads(content.decode("utf-8-sig"), parse_constant=_refused)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadFile(
            "Diese Datei lässt sich nicht lesen. Wählen Sie die Datei „logbuch.json“, die Sie "
            "hier gesichert haben."
        ) from None
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise BadFile("Das ist keine Logbuch-Datei der Leader Academy.")
    version = tree.get("version")
    if version != VERSION or isinstance(version, bool):
        raise BadFile(
            f"Diese Datei hat die Fassung „{str(version)[:20]}“. Hier wird Fassung {VERSION} "
            "gelesen. Bitte sichern Sie das Logbuch neu, dort, wo die Datei entstanden ist."
        )
    if not isinstance(tree.get("fields"), dict):
        raise BadFile("In dieser Datei stehen keine Felder. Sie ist unvollständig.")
    return tree


def _refused(_text: str) -> Any:
    raise ValueError("no number")


def fits(field: Field, value: Any) -> bool:
    """Whether a value has the very shape in which this field is stored."""
    if value is None or not _is_plain(value):
        return False
    if is_raw(value):
        return isinstance(value["raw"], str)
    if field.type in ("text", "longtext"):
        return isinstance(value, str) and bool(value.strip())
    if field.type == "choice" and field.options_from:
        return isinstance(value, str)
    if field.type == "list":
        return isinstance(value, list) and bool(value) and all(_row_fits(field, r) for r in value)
    # A day plays no part in reading these: any will do.
    return bool(parse_value(field, typed(field, value), date.min).value == value)


def _row_fits(field: Field, row: Any) -> bool:
    if not field.columns:
        return isinstance(row, str) and bool(row.strip())
    if not isinstance(row, dict):
        return False
    columns = {column.key: column for column in field.columns if column.type != "computed"}
    return all(key in columns and fits(columns[key], value) for key, value in row.items())


def _is_plain(value: Any, depth: int = 0) -> bool:
    """Text, whole numbers, and not too many or too deep lists of them."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, str):
        return len(value) <= _LONGEST and "\0" not in value and _is_unicode(value)
    if isinstance(value, list):
        return len(value) <= _MOST_ROWS and all(_is_plain(part, depth + 1) for part in value)
    if isinstance(value, dict):
        return all(isinstance(k, str) and _is_plain(v, depth + 1) for k, v in value.items())
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
