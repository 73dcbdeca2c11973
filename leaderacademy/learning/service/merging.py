"""Joining what was done on a device without account with what the account already holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, delete, func, select, update

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer, Attempt, LessonState, ReviewLink
from leaderacademy.learning.rules.answers import same, with_other
from leaderacademy.learning.service.completion import mark_completed
from leaderacademy.learning.service.statistics import counted_anew

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def merge_learner(from_id: int, into_id: int, now: datetime) -> None:
    """Move everything from one person to another; nothing is lost on either side."""
    session.flush()
    with counted_anew(from_id, into_id):
        _merge_attempts(from_id, into_id)
    _merge_answers(from_id, into_id)
    _merge_visits(from_id, into_id)
    session.execute(
        update(ReviewLink).where(ReviewLink.person_id == from_id).values(person_id=into_id)
    )
    session.flush()
    mark_completed(into_id, catalogue.course(), now)


def _merge_attempts(from_id: int, into_id: int) -> None:
    taken = select(Attempt.client_id).where(Attempt.person_id == into_id)
    # The same client id on both sides cannot come from our pages; such an attempt is kept too.
    session.execute(
        update(Attempt)
        .where(Attempt.person_id == from_id, Attempt.client_id.in_(taken))
        .values(client_id=func.substr(Attempt.client_id, 1, 40) + "-" + cast(Attempt.id, String))
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Attempt)
        .where(Attempt.person_id == from_id)
        .values(person_id=into_id)
        .execution_options(synchronize_session=False)
    )


def _merge_answers(from_id: int, into_id: int) -> None:
    rows = session.scalars(
        select(Answer)
        .where(Answer.person_id.in_([from_id, into_id]))
        .order_by(Answer.person_id, Answer.field_key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    ours = {row.field_key: row for row in rows if row.person_id == into_id}
    for row in rows:
        if row.person_id != from_id:
            continue
        if row.field_key not in ours:
            session.add(_copy(row, into_id))
        else:
            _join(ours[row.field_key], row)
    session.flush()
    for row in rows:
        if row.person_id == from_id:
            session.expunge(row)
    session.execute(delete(Answer).where(Answer.person_id == from_id))


def _copy(row: Answer, person_id: int) -> Answer:
    return Answer(
        person_id=person_id,
        field_key=row.field_key,
        value=row.value,
        version=row.version,
        saved_at=row.saved_at,
        others=row.others,
    )


@dataclass
class _Version:
    value: Any
    saved_at: datetime


def _join(ours: Answer, theirs: Answer) -> None:
    """The newer value wins, the other one waits for a decision; an empty one never wins."""
    others = [*ours.others, *theirs.others]
    mine, yours = _Version(ours.value, ours.saved_at), _Version(theirs.value, theirs.saved_at)
    winner, loser = (yours, mine) if yours.saved_at > mine.saved_at else (mine, yours)
    if winner.value in _EMPTY:
        winner, loser = loser, winner
    if not same(winner.value, loser.value) and loser.value not in _EMPTY:
        others, _entry = with_other(others, loser.value, loser.saved_at, "device")
    # Forms opened before the merge must not overwrite unseen, whichever side they came from.
    ours.version = max(ours.version, theirs.version) + 1
    ours.value, ours.saved_at, ours.others = winner.value, winner.saved_at, others


def _merge_visits(from_id: int, into_id: int) -> None:
    rows = session.scalars(
        select(LessonState)
        .where(LessonState.person_id.in_([from_id, into_id]))
        .order_by(LessonState.person_id, LessonState.lesson)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    ours = {row.lesson: row for row in rows if row.person_id == into_id}
    for row in rows:
        if row.person_id != from_id:
            continue
        target = ours.get(row.lesson)
        if target is None:
            target = LessonState(
                person_id=into_id, lesson=row.lesson, seen_blocks=[], completed_steps=[]
            )
            session.add(target)
        _join_visit(target, row)
    session.flush()
    for row in rows:
        if row.person_id == from_id:
            session.expunge(row)
    session.execute(delete(LessonState).where(LessonState.person_id == from_id))


def _join_visit(ours: LessonState, theirs: LessonState) -> None:
    """The earlier beginning and completion, and the later position."""
    begun = [moment for moment in (ours.started_at, theirs.started_at) if moment]
    ours.started_at = min(begun, default=None)
    if theirs.completed_at and (not ours.completed_at or theirs.completed_at < ours.completed_at):
        ours.completed_at, ours.completed_steps = theirs.completed_at, theirs.completed_steps
    if theirs.seen_at and (not ours.seen_at or theirs.seen_at > ours.seen_at):
        for name in (
            "seen_at",
            "seen_digest",
            "seen_blocks",
            "shown_digest",
            "shown_at",
            "position",
        ):
            setattr(ours, name, getattr(theirs, name))
