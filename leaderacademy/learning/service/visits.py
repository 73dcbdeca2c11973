"""Remembering where somebody was, and which version of the lesson was seen."""

from datetime import datetime
from typing import Any

from leaderacademy.content.course import Lesson
from leaderacademy.core.database import Base, once_per_dialect, session, upsert
from leaderacademy.learning.models import LessonState
from leaderacademy.learning.rules.changes import after_visit
from leaderacademy.learning.rules.progress import Visit
from leaderacademy.learning.service.state import visits_of

SEEN = ("seen_at", "seen_digest", "seen_blocks", "shown_digest", "shown_at", "position")
_states = Base.metadata.tables[LessonState.__tablename__]


def record_visit(
    person_id: int, lesson: Lesson, shown: str, position: str | None, now: datetime
) -> None:
    """Remember the visit of a page that showed the lesson with the digest `shown`."""
    before = visits_of(person_id).get(lesson.slug, Visit())
    write_visit(person_id, lesson, before, shown, position, now)


def write_visit(
    person_id: int,
    lesson: Lesson,
    visit: Visit,
    shown: str,
    position: str | None,
    now: datetime,
) -> Visit:
    """The same, when what was remembered before is known; gives back what is remembered now.

    When the lesson changed while the page was open, nobody has seen the new one yet: then only
    the time and the position are taken.
    """
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
    session.connection().execute(_upsert_visit(), values)
    return visit


@once_per_dialect
def _upsert_visit() -> Any:
    insert = upsert(_states)
    new = {name: insert.excluded[name] for name in SEEN}
    return insert.on_conflict_do_update(index_elements=["person_id", "lesson"], set_=new)


def block_digests(lesson: Lesson) -> tuple[str, ...]:
    """What identifies the content of every block, in order."""
    return tuple(block.digest for block in lesson.blocks)
