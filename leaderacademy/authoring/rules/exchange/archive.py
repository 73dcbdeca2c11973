"""The whole course as one ZIP: written the same way every time, and read with suspicion."""

import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from leaderacademy.authoring.rules.exchange.carried import BadFile
from leaderacademy.content.blocks import LARGEST_FILE
from leaderacademy.content.folder import YAML_FILES

MANIFEST, FORMAT, VERSION, PREFIX = "leaderacademy.json", "leaderacademy-course", 1, "content/"
LARGEST_ZIP, LARGEST_TOTAL = 60_000_000, 120_000_000  # bytes
LARGEST_PICTURE, LARGEST_YAML, LARGEST_MANIFEST = 15_000_000, 2_000_000, 1_000_000
MOST_ENTRIES, _MOST_DIRECTORY = 2_000, 1_000_000
_STEEPEST, _SMALL = 200, 1_000_000  # how much smaller packed than unpacked, above so many bytes
_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
_KNOWN = re.compile(
    r"(?:lessons|pages|mails)/[a-z0-9][a-z0-9_-]{0,80}\.md|"
    r"media/[a-z0-9][a-z0-9._-]{0,90}\.(?:svg|png|jpe?g|webp)"
)
# What Python's reader says of a damaged file, in all its ways.
_DAMAGED: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(NotImplementedError, EOFError, RuntimeError, OSError, ValueError),
)
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Archive:
    """The course's files by their names in the content folder; `skipped` are names of the rest."""

    files: Mapping[str, bytes]
    skipped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether a list of contents came along."""
        return bool(self.manifest)


def is_picture(name: str) -> bool:
    """Everything else is text."""
    return name.endswith(_PICTURES)


def write_archive(files: Mapping[str, bytes], title: str) -> bytes:
    """The same bytes for the same course, with the digest of every file."""
    listed = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for name, data in sorted(files.items())
    }
    manifest = {"format": FORMAT, "version": VERSION, "title": title, "files": listed}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        _add(opened, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        for name, data in sorted(files.items()):
            _add(opened, PREFIX + name, data)
    return made.getvalue()


def _add(opened: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name)  # with the time of 1980: the same course is the same file
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    opened.writestr(info, data)


def read_archive(stream: IO[bytes]) -> Archive:
    """Every file of a course in the ZIP; raises BadFile before anything large is unpacked."""
    _check_end(stream)
    try:
        with zipfile.ZipFile(stream) as opened:
            entries = [info for info in opened.infolist() if not info.is_dir()]
            _check_entries(entries)
            return _read(opened, _placed(entries))
    except _DAMAGED as error:
        raise _broken() from error


def _broken() -> BadFile:
    return BadFile(
        "Die Datei ist keine ZIP-Datei, oder sie ist beschädigt. Holen Sie sie noch einmal, und "
        "laden Sie sie dann hier hoch."
    )


def _check_end(stream: IO[bytes]) -> None:
    """The list of entries stands at the end: how long it is, is asked before it is read."""
    size = stream.seek(0, io.SEEK_END)
    if size > LARGEST_ZIP:
        raise BadFile(f"Die ZIP-Datei ist größer als {LARGEST_ZIP // 1_000_000}\u00a0MB.")
    stream.seek(max(size - 65_557, 0))
    tail = stream.read()
    stream.seek(0)
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 22:
        raise _broken()
    count = int.from_bytes(tail[place + 10 : place + 12], "little")
    length = int.from_bytes(tail[place + 12 : place + 16], "little")
    if count > MOST_ENTRIES or length > _MOST_DIRECTORY or tail[place - 20 :].startswith(_END64):
        raise BadFile(f"In der ZIP-Datei stehen mehr als {MOST_ENTRIES} Einträge.")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise BadFile(f"In der ZIP-Datei stehen mehr als {MOST_ENTRIES} Einträge.")
    seen: dict[str, str] = {}
    for info in entries:
        _check_name(info)
        _check_kind(info)
        other = seen.setdefault(info.filename.casefold(), info.filename)
        if other is not info.filename:
            raise BadFile(
                f"„{_named(info)}“ steht doppelt in der ZIP-Datei, vielleicht nur mit anderer "
                "Groß- und Kleinschreibung. Benennen Sie eine der beiden um."
            )
    total = sum(info.file_size for info in entries)
    if total > LARGEST_TOTAL:
        raise BadFile(
            f"Ausgepackt wäre die ZIP-Datei {total / 1e6:,.0f}\u00a0MB groß, erlaubt sind "
            f"{LARGEST_TOTAL // 1_000_000}\u00a0MB. Es wurde nichts ausgepackt."
        )


def _named(info: zipfile.ZipInfo) -> str:
    return "".join(sign for sign in info.filename if sign.isprintable())[:80]


def _check_name(info: zipfile.ZipInfo) -> None:
    # zipfile cuts a name at a zero and turns some signs; what stands in the file decides.
    name = info.orig_filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name:
        raise BadFile(
            f"„{_named(info)}“ will an einen Ort außerhalb des Kurses geschrieben werden. Diese "
            "ZIP-Datei wird nicht gelesen."
        )


def _check_kind(info: zipfile.ZipInfo) -> None:
    if stat.S_ISLNK(info.external_attr >> 16):
        raise BadFile(f"„{_named(info)}“ ist eine Verknüpfung. Packen Sie die Datei selbst ein.")
    if info.flag_bits & 0x1:
        raise BadFile("Die ZIP-Datei ist mit einem Passwort geschützt. Packen Sie sie ohne.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadFile(f"„{_named(info)}“ ist auf eine Art gepackt, die nicht gelesen wird.")
    if info.file_size > _SMALL and info.file_size > _STEEPEST * max(info.compress_size, 1):
        raise BadFile(
            f"„{_named(info)}“ würde beim Auspacken mehr als {_STEEPEST}-mal so groß. Das ist "
            "keine Datei eines Kurses; es wurde nichts ausgepackt."
        )


def _placed(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The entries by their names in the course: a folder around everything is left out."""
    names = [info.filename for info in entries if not _is_hidden(info.filename)]
    roots = [name[: -len("course.yml")] for name in names if name.endswith("course.yml")]
    lists = [name[: -len(MANIFEST)] + PREFIX for name in names if name.endswith(MANIFEST)]
    root = min(lists or roots or [""], key=len)
    placed = {}
    for info in entries:
        name = info.filename
        is_list = bool(lists) and name == root[: -len(PREFIX)] + MANIFEST
        placed[MANIFEST if is_list else name.removeprefix(root)] = info
    return placed


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~", "__MACOSX")) for part in name.split("/"))


def _read(opened: zipfile.ZipFile, placed: Mapping[str, zipfile.ZipInfo]) -> Archive:
    manifest: dict[str, Any] = {}
    files, skipped = {}, []
    for name, info in sorted(placed.items()):
        if name == MANIFEST:
            manifest = _manifest(_bytes(opened, info, LARGEST_MANIFEST))
        elif name in YAML_FILES or _KNOWN.fullmatch(name):
            files[name] = _bytes(opened, info, _most(name))
        else:
            skipped.append(_named(info))
    if not files:
        raise BadFile("In der ZIP-Datei steht keine Datei eines Kurses, etwa lessons/010-….md.")
    listed = manifest.get("files", {})
    changed = [
        name
        for name, entry in listed.items()
        if name in files and entry != hashlib.sha256(files[name]).hexdigest()
    ]
    missing = tuple(name for name in listed if name not in files)
    told = {**manifest, "changed": changed} if manifest else {}
    return Archive(files, tuple(skipped), missing, told)


def _most(name: str) -> int:
    if is_picture(name):
        return LARGEST_PICTURE
    return LARGEST_YAML if name.endswith(".yml") else LARGEST_FILE


def _bytes(opened: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """At most so many bytes, whatever the entry says of itself."""
    if info.file_size > most:
        raise _too_large(info, most)
    with opened.open(info) as entry:
        data = entry.read(most + 1)
    if len(data) > most:
        raise _too_large(info, most)
    return data


def _too_large(info: zipfile.ZipInfo, most: int) -> BadFile:
    return BadFile(f"„{_named(info)}“ ist größer als {most // 1000:,}\u00a0KB.".replace(",", "."))


def _manifest(data: bytes) -> dict[str, Any]:
    """What the list of contents says; the digests by name under `files`."""
    try:
        read = json.loads(data)
        form, version = read["format"], read["version"]
        files = {str(name): str(entry["sha256"]) for name, entry in read["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadFile(f"Das Inhaltsverzeichnis {MANIFEST} der ZIP-Datei ist beschädigt.") from None
    if form != FORMAT or not isinstance(version, int):
        raise BadFile("Die ZIP-Datei ist kein Kurs der Leader Academy.")
    if version > VERSION:
        raise BadFile(
            f"Die ZIP-Datei ist in Fassung {version} geschrieben, gelesen wird bis {VERSION}. "
            "Erneuern Sie zuerst dieses Programm."
        )
    return {"title": str(read.get("title", ""))[:200], "files": files}
