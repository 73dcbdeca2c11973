"""Saves what trainers write, and brings together what two of them wrote at the same time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from leaderacademy.authoring.models import Draft
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.merging import Region, has_conflict, joined, merge
from leaderacademy.authoring.rules.texts import cleaned, digest_of, measured
from leaderacademy.authoring.service.documents import file_text
from leaderacademy.authoring.service.kept_texts import find_kept, keep_text
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session, upsert

_TRIES = 5


class Conflict(Exception):  # noqa: N818 - named for what happened
    """Two people changed the same lines: nothing was saved, a person has to decide."""

    def __init__(self, regions: list[Region], theirs: str, mine: str, base: str, by: str) -> None:
        super().__init__(by)
        self.regions = regions
        self.theirs, self.mine, self.base = theirs, mine, base
        self.by = by


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the trainer's desk: the text to go on with, and the file as it is now."""

    document: Document
    text: str
    file: str | None
    draft: Draft | None

    @property
    def digest(self) -> str:
        """Names the text, so that saving knows what it began with."""
        return digest_of(self.text)

    @property
    def changed_on_disk(self) -> bool:
        """The file is not any more what the draft began with."""
        if self.draft is None or self.file == self.text:
            return False
        return self.draft.base != (None if self.file is None else digest_of(self.file))


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands in the database now; `merged_with` names whoever wrote meanwhile."""

    text: str
    digest: str
    merged_with: str = ""
    planned: datetime | None = None  # when the text was to go online, before it was changed


def open_desk(document: Document) -> Desk:
    """The draft, or the file where there is none."""
    draft = session.get(Draft, document.key, populate_existing=True)
    file = file_text(document)
    text = find_kept(draft.digest) if draft is not None else None
    return Desk(document, (file or "") if text is None else text, file, draft)


def save_draft(
    document: Document, text: str, began_with: str, actor: Actor, now: datetime
) -> Saved:
    """Save what somebody wrote, beginning with the text whose digest is `began_with`.

    Raises TooLong, and Conflict where somebody else changed the same lines meanwhile.
    """
    mine = measured(cleaned(text))
    for _ in range(_TRIES):
        saved = _save_once(document, mine, began_with, actor, now)
        if saved is not None:
            return saved
    raise RuntimeError("others keep saving the same document")


def _save_once(
    document: Document, mine: str, began_with: str, actor: Actor, now: datetime
) -> Saved | None:
    """One try; None when somebody saved between reading and writing."""
    desk = open_desk(document)
    text, merged_with = mine, ""
    if desk.digest not in (began_with, digest_of(mine)):
        text = _merged(desk, mine, began_with)
        merged_with = _writer(desk)
    if text == desk.text:
        return Saved(text, desk.digest, merged_with if text != mine else "")
    planned = desk.draft.publish_at if desk.draft is not None else None
    if not _write(desk, text, actor, now):
        return None
    return Saved(text, digest_of(text), merged_with, planned)


def _merged(desk: Desk, mine: str, began_with: str) -> str:
    """Both changes in one text; raises Conflict."""
    base = find_kept(began_with)
    if base is None and desk.file is not None and digest_of(desk.file) == began_with:
        base = desk.file
    if base is None and desk.draft is not None:
        base = find_kept(desk.draft.base)
    regions = merge(base or "", desk.text, mine)
    if has_conflict(regions):
        raise Conflict(regions, desk.text, mine, base or "", _writer(desk))
    return joined(regions)


def _writer(desk: Desk) -> str:
    return desk.draft.author if desk.draft is not None else "der Datei auf dem Server"


def _write(desk: Desk, text: str, actor: Actor, now: datetime) -> bool:
    """Write the draft if nobody else has since it was read; False when somebody has."""
    if desk.draft is not None and text == desk.file:
        return _remove(desk.draft)
    digest = keep_text(text, now)
    written = {
        "digest": digest,
        "author_id": actor.id,
        "author": actor.name,
        "saved_at": now,
        # Only what somebody has looked at goes online by itself.
        "publish_at": None,
    }
    if desk.draft is None:
        base = keep_text(desk.file, now) if desk.file is not None else None
        values = {"document": desk.document.key, "name": desk.document.name, "base": base}
        statement = upsert(Draft.__table__).values(**values, **written, number=1)
        statement = statement.on_conflict_do_nothing().returning(Draft.number)
        return session.scalar(statement) is not None
    statement = (
        update(Draft)
        .where(Draft.document == desk.document.key, Draft.number == desk.draft.number)
        .values(**written, number=Draft.number + 1)
        .returning(Draft.number)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(statement) is not None


def _remove(draft: Draft) -> bool:
    """Drop a draft that says what the file says, unless somebody has just saved into it."""
    statement = (
        delete(Draft)
        .where(Draft.document == draft.document, Draft.number == draft.number)
        .returning(Draft.document)
        .execution_options(synchronize_session=False)
    )
    gone = session.scalar(statement) is not None
    session.expire_all()
    return gone


def take_in_file(document: Document, decided: str | None, actor: Actor, now: datetime) -> Saved:
    """Bring the draft and a file that was changed on the server together.

    `decided` is the text after somebody chose between both; without it Conflict may be raised.
    """
    desk = open_desk(document)
    if desk.draft is None or not desk.changed_on_disk:
        return Saved(desk.text, desk.digest)
    text = decided
    if text is None and desk.file is None:
        text = desk.text  # the file was deleted: what was written becomes a new one
    if text is None:
        base = find_kept(desk.draft.base) or ""
        regions = merge(base, desk.file or "", desk.text)
        if has_conflict(regions):
            raise Conflict(regions, desk.file or "", desk.text, base, "der Datei auf dem Server")
        text = joined(regions)
    text = measured(cleaned(text))
    file = desk.file
    base_digest = keep_text(file, now) if file is not None else None
    values = {"digest": keep_text(text, now), "base": base_digest, "saved_at": now}
    statement = (
        update(Draft)
        .where(Draft.document == document.key, Draft.number == desk.draft.number)
        .values(**values, author_id=actor.id, author=actor.name, number=Draft.number + 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(statement)
    session.expire_all()
    return Saved(text, digest_of(text), "der Datei auf dem Server")


def discard_draft(document: Document) -> None:
    """Go back to what is published; the text stays known for a few days."""
    session.execute(delete(Draft).where(Draft.document == document.key))
    session.expire_all()


def drafts() -> dict[str, Draft]:
    """Every draft by the key of its document."""
    return {draft.document: draft for draft in session.scalars(select(Draft))}
