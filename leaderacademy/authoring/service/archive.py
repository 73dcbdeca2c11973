"""The whole course in and out: what a ZIP would change, and taking it over whole or not at all."""

import base64
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leaderacademy.authoring.rules.differences import Row, compare
from leaderacademy.authoring.rules.documents import (
    Document,
    lesson_documents,
    text_document,
)
from leaderacademy.authoring.rules.exchange.archive import Archive, is_picture, write_archive
from leaderacademy.authoring.rules.numbering import stem_of
from leaderacademy.authoring.rules.texts import cleaned
from leaderacademy.authoring.service.documents import file_text
from leaderacademy.authoring.service.drafts import drafts
from leaderacademy.authoring.service.incoming import picture_trouble
from leaderacademy.authoring.service.kept_texts import find_kept, keep_text
from leaderacademy.content.catalogue import Catalogue, catalogue
from leaderacademy.content.course import Problem
from leaderacademy.content.folder import YAML_FILES, signature

EQUAL, NEW, CHANGED, REMOVED, REFUSED = "equal", "new", "changed", "removed", "refused"


class TooOld(Exception):  # noqa: N818 - named for what happened
    """What was shown is not kept any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of one file. `old_name` is its name now, where the ZIP has another."""

    name: str
    status: str
    text: str | None = None
    data: bytes | None = None
    old_name: str = ""
    reason: str = ""

    @property
    def document(self) -> Document | None:
        """The document of a text; pictures are none."""
        if is_picture(self.name):
            return None
        return document_of(self.old_name or self.name)

    @property
    def is_picture(self) -> bool:
        """Pictures are taken over as they are, texts can be compared."""
        return is_picture(self.name)

    @property
    def can_be_draft(self) -> bool:
        """Lessons and texts that are there have drafts; a new picture is seen by nobody yet."""
        if self.is_picture:
            return self.status == NEW
        is_there = self.name.startswith("lessons/") or self.status == CHANGED
        return is_there and self.text is not None

    @property
    def content(self) -> bytes | None:
        """What would stand in the file; None when it goes."""
        return self.data if self.text is None else self.text.encode()


@dataclass(frozen=True, slots=True)
class Shown:
    """A change as the page shows it: with its differences, and with whose draft lies there."""

    change: Change
    rows: Sequence[Row] = ()
    draft_by: str = ""


def document_of(name: str) -> Document:
    """The document of a file name, whether the file is there or not."""
    if not name.startswith("lessons/"):
        return text_document(name)
    names = sorted({*catalogue.texts(), name})
    return next(one for one in lesson_documents(names) if one.name == name)


def course_files() -> dict[str, bytes]:
    """Every file of the course by its name, as it stands in the folder."""
    folder = catalogue.folder
    if folder is None:
        return {}
    return {name: (folder / name).read_bytes() for name in signature(folder)}


def course_archive() -> bytes:
    """The whole course as a ZIP."""
    return write_archive(course_files(), catalogue.course().title)


def changes_by(archive: Archive, exact: bool) -> list[Change]:
    """What the ZIP would change; with `exact` what it does not have goes."""
    now = course_files()
    stems = {stem_of(name): name for name in now if name.startswith("lessons/")}
    found, kept = [], set[str]()
    for name, data in sorted(archive.files.items()):
        old = stems.get(stem_of(name), name) if name.startswith("lessons/") else name
        kept.add(old)
        found.append(_change(name, data, old, now.get(old)))
    if exact:
        gone = sorted(set(now) - kept - set(YAML_FILES))
        found += [Change(name, REMOVED) for name in gone]
    return found


def _change(name: str, data: bytes, old: str, before: bytes | None) -> Change:
    moved = old if old != name and before is not None else ""
    if is_picture(name):
        trouble = picture_trouble(name, data) if data != before else ""
        if trouble:
            return Change(name, REFUSED, reason=trouble)
        status = NEW if before is None else (EQUAL if data == before else CHANGED)
        return Change(name, status, data=data)
    try:
        text = cleaned(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        reason = "Die Datei ist kein Text in UTF-8. Speichern Sie sie mit dieser Kodierung."
        return Change(name, REFUSED, reason=reason)
    if before is None:
        return Change(name, NEW, text)
    same = text == cleaned(before.decode("utf-8-sig", errors="replace")) and not moved
    return Change(name, EQUAL if same else CHANGED, text, old_name=moved)


def shown(changes: Iterable[Change]) -> list[Shown]:
    """The changes with their differences."""
    waiting = drafts()
    made = []
    for change in changes:
        document = change.document
        if change.status in (EQUAL, REFUSED) or document is None:
            made.append(Shown(change))
            continue
        old = file_text(document) or ""
        rows = compare(old, change.text or "") if change.status != NEW else ()
        draft = waiting.get(document.key)
        made.append(Shown(change, rows, draft.author if draft is not None else ""))
    return made


def would_be_problems(changes: Iterable[Change]) -> tuple[Problem, ...]:
    """What the checker would say of the course with these changes, and does not say today."""
    before = {(problem.path, problem.text) for problem in catalogue.problems()}
    files = course_files()
    touched = set[str]()
    for change in changes:
        files.pop(change.old_name or change.name, None)
        if change.content is not None:
            files[change.name] = change.content
        touched.add(f"content/{change.name}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "content"
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        found = Catalogue(folder).problems()
    return tuple(
        problem
        for problem in found
        if problem.is_error
        and (problem.path in touched or (problem.path, problem.text) not in before)
    )


def keep_parcel(changes: Iterable[Change], now: datetime) -> str:
    """Keep what was shown for a few days, so that exactly this is taken over; names the parcel."""
    listed = {}
    for change in changes:
        if change.status in (EQUAL, REFUSED):
            continue
        text = change.text
        if change.data is not None:
            text = base64.b64encode(change.data).decode()
        digest = keep_text(text, now) if text is not None else ""
        listed[change.name] = [change.status, digest, change.old_name]
    return keep_text(json.dumps(listed, sort_keys=True), now)


def open_parcel(digest: str, names: Sequence[str]) -> list[Change]:
    """The changes of a parcel that were ticked; raises TooOld."""
    listed = _listed(digest)
    return [_unpacked(name, *listed[name]) for name in dict.fromkeys(names) if name in listed]


def names_in(digest: str) -> list[str]:
    """The names of all changes of a parcel; raises TooOld."""
    return list(_listed(digest))


def _listed(digest: str) -> Mapping[str, list[str]]:
    try:
        read = json.loads(find_kept(digest) or "")
        return {str(name): [str(part) for part in entry] for name, entry in read.items()}
    except (ValueError, AttributeError, TypeError):
        raise TooOld from None


def _unpacked(name: str, status: str, digest: str, old_name: str) -> Change:
    if status == REMOVED:
        return Change(name, status)
    kept = find_kept(digest)
    if kept is None:
        raise TooOld
    if is_picture(name):
        return Change(name, status, data=base64.b64decode(kept), old_name=old_name)
    return Change(name, status, kept, old_name=old_name)
