"""What authoring keeps of a person: their name on drafts and versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from leaderacademy.authoring.models import AtDesk, Draft, LessonVersion, PreviewLink
from leaderacademy.core.database import session

_GONE = "gelöschtes Konto"


def export_person(person_id: int) -> dict[str, Any]:
    """The drafts this person saved last and the versions they published."""
    drafts = session.scalars(select(Draft).where(Draft.author_id == person_id))
    versions = session.scalars(
        select(LessonVersion).where(LessonVersion.author_id == person_id).order_by(LessonVersion.id)
    )
    there = session.scalars(select(AtDesk).where(AtDesk.person_id == person_id))
    return {
        "open": [{"document": one.document, "seen_at": one.seen_at.isoformat()} for one in there],
        "drafts": [
            {"document": draft.document, "saved_at": draft.saved_at.isoformat()} for draft in drafts
        ],
        "versions": [
            {
                "document": version.document,
                "kind": version.kind,
                "at": version.at.isoformat(),
                "note": version.note,
            }
            for version in versions
        ],
    }


def forget_author(person_id: int, _now: datetime) -> None:
    """Before a person is deleted: the texts stay, the name does not."""
    for table in (Draft, LessonVersion):
        session.execute(
            update(table)
            .where(table.author_id == person_id)
            .values(author_id=None, author=_GONE)
            .execution_options(synchronize_session=False)
        )


def move_author(from_id: int, into_id: int, _now: datetime) -> None:
    """When two people turn out to be one."""
    session.execute(delete(AtDesk).where(AtDesk.person_id == from_id))
    for table in (Draft, LessonVersion, PreviewLink):
        session.execute(
            update(table)
            .where(table.author_id == from_id)
            .values(author_id=into_id)
            .execution_options(synchronize_session=False)
        )
