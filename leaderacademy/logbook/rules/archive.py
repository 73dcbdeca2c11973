"""The Logbuch as a file to keep: what it looks like, and reading one back without trusting it."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from leaderacademy.content.course import Field, Logbook
from leaderacademy.content.fields.amounts import is_raw
from leaderacademy.content.fields.parsing import MOST_ROWS
from leaderacademy.content.fields.typed import typed
from leaderacademy.content.fields.values import parse_value

FORMAT = "leader-academy/logbuch"
VERSION = 1
LARGEST = 2 * 1024 * 1024  # bytes; a form takes 256 KB, and there are six
_DEEPEST = 8
_LONGEST = 260_000  # letters in one text: what a form could bring
_NO_PRINT = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


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
    """The values of a file as they would be stored; raises BadFile with a German sentence."""
    tree = _tree(content)
    fields = tree["fields"]
    known = {field.key: field for field in logbook.fields if field.type != "computed"}
    values = {k: _as_stored(known[k], v) for k, v in fields.items() if _may_take(known.get(k), v)}
    return Archive(
        exported_at=_printable(tree.get("exported_at", "")),
        values={key: value for key, value in values.items() if value is not None},
        unknown=tuple(sorted(_printable(key) for key in fields if key not in known)),
        unfit=tuple(known[key].label for key in fields if key in known and key not in values),
    )


def _may_take(field: Field | None, value: Any) -> bool:
    return field is not None and fits(field, value)


def _as_stored(field: Field, value: Any) -> Any:
    """A list as it would be after saving: rows that say nothing are gone, fixed rows in order."""
    if field.type != "list" or is_raw(value):
        return value
    return parse_value(field, typed(field, value), date.min).value


def _printable(value: Any) -> str:
    """Something of a foreign file that may stand on a page."""
    return _NO_PRINT.sub("\ufffd", str(value))[:80]


def _tree(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise BadFile("Diese Datei ist größer als 2\u00a0MB. Das ist keine Logbuch-Datei.")
    if not content.strip():
        raise BadFile("Diese Datei ist leer. Bitte wählen Sie die Datei „logbuch.json“.")
    try:
        tree = json.loads(content.decode("utf-8-sig"), parse_constant=_refused)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadFile(
            "Diese Datei lässt sich nicht lesen: Sie ist abgeschnitten oder keine "
            "Logbuch-Datei. Wählen Sie die Datei „logbuch.json“, die Sie hier gesichert haben."
        ) from None
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise BadFile("Das ist keine Logbuch-Datei der Leader Academy.")
    _check_version(tree.get("version"))
    if not isinstance(tree.get("fields"), dict):
        raise BadFile("In dieser Datei stehen keine Felder. Sie ist unvollständig.")
    _check_sum(tree)
    return tree


def _check_version(version: Any) -> None:
    if version != VERSION or isinstance(version, bool):
        raise BadFile(
            f"Diese Datei hat die Fassung „{_printable(version)[:20]}“. Hier wird Fassung "
            f"{VERSION} gelesen. Bitte sichern Sie das Logbuch neu, dort, wo die Datei "
            "entstanden ist."
        )


def _check_sum(tree: Mapping[str, Any]) -> None:
    try:
        whole = checksum(tree["fields"]) == tree.get("checksum")
    except RecursionError:
        whole = False
    if not whole:
        raise BadFile(
            "Diese Datei wurde nach dem Speichern verändert oder ist unvollständig. Bitte nehmen "
            "Sie eine unveränderte Datei; einzelne Felder ändern Sie am besten im Logbuch."
        )


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
        return len(value) <= MOST_ROWS and all(_is_plain(part, depth + 1) for part in value)
    if isinstance(value, dict):
        return all(isinstance(k, str) and _is_plain(v, depth + 1) for k, v in value.items())
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
