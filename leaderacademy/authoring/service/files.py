"""Writes the course's files: whole or not at all, and on the disk before anybody hears of it."""

import errno
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from leaderacademy.content.catalogue import catalogue

_WHY = {
    errno.ENOSPC: "Der Speicherplatz auf dem Server ist voll.",
    errno.EDQUOT: "Der Speicherplatz auf dem Server ist voll.",
    errno.EROFS: "Der Ordner content ist auf diesem Server schreibgeschützt.",
    errno.EACCES: "Das Programm darf im Ordner content nicht schreiben.",
    errno.EPERM: "Das Programm darf im Ordner content nicht schreiben.",
}


class CannotWrite(Exception):  # noqa: N818 - named for what happened
    """The file is as it was before; the message is German and for the trainer."""

    def __init__(self, error: OSError) -> None:
        why = _WHY.get(error.errno or 0, f"Der Server meldet: {error.strerror}.")
        super().__init__(
            f"{why} Es wurde nichts veröffentlicht, und nichts ist verloren: Ihr Entwurf ist "
            "gespeichert. Bitte geben Sie der Betreuung des Servers Bescheid und versuchen Sie "
            "es dann noch einmal."
        )


def write_file(name: str, data: bytes) -> None:
    """Put the bytes in the place of the file in one step; raises CannotWrite."""
    write_files({name: data})


def write_files(changes: Mapping[str, bytes | None]) -> None:
    """Put all of these in their places, or none of them; None removes. Raises CannotWrite.

    Everything new lies on the disk before the first file changes its name: what usually fails,
    for example because the disk is full, fails while nothing has happened yet.
    """
    folder = _folder()
    before = {name: _bytes(folder / name) for name in changes}
    staged: dict[str, Path] = {}
    done: list[str] = []
    try:
        for name, data in changes.items():
            if data is not None:
                staged[name] = _staged(folder / name, data)
        for name in changes:
            _settle(folder / name, staged.get(name))
            done.append(name)
        for parent in {(folder / name).parent for name in changes}:
            _sync_folder(parent)
    except OSError as error:
        for new in staged.values():
            new.unlink(missing_ok=True)
        _put_back(folder, {name: before[name] for name in done})
        raise CannotWrite(error) from error


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _staged(file: Path, data: bytes) -> Path:
    new = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with new.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError:
        new.unlink(missing_ok=True)
        raise
    return new


def _settle(file: Path, new: Path | None) -> None:
    if new is None:
        file.unlink(missing_ok=True)
    else:
        new.replace(file)


def _put_back(folder: Path, before: Mapping[str, bytes | None]) -> None:
    for name, data in before.items():
        with suppress(OSError):
            _settle(folder / name, None if data is None else _staged(folder / name, data))


def remove_file(name: str) -> None:
    """Delete the file; it may be gone already."""
    file = _folder() / name
    try:
        file.unlink(missing_ok=True)
        _sync_folder(file.parent)
    except OSError as error:
        raise CannotWrite(error) from error


def rename_file(old: str, new: str) -> None:
    """Give a file another name, which no other file may have."""
    source, target = _folder() / old, _folder() / new
    try:
        if target.exists():
            raise OSError(errno.EEXIST, "eine Datei dieses Namens gibt es schon")
        source.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise CannotWrite(error) from error


def _folder() -> Path:
    if catalogue.folder is None:
        raise CannotWrite(OSError(errno.ENOENT, "der Ordner content fehlt"))
    return catalogue.folder


def _sync_folder(folder: Path) -> None:
    """Without it a power cut could bring the old name back."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
