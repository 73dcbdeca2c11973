"""Takes over the changes of a ZIP: as drafts, or published in one moment; whole or not at all."""

from collections.abc import Sequence
from datetime import datetime

from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.history import DELETED, PUBLISHED
from leaderacademy.authoring.rules.texts import digest_of
from leaderacademy.authoring.service.archive import CHANGED, NEW, REMOVED, Change, would_be_problems
from leaderacademy.authoring.service.documents import file_text
from leaderacademy.authoring.service.drafts import Conflict, discard_draft, open_desk, save_draft
from leaderacademy.authoring.service.files import write_files
from leaderacademy.authoring.service.history import add_version, note_found
from leaderacademy.authoring.service.kept_texts import forget_steps
from leaderacademy.authoring.service.publishing import ChangedMeanwhile, HasProblems
from leaderacademy.core.audit import Actor, note_action


class Conflicts(Exception):  # noqa: N818 - named for what happened
    """Somebody's open draft changes the same lines; nothing was saved."""

    def __init__(self, places: Sequence[tuple[Document, str]]) -> None:
        super().__init__(str(len(places)))
        self.places = places


def as_drafts(changes: Sequence[Change], actor: Actor, now: datetime) -> list[Document]:
    """Save every changed text as a draft, brought together with drafts that lie there already.

    New pictures are taken in at once: nobody sees them before a text shows them. Raises Conflicts
    and CannotWrite; the caller undoes what was done. Pictures that exist, and removals, are for
    publishing only.
    """
    saved, conflicts = [], []
    for change in changes:
        document = change.document
        if document is None or change.text is None or not change.can_be_draft:
            continue
        file = file_text(document)
        try:
            save_draft(document, change.text, digest_of(file or ""), actor, now)
        except Conflict as conflict:
            conflicts.append((document, conflict.by))
        else:
            saved.append(document)
    if conflicts:
        raise Conflicts(conflicts)
    pictures = {c.name: c.data for c in changes if c.is_picture and c.can_be_draft}
    said = f"{len(saved)} Texte aus einer ZIP-Datei als Entwurf übernommen"
    note_action("course-imported", "text:kurs", said, actor, now)
    if pictures:
        write_files(pictures)
    return saved


def published(changes: Sequence[Change], note: str, actor: Actor, now: datetime) -> list[str]:
    """Write every change in one step and keep a version of each; gives back the names of files.

    Raises HasProblems, ChangedMeanwhile and CannotWrite; then all is as it was. Open drafts stay:
    their writers see that the file was changed and bring both together.
    """
    problems = would_be_problems(changes)
    if problems:
        raise HasProblems(problems)
    files: dict[str, bytes | None] = {}
    for change in changes:
        document = change.document
        if document is not None:
            _keep(change, document, note, actor, now)
        if change.old_name:
            files[change.old_name] = None
        files[change.name] = change.content
    note_action("course-imported", "text:kurs", f"{len(changes)} Dateien ersetzt", actor, now)
    forget_steps(now)
    # Last, so that whatever fails before leaves the files as they were.
    write_files(files)
    return list(files)


def _keep(change: Change, document: Document, note: str, actor: Actor, now: datetime) -> None:
    file = file_text(document)
    if (file is None) != (change.status == NEW):
        raise ChangedMeanwhile
    note_found(document, file, now)
    if change.status == REMOVED:
        add_version(document, file or "", DELETED, actor, now, note)
        return
    named = Document(document.area, document.slug, change.name)
    add_version(named, change.text or "", PUBLISHED, actor, now, note)
    desk = open_desk(document)
    if desk.draft is not None and desk.text == change.text and change.status == CHANGED:
        discard_draft(document)
