"""The Takt-Test: begun and ended by its owner, answered by the team, marked, and logged."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from leaderacademy.accounts.models import Person
from leaderacademy.content.course import Course
from leaderacademy.core.database import Base, session, upsert
from leaderacademy.learning.rules.answers import base_of
from leaderacademy.learning.service.answers import Submitted, save_answers, today_in_germany
from leaderacademy.learning.service.state import learner_state
from leaderacademy.team.models import TaktAnswer, TaktRound
from leaderacademy.team.rules.takt import MOST_ANSWERS, OPEN_FOR, QUESTION, may_show

RESULTS = "tm_takt_results"
_rounds = Base.metadata.tables[TaktRound.__tablename__]
_answers = Base.metadata.tables[TaktAnswer.__tablename__]


class RoundFull(Exception):  # noqa: N818
    """More answers than a team has people; somebody is playing."""


def begin_round(person_id: int, now: datetime) -> None:
    """Open a Takt-Test, unless one is open."""
    end_overdue(person_id, now)
    session.execute(
        upsert(_rounds)
        .values(
            person_id=person_id,
            token=secrets.token_urlsafe(24),
            question=QUESTION,
            created_at=now,
            closes_at=now + OPEN_FOR,
        )
        .on_conflict_do_nothing()
    )


def end_overdue(person_id: int, now: datetime) -> None:
    """Close what its deadline has closed, so that a new one may begin."""
    session.execute(
        update(TaktRound)
        .where(
            TaktRound.person_id == person_id,
            TaktRound.closed_at.is_(None),
            TaktRound.closes_at <= now,
        )
        .values(closed_at=TaktRound.closes_at)
    )


def end_round(person_id: int, now: datetime) -> None:
    """Close the open round; its answers may then be read."""
    session.execute(
        update(TaktRound)
        .where(TaktRound.person_id == person_id, TaktRound.closed_at.is_(None))
        .values(closed_at=now)
    )


def latest_round(person_id: int) -> TaktRound | None:
    """The round somebody began last."""
    return session.scalar(
        select(TaktRound)
        .where(TaktRound.person_id == person_id)
        .order_by(TaktRound.id.desc())
        .limit(1)
    )


def is_closed(one: TaktRound, now: datetime) -> bool:
    """Whether it was ended, by its owner or by its deadline."""
    return one.closed_at is not None or one.closes_at <= now


def find_open_round(token: str, now: datetime) -> TaktRound | None:
    """The round behind a link that still takes answers; a deactivated account's takes none."""
    return session.scalar(
        select(TaktRound)
        .join(Person, Person.id == TaktRound.person_id)
        .where(
            TaktRound.token == token,
            TaktRound.closed_at.is_(None),
            TaktRound.closes_at > now,
            Person.deactivated_at.is_(None),
        )
    )


def add_answer(one: TaktRound, text: str, page_id: str) -> None:
    """Keep an answer without its author; the same page sent twice keeps one.

    Raises RoundFull.
    """
    count = session.scalar(
        select(func.count()).select_from(TaktAnswer).where(TaktAnswer.round_id == one.id)
    )
    if (count or 0) >= MOST_ANSWERS:
        raise RoundFull
    place = hashlib.sha256(f"{one.token}:{page_id}".encode("utf-8", "surrogatepass")).hexdigest()
    session.execute(
        upsert(_answers)
        .values(place=place, round_id=one.id, text=text)
        .on_conflict_do_nothing(index_elements=["place"])
    )


def answers_of(one: TaktRound, now: datetime) -> list[TaktAnswer]:
    """All answers in an order that tells nothing; none while they may not be shown."""
    found = session.scalars(
        select(TaktAnswer).where(TaktAnswer.round_id == one.id).order_by(TaktAnswer.place)
    ).all()
    return list(found) if may_show(len(found), is_closed(one, now)) else []


def mark_hits(one: TaktRound, hits: Collection[str], course: Course, now: datetime) -> bool:
    """Say which answers meet the goal, and write the quote into the Logbuch.

    Marked again, the row that this round wrote is replaced. False when nothing may be marked.
    """
    answers = answers_of(one, now)
    if not answers:
        return False
    for answer in answers:
        answer.hit = answer.place in hits
    day = today_in_germany(one.closed_at or one.closes_at)
    knew = sum(bool(answer.hit) for answer in answers)
    row = {"date": day.isoformat(), "asked": str(len(answers)), "knew": str(knew)}
    _log(one, row, course, now)
    return True


def _log(one: TaktRound, row: dict[str, Any], course: Course, now: datetime) -> None:
    stored = learner_state(one.person_id).answers.get(RESULTS)
    value = stored.value if stored is not None else None
    if value is not None and not isinstance(value, list):
        return  # something unreadable stands there: nothing of it is overwritten
    rows = [dict(kept) for kept in value or () if isinstance(kept, dict)]
    before = one.logged
    for index, kept in enumerate(rows):
        if before and all(str(kept.get(key)) == before[key] for key in before):
            rows[index] = row
            break
    else:
        rows.append(row)
    base = base_of(stored.version, stored.value) if stored is not None else None
    save_answers(one.person_id, course, {RESULTS: Submitted(rows, base)}, now)
    one.logged = row
