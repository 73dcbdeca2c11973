"""Who has a text open at the moment, so that two trainers know of each other before they save."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from leaderacademy.authoring.models import AtDesk
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session, upsert

# The editor says once a minute that it is open; a slow net may swallow one of them.
OPEN_FOR = timedelta(seconds=150)


def note_presence(document: Document, actor: Actor, now: datetime) -> None:
    """Keep that this trainer has the text open; what is old goes."""
    session.execute(delete(AtDesk).where(AtDesk.seen_at < now - OPEN_FOR))
    if actor.id is None:
        return
    key = {"document": document.key, "person_id": actor.id}
    seen = {"name": actor.name[:200], "seen_at": now}
    statement = upsert(AtDesk.__table__).values(**key, **seen)
    session.execute(
        statement.on_conflict_do_update(index_elements=["document", "person_id"], set_=seen)
    )


def others_present(document: Document, actor: Actor, now: datetime) -> list[str]:
    """The names of the others who have it open, the first to come first."""
    return list(
        session.scalars(
            select(AtDesk.name)
            .where(
                AtDesk.document == document.key,
                AtDesk.person_id != (actor.id or 0),
                AtDesk.seen_at >= now - OPEN_FOR,
            )
            .order_by(AtDesk.name)
        )
    )
