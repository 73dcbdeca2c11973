"""What one reading of the folder works with: its files, and what was known before."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from leaderacademy.content.edition import Edition, KnownFile
from leaderacademy.content.folder import File, Signature, Stamp, read_file
from leaderacademy.content.memory import Memory

_NEVER: Stamp = (-1, -1)


@dataclass(frozen=True, slots=True)
class Desk:
    """What one reading works with; `again` says that the memory has changed.

    `texts` stand for files that are not written yet, by their name in the folder.
    """

    folder: Path
    seen: Signature
    before: Edition
    memory: Memory
    again: bool
    texts: Mapping[str, str] = field(default_factory=dict)

    def names(self, kind: str) -> list[str]:
        """The files in lessons/, pages/ or media/; those remembered when the folder is gone."""
        found = [name for name in self.seen if name.startswith(kind)]
        if not found and (kind == "lessons/" or not _can_list(self.folder / kind)):
            found = [name for name in self.memory.names() if name.startswith(kind)]
        return sorted(found)

    def stamp(self, name: str) -> Stamp:
        return self.seen.get(name, _NEVER)

    def unchanged(self, name: str, key: str = "") -> KnownFile | None:
        known = self.before.files.get(name)
        if known is None or known.stamp != self.stamp(name) or known.key != key:
            return None
        return known if known.clean or not self.again else None

    def path(self, name: str) -> str:
        return f"{self.folder.name}/{name}"

    def read(self, name: str) -> File:
        if name in self.texts:
            return File(self.path(name), self.texts[name])
        return read_file(self.folder, name, self.stamp(name)[1])


def _can_list(folder: Path) -> bool:
    try:
        os.scandir(folder).close()
    except OSError:
        return False
    return True
