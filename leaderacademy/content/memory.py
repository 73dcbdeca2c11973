"""The last good version of every content file, kept over restarts and shared by all processes."""

from __future__ import annotations

import secrets
from pathlib import Path

from leaderacademy.content.folder import Signature, signature
from leaderacademy.content.problems import Problem


class Memory:
    """Texts by their name in the content folder; without a folder they last as long as the process.

    What lies in the folder wins over what this process has seen: another one may have seen more.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._texts: dict[str, str] = {}
        self._unsaved: set[str] = set()

    def keep(self, name: str, text: str) -> None:
        """Remembers a good version; written only when it is a new one, and then in one step."""
        if self._texts.get(name) == text and name not in self._unsaved:
            return
        self._texts[name] = text
        self._unsaved.discard(name)
        if self.folder is None:
            return
        try:
            _write(self.folder / name, text.encode())
        except OSError:
            self._unsaved.add(name)

    def save_again(self) -> None:
        """Tries once more what could not be written before."""
        for name in sorted(self._unsaved):
            if name in self._texts:
                self.keep(name, self._texts[name])
            else:
                self.drop(name)

    def recall(self, name: str) -> str | None:
        """The last good version of a file, or None when there never was one."""
        if self.folder is not None and name not in self._unsaved:
            try:
                return (self.folder / name).read_bytes().decode()
            except (OSError, UnicodeDecodeError):
                pass
        return self._texts.get(name)

    def drop(self, name: str) -> None:
        """Forgets a file that was deleted on purpose."""
        self._texts.pop(name, None)
        self._unsaved.discard(name)
        if self.folder is None:
            return
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError:
            self._unsaved.add(name)

    def names(self) -> tuple[str, ...]:
        """Every file that is remembered."""
        return tuple(sorted({*self._texts, *self.signature()}))

    def signature(self) -> Signature:
        """Changes when another process has remembered or forgotten something."""
        return signature(self.folder) if self.folder is not None else {}

    @property
    def problem(self) -> Problem | None:
        """What the trainer must know when nothing can be written down."""
        if not self._unsaved or self.folder is None:
            return None
        text = (
            f"Die letzten guten Fassungen lassen sich nicht in {self.folder} aufheben. Die Seiten "
            "laufen weiter, aber nach einem Neustart fehlt, was dann gerade einen Fehler hat. "
            "Geben Sie den Ordner zum Schreiben frei."
        )
        return Problem("warning", self.folder.name, 1, 1, text)


class LookedAt(Memory):
    """Another memory, only to be looked at: nothing is kept or forgotten."""

    def __init__(self, other: Memory) -> None:
        super().__init__(other.folder)
        self._texts, self._unsaved = dict(other._texts), set(other._unsaved)

    def keep(self, name: str, text: str) -> None:
        """A text that is only tried is not a good version."""

    def drop(self, name: str) -> None:
        """A file that is only thought away is not deleted."""


def _write(file: Path, data: bytes) -> None:
    try:
        if file.read_bytes() == data:
            return
    except OSError:
        file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        new.write_bytes(data)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
