"""Throws drafts away and brings former versions back, and loses neither."""

from datetime import datetime

from leaderacademy.authoring.models import LessonVersion
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.rules.history import DRAFT
from leaderacademy.authoring.service.drafts import Desk, Saved, discard_draft, open_desk, save_draft
from leaderacademy.authoring.service.history import add_version, text_of
from leaderacademy.core.audit import Actor


def keep_draft(desk: Desk, actor: Actor, now: datetime) -> None:
    """Before a draft is thrown away: it stays readable in the history."""
    if desk.draft is not None:
        add_version(desk.document, desk.text, DRAFT, actor, now)


def discard(document: Document, actor: Actor, now: datetime) -> None:
    """Go back to what is published."""
    keep_draft(open_desk(document), actor, now)
    discard_draft(document)


def restore(document: Document, version: LessonVersion, actor: Actor, now: datetime) -> Saved:
    """The text of this version is the draft now; publishing it is another step."""
    desk = open_desk(document)
    keep_draft(desk, actor, now)
    if desk.draft is not None and desk.changed_on_disk:
        # The version replaces both, so it begins with the file as it is now.
        discard_draft(document)
        desk = open_desk(document)
    return save_draft(document, text_of(version), desk.digest, actor, now)
