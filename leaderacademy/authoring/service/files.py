"""Writes the course's files: whole or not at all, and on the disk before anybody hears of it."""

import errno
import os
import secrets
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
    file = _folder() / name
    new = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        new.replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CannotWrite(error) from error


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
