"""The head of a lesson file: title, minutes, stage, goal, status, and when it appears."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from leaderacademy.content.blocks import split_front_matter
from leaderacademy.content.problems import Problems, nearest
from leaderacademy.content.yaml import YamlMap, load_yaml

KEYS = ("title", "minutes", "stage", "goal", "image", "status", "publish_at", "slug", "description")
PAGE_KEYS = ("title", "slug", "description")
MAIL_KEYS = ("subject", "button")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBERED = re.compile(r"(?:.*/)?(?:[0-9]+-)?(.*?)(?:\.md)?")


@dataclass(slots=True)
class Head:
    """What stands in the front matter; `body` is the index of the first line below it."""

    data: YamlMap
    body: int
    slug: str = ""
    title: str = ""
    minutes: int = 0
    stage: str = ""
    status: Literal["draft", "published"] = "published"
    publish_at: date | None = None
    is_broken: bool = False

    def text(self, key: str) -> str:
        value = self.data.get(key)
        return "" if value is None else str(value).strip()

    def line(self, key: str) -> int:
        return self.data.place(key)[0]


def slug_of(path: str) -> str:
    """The slug a file name stands for: 010-wer-steuert.md is wer-steuert."""
    found = _NUMBERED.fullmatch(path)
    return found.group(1) if found else path


def read_head(lines: list[str], path: str, problems: Problems, keys: Sequence[str] = KEYS) -> Head:
    """Never raises; a broken head is an empty one with problems."""
    text, body = split_front_matter(lines, problems, keys[0])
    loaded = load_yaml(text, problems, first_line=2) if body else None
    head = Head(loaded if loaded is not None else YamlMap(1, 1), body)
    head.slug = head.text("slug") or slug_of(path)
    if loaded is None or problems.has_errors:
        head.is_broken = True
        return head
    _check_keys(head, problems, keys)
    head.title = head.text("title" if "title" in keys else "subject")
    if not head.title and "title" not in keys:
        problems.error(
            1, "Es fehlt der Betreff. Schreiben Sie in den Kopf zum Beispiel subject: Und jetzt?"
        )
    elif not head.title:
        problems.error(
            1, "Es fehlt der Titel. Schreiben Sie in den Kopf zum Beispiel title: Wer steuert?"
        )
    if not SLUG.fullmatch(head.slug):
        problems.error(
            head.line("slug"),
            f"„{head.slug[:60]}“ taugt nicht als Adresse. Verwenden Sie "
            "nur Kleinbuchstaben, Ziffern und Bindestriche.",
        )
    return head


def _check_keys(head: Head, problems: Problems, keys: Sequence[str]) -> None:
    for key in head.data:
        if key not in keys:
            line, column = head.data.place(key)
            problems.error(
                line,
                f"Die Angabe „{key[:40]}“ gibt es im Kopf nicht.{nearest(key, keys)} "
                f"Möglich sind {', '.join(keys)}.",
                column,
            )
    for key, value in head.data.items():
        if isinstance(value, (list, dict)):
            line, column = head.data.place(key)
            problems.error(
                line,
                f"„{key[:40]}“ braucht einen einfachen Wert. Setzen Sie ihn in Anführungszeichen.",
                column,
            )


def read_lesson_head(lines: list[str], path: str, problems: Problems) -> Head:
    """A head with everything a lesson needs."""
    head = read_head(lines, path, problems)
    head.stage = head.text("stage")
    head.minutes = _minutes(head, problems)
    status = head.text("status") or "published"
    if status not in ("draft", "published"):
        problems.error(
            head.line("status"),
            f"„{status[:40]}“ ist kein Stand."
            f"{nearest(status, ('draft', 'published'))} Möglich sind draft und published.",
        )
        status = "draft"
    head.status = "draft" if status == "draft" else "published"
    head.publish_at = _publish_at(head, problems)
    return head


def _minutes(head: Head, problems: Problems) -> int:
    value: Any = head.data.get("minutes")
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 240:
        return value
    if value is not None:
        problems.error(
            head.line("minutes"),
            "minutes braucht eine ganze Zahl von 1 bis 240, zum Beispiel minutes: 5",
        )
    elif head.title:
        problems.warn(1, "Es fehlt die Dauer. Schreiben Sie in den Kopf zum Beispiel minutes: 5")
    return 0


def _publish_at(head: Head, problems: Problems) -> date | None:
    text = head.text("publish_at")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.error(
            head.line("publish_at"),
            f"„{text[:40]}“ ist kein Datum. Schreiben Sie zum Beispiel publish_at: 2027-01-04",
        )
        return None
