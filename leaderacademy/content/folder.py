"""The content folder on disk: what changed, and what its files say."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from leaderacademy.content.problems import Problem

YAML_FILES = (
    "course.yml",
    "logbook.yml",
    "glossary.yml",
    "self-check.yml",
    "landing.yml",
    "training.yml",
    "sources.yml",
)
_FOLDERS = {
    "lessons": (".md",),
    "pages": (".md",),
    "mails": (".md",),
    "media": (".svg", ".png", ".jpg", ".jpeg", ".webp"),
}
_LARGEST = 2_000_000
Stamp = tuple[int, int]
Signature = dict[str, Stamp]


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read; `text` is None when it could not be."""

    path: str
    text: str | None
    problem: Problem | None = None


def signature(folder: Path) -> Signature:
    """Relative path to (mtime, size) of every file that belongs to the course; never raises."""
    found: Signature = {}
    _scan(folder, "", (".yml",), found)
    for name, endings in _FOLDERS.items():
        _scan(folder / name, f"{name}/", endings, found)
    return found


def _scan(folder: Path, prefix: str, endings: tuple[str, ...], found: Signature) -> None:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(endings) and not entry.name.startswith((".", "~")):
                    state = entry.stat()
                    found[prefix + entry.name] = (state.st_mtime_ns, state.st_size)
    except OSError:
        return


def read_file(folder: Path, name: str, size: int) -> File:
    """The text of a file; an unreadable one is a problem, not an exception."""
    path = f"{folder.name}/{name}"
    if size > _LARGEST:
        return _failed(path, "Die Datei ist größer als 2 MB und wird nicht gelesen.")
    try:
        return File(path, (folder / name).read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _failed(
            path, "Die Datei ist kein Text in UTF-8. Speichern Sie sie mit dieser Kodierung."
        )
    except OSError:
        return _failed(
            path,
            "Die Datei lässt sich nicht lesen. Prüfen Sie, ob sie vorhanden und freigegeben ist.",
        )


def _failed(path: str, text: str) -> File:
    return File(path, None, Problem("error", path, 1, 1, text))
