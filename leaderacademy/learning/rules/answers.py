"""What happens when two versions of one answer meet; no version is dropped without a decision."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Other = dict[str, Any]  # {"id", "value", "saved_at" (ISO), "from"}
MOST_OTHERS = 20
_BASE = re.compile(r"(\d{1,9})-([0-9a-f]{10})")


@dataclass(frozen=True, slots=True)
class Base:
    """What a form showed when it was made: the version and the digest of the value."""

    version: int
    digest: str

    def __str__(self) -> str:
        return f"{self.version}-{self.digest}"


def canonical(value: Any) -> str:
    """One text per value, for comparing and for digests."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def value_digest(value: Any) -> str:
    """Ten hex digits that tell whether a form's field was touched."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:10]


def base_of(version: int, value: Any) -> Base:
    """What a form that shows this value carries along."""
    return Base(version, value_digest(value))


def read_base(text: str) -> Base | None:
    """The base a form brought back; None when it is missing or broken."""
    found = _BASE.fullmatch(text)
    return Base(int(found[1]), found[2]) if found else None


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a reader."""
    return canonical(one) == canonical(other)


def with_other(
    others: Sequence[Other], value: Any, saved_at: datetime, origin: str, entry: str = ""
) -> tuple[list[Other], str]:
    """The waiting versions plus this one, and its id.

    `entry` names a version that waits already: typing on replaces it instead of adding one
    version per pause.
    """
    kept = [other for other in others if other["id"] != entry]
    waiting = next((other for other in kept if same(other["value"], value)), None)
    if waiting is not None:
        return kept, str(waiting["id"])
    stamp = saved_at.isoformat()
    number = entry if _is_entry(others, entry) else _new_id(value, stamp)
    kept.append({"id": number, "value": value, "saved_at": stamp, "from": origin})
    return kept[-MOST_OTHERS:], number


def find_other(others: Sequence[Other], entry: str) -> Other | None:
    """The waiting version with this id."""
    return next((other for other in others if other["id"] == entry), None)


def without_other(others: Sequence[Other], entry: str) -> list[Other]:
    """The waiting versions but this one."""
    return [other for other in others if other["id"] != entry]


def _is_entry(others: Sequence[Other], entry: str) -> bool:
    return bool(entry) and find_other(others, entry) is not None


def _new_id(value: Any, stamp: str) -> str:
    return hashlib.sha256(f"{canonical(value)}{stamp}".encode()).hexdigest()[:12]
