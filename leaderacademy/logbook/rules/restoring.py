"""What reading a saved Logbuch back would change, field by field, before anything is written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leaderacademy.content.course import Logbook
from leaderacademy.content.direction import isolated
from leaderacademy.content.fields.values import show_value
from leaderacademy.learning.rules.answers import same
from leaderacademy.logbook.rules.archive import Archive, fits


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the file has otherwise; `now` is empty when nothing stands there yet."""

    key: str
    label: str
    document: str
    now: str
    then: str
    value: Any

    @property
    def as_json(self) -> str:
        """The value for a form, to be read by `value_from`."""
        return json.dumps(self.value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Restoring:
    """All differences in the order of the Logbuch, and how many fields are equal."""

    differences: tuple[Difference, ...]
    equal: int


def restoring_of(archive: Archive, values: Mapping[str, Any], logbook: Logbook) -> Restoring:
    """Fields that the file does not have stay as they are and are not mentioned."""
    titles = {document.key: document.title for document in logbook.documents}
    found, equal = [], 0
    for field in logbook.fields:
        if field.key not in archive.values:
            continue
        value, now = archive.values[field.key], values.get(field.key)
        if same(value, now):
            equal += 1
            continue
        found.append(
            Difference(
                field.key,
                field.label,
                titles.get(field.document, ""),
                isolated(show_value(field, now)),
                isolated(show_value(field, value)),
                value,
            )
        )
    return Restoring(tuple(found), equal)


def value_from(text: str, key: str, logbook: Logbook) -> Any:
    """The value that a form brought back; None when it is not one of this field."""
    field = logbook.field(key)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if field is None or field.type == "computed" or not fits(field, value):
        return None
    return value
