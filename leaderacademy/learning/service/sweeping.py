"""Where people stand in every lesson, counted by the database in one go, now and then.

A place in a lesson changes with every visit, so nothing could be added up on the way; instead the
whole is counted again and takes the place of what was counted before.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, case, cast, delete, extract, func, insert, literal, select

from leaderacademy.core.database import session
from leaderacademy.learning.models import WHOLE_COURSE, DayTally, LessonState, LessonTally
from leaderacademy.learning.service.statistics import locked_state

BERLIN = ZoneInfo("Europe/Berlin")
# Who was away for so long has stopped; who came back later counts as underway again.
AWAY = timedelta(days=3)
# Who took longer did something else in between.
ONE_GO = 180  # minutes
SWEEP_EVERY = timedelta(minutes=10)
# Up to so many rows the page itself may count; otherwise only the job does.
FEW_ROWS = 20_000


def sweep(now: datetime) -> None:
    """Count again; call it in a transaction that may write."""
    state = locked_state()
    places, minutes = _places(now), _minutes()
    session.execute(delete(LessonTally))
    rows = [
        {"lesson": lesson, "kind": kind, "place": place, "count": count}
        for lesson, kind, place, count in [*places, *minutes]
    ]
    if rows:
        session.execute(insert(LessonTally), rows)
    session.execute(delete(DayTally).where(DayTally.kind == "finish"))
    days = _finished()
    if days:
        session.execute(
            insert(DayTally),
            [{"kind": "finish", "day": day, "count": count} for day, count in days.items()],
        )
    state.swept_at = now
    state.swept_rows = sum(row["count"] for row in rows)
    session.flush()


def sweep_if_due(now: datetime, few: bool = False) -> None:
    """Count again when the last time is long ago; with `few` only if that is quickly done."""
    state = locked_state()
    due = state.swept_at is None or not timedelta(0) <= now - state.swept_at < SWEEP_EVERY
    if due and (not few or state.swept_rows <= FEW_ROWS):
        sweep(now)


def _places(now: datetime) -> list[Any]:
    stopped = LessonState.seen_at < now - AWAY
    kind = case(
        (LessonState.completed_at.is_not(None), literal("finished")),
        (stopped, literal("stopped")),
        else_=literal("underway"),
    )
    place = case(
        (LessonState.completed_at.is_not(None), literal("")),
        (stopped, func.coalesce(LessonState.position, "")),
        else_=literal(""),
    )
    query = (
        select(LessonState.lesson, kind.label("kind"), place.label("place"), func.count())
        .where(LessonState.lesson != WHOLE_COURSE)
        .group_by(LessonState.lesson, "kind", "place")
    )
    return list(session.execute(query))


def _minutes() -> list[Any]:
    if session.get_bind().dialect.name == "sqlite":
        days = func.julianday(LessonState.completed_at) - func.julianday(LessonState.started_at)
        taken = cast(days * 1440, Integer)
    else:
        seconds = extract("epoch", LessonState.completed_at - LessonState.started_at)
        taken = cast(func.floor(seconds / 60), Integer)
    query = (
        select(LessonState.lesson, taken.label("minutes"), func.count())
        .where(
            LessonState.lesson != WHOLE_COURSE,
            LessonState.completed_at > LessonState.started_at,
            taken.between(0, ONE_GO),
        )
        .group_by(LessonState.lesson, "minutes")
    )
    return [
        (lesson, "minutes", str(minutes), count)
        for lesson, minutes, count in session.execute(query)
    ]


def _finished() -> Counter[Any]:
    moments = session.scalars(
        select(LessonState.completed_at).where(
            LessonState.lesson == WHOLE_COURSE, LessonState.completed_at.is_not(None)
        )
    )
    return Counter(moment.astimezone(BERLIN).date() for moment in moments if moment)
