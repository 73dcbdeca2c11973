"""Every published version of a document, the latest first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from leaderacademy.authoring.models import LessonVersion
from leaderacademy.authoring.rules.documents import LESSONS, Document
from leaderacademy.authoring.rules.history import DELETED, DRAFT, FOUND
from leaderacademy.authoring.rules.texts import digest_of
from leaderacademy.authoring.service.kept_texts import find_kept, keep_text
from leaderacademy.core.audit import SYSTEM, Actor
from leaderacademy.core.database import session


def versions_of(key: str) -> Sequence[LessonVersion]:
    """The versions in the order in which they were published, whatever the clock said."""
    return session.scalars(
        select(LessonVersion).where(LessonVersion.document == key).order_by(LessonVersion.id.desc())
    ).all()


def find_version(key: str, number: int) -> LessonVersion | None:
    """The version with this number, if it is one of this document."""
    version = session.get(LessonVersion, number) if 0 < number < 2**31 else None
    return version if version is not None and version.document == key else None


def text_of(version: LessonVersion) -> str:
    """What it said."""
    return find_kept(version.digest) or ""


def text_before(version: LessonVersion) -> str:
    """What the version before it said; empty for the first."""
    digest = session.scalar(
        select(LessonVersion.digest)
        .where(
            LessonVersion.document == version.document,
            LessonVersion.id < version.id,
            LessonVersion.kind != DRAFT,
        )
        .order_by(LessonVersion.id.desc())
        .limit(1)
    )
    return find_kept(digest) or ""


def add_version(
    document: Document, text: str, kind: str, actor: Actor, now: datetime, note: str = ""
) -> LessonVersion:
    """Keep a version in the current transaction."""
    version = LessonVersion(
        document=document.key,
        name=document.name,
        digest=keep_text(text, now),
        kind=kind,
        author_id=actor.id,
        author=actor.name,
        at=now,
        note=note.strip()[:500],
    )
    session.add(version)
    session.flush()
    return version


def note_found(document: Document, file: str | None, now: datetime) -> None:
    """Keep what stands in the file, if somebody changed it without the studio."""
    if file is None:
        return
    latest = session.scalar(
        select(LessonVersion.digest)
        .where(LessonVersion.document == document.key, LessonVersion.kind != DRAFT)
        .order_by(LessonVersion.id.desc())
        .limit(1)
    )
    if latest is None or find_kept(latest) != file:
        add_version(document, file, FOUND, SYSTEM, now)


def was_published(key: str, text: str) -> bool:
    """Whether an earlier version said exactly this; the latest one does not count."""
    digests = [version.digest for version in versions_of(key) if version.kind != DRAFT]
    return digest_of(text) in digests[1:]


def latest_digests() -> dict[str, str]:
    """The digest of the last version of every document."""
    rows = session.execute(
        select(LessonVersion.document, LessonVersion.digest).where(
            LessonVersion.id.in_(_latest(LessonVersion.kind != DRAFT))
        )
    )
    return {row.document: row.digest for row in rows}


def deleted_lessons(known: set[str]) -> list[LessonVersion]:
    """The last version of every lesson that was deleted; `known` are those that are there."""
    rows = session.scalars(
        select(LessonVersion)
        .where(
            LessonVersion.id.in_(_latest(LessonVersion.document.startswith(f"{LESSONS}/"))),
            LessonVersion.kind == DELETED,
        )
        .order_by(LessonVersion.id)
    )
    return [version for version in rows if version.document not in known]


def _latest(which: ColumnElement[bool]) -> Select[int]:
    """The number of the last version of each document."""
    newest = func.max(LessonVersion.id)
    return select(newest).where(which).group_by(LessonVersion.document)
