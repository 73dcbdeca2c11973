"""Remembering where somebody was, and which version of the lesson was seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from leaderacademy.content.course import Lesson
from leaderacademy.core.database import Base, once_per_dialect, upsert
from leaderacademy.learning.models import LessonState
from leaderacademy.learning.rules.changes import after_visit
from leaderacademy.learning.rules.progress import Visit

SEEN = ("seen_at", "seen_digest", "seen_blocks", "shown_digest", "shown_at", "position")
_states = Base.metadata.tables[LessonState.__tablename__]
_HERE = (_states.c.person_id == bindparam("person"), _states.c.lesson == bindparam("slug"))
_ONE_VISIT = select(_states).where(*_HERE)
_SEEN_AS_IT_IS = (
    update(_states)
    .where(*_HERE, _states.c.seen_digest == bindparam("digest"))
    .values(
        seen_at=bindparam("now"),
        shown_digest=bindparam("digest"),
        shown_at=bindparam("now"),
        position=func.coalesce(bindparam("here"), _states.c.position),
    )
)


def record_visit(
    connection: Connection,
    person_id: int,
    lesson: Lesson,
    shown: str,
    position: str | None,
    now: datetime,
) -> None:
    """Remember the visit of a page that showed the lesson with the digest `shown`.

    When the lesson changed while the page was open, nobody has seen the new one yet: then only
    the time and the position are taken.
    """
    if shown == lesson.digest and _seen_as_it_is(connection, person_id, lesson, position, now):
        return
    visit = _visit_of(connection, person_id, lesson.slug)
    if shown == lesson.digest:
        visit = after_visit(visit, lesson.digest, block_digests(lesson), position, now)
    else:
        visit = after_visit(visit, visit.seen_digest or "", visit.seen_blocks, position, now)
    seen = {
        "seen_at": visit.seen_at,
        "seen_digest": visit.seen_digest or None,
        "seen_blocks": list(visit.seen_blocks),
        "shown_digest": visit.shown_digest or None,
        "shown_at": visit.shown_at,
        "position": visit.position,
    }
    values = {"person_id": person_id, "lesson": lesson.slug, "completed_steps": [], **seen}
    values["started_at"] = now  # only where the row is new
    connection.execute(_upsert_visit(), values)


def _seen_as_it_is(
    connection: Connection, person_id: int, lesson: Lesson, position: str | None, now: datetime
) -> bool:
    """The same for a lesson that has not changed since it was seen, as nearly always: nothing has
    to be read for it, and of `after_visit` only the time and the position are left."""
    values = {
        "person": person_id,
        "slug": lesson.slug,
        "digest": lesson.digest,
        "now": now,
        "here": position,
    }
    return connection.execute(_SEEN_AS_IT_IS, values).rowcount == 1


def _visit_of(connection: Connection, person_id: int, slug: str) -> Visit:
    row = connection.execute(_ONE_VISIT, {"person": person_id, "slug": slug}).first()
    if row is None:
        return Visit()
    return Visit(
        seen_at=row.seen_at,
        seen_digest=row.seen_digest,
        seen_blocks=tuple(row.seen_blocks),
        shown_digest=row.shown_digest,
        shown_at=row.shown_at,
        position=row.position,
        completed_at=row.completed_at,
        completed_steps=tuple(row.completed_steps),
    )


@once_per_dialect
def _upsert_visit() -> Any:
    insert = upsert(_states)
    new = {name: insert.excluded[name] for name in SEEN}
    return insert.on_conflict_do_update(index_elements=["person_id", "lesson"], set_=new)


def block_digests(lesson: Lesson) -> tuple[str, ...]:
    """What identifies the content of every block, in order."""
    return tuple(block.digest for block in lesson.blocks)
