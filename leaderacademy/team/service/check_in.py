"""The check-in after 14 days: whose is due, the link that asks, and what was said."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, or_, select, true, update

from leaderacademy.accounts.models import Person
from leaderacademy.content.course import Course
from leaderacademy.content.fields.typed import typed
from leaderacademy.core.database import session
from leaderacademy.learning.models import Answer
from leaderacademy.learning.rules.answers import base_of, read_base
from leaderacademy.learning.service.answers import Submitted, save_answers, today_in_germany
from leaderacademy.learning.service.state import StoredAnswer, learner_state
from leaderacademy.team.models import CheckIn, CheckInLink
from leaderacademy.team.rules.check_in import (
    LINK_HOLDS,
    MOST_UNANSWERED,
    ROUND,
    SETTLED,
    Decisions,
    OpenStep,
    Summary,
    open_steps,
    settle,
    summary_of,
)

STEPS = "steps"
_BATCH = 500


class StepsChanged(Exception):  # noqa: N818 - named for what happened
    """The steps are not any more what the page showed."""


@dataclass(frozen=True, slots=True)
class DueCheckIn:
    """Somebody whose round is over, with a confirmed address and steps that are open."""

    person_id: int
    email: str
    name: str
    open: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check-in asks now; `base` tells whether the steps are still these."""

    steps: tuple[OpenStep, ...]
    settled: int  # rows that were settled before
    base: str
    last: Summary | None


def due_check_ins(
    now: datetime, limit: int, after_id: int = 0, until_id: int | None = None
) -> list[DueCheckIn]:
    """At most `limit` people after `after_id` up to `until_id`, by id; fewer: there are no more.

    Due is who has open steps, made no check-in for 14 days (or saved the steps that long ago),
    was not asked within 14 days, and has not left three mails unanswered. Whether somebody
    wants mail is for the sender to ask.
    """
    found: list[DueCheckIn] = []
    while len(found) < limit:
        rows = session.execute(_candidates(now, after_id, until_id)).all()
        for row in rows:
            after_id = row.id
            due = _due(row, now)
            if due is not None and len(found) < limit:
                found.append(due)
        if len(rows) < _BATCH:
            break
    return found


def _candidates(now: datetime, after_id: int, until_id: int | None) -> Any:
    last = select(func.max(CheckIn.made_at)).where(CheckIn.person_id == Person.id).scalar_subquery()
    mine = CheckInLink.person_id == Person.id
    unanswered = (
        select(func.count())
        .select_from(CheckInLink)
        .where(mine, or_(last.is_(None), CheckInLink.created_at > last))
        .scalar_subquery()
    )
    return (
        select(Person.id, Person.email, Person.name, Answer.value)
        .join(Answer, (Answer.person_id == Person.id) & (Answer.field_key == STEPS))
        .where(
            Person.id > after_id,
            Person.id <= until_id if until_id is not None else true(),
            Person.confirmed_at.is_not(None),
            Person.deletion_due_at.is_(None),
            Person.deactivated_at.is_(None),
            or_(last <= now - ROUND, last.is_(None) & (Answer.saved_at <= now - ROUND)),
            ~exists().where(mine, CheckInLink.created_at > now - ROUND),
            unanswered < MOST_UNANSWERED,
        )
        .order_by(Person.id)
        .limit(_BATCH)
    )


def _due(row: Row[Any], now: datetime) -> DueCheckIn | None:
    steps = open_steps(row.value, {}, today_in_germany(now))
    return DueCheckIn(row.id, row.email, row.name, len(steps)) if steps else None


def create_check_in_link(person_id: int, now: datetime) -> str:
    """The token of a link for one check-in; it is stored nowhere."""
    token = secrets.token_urlsafe(32)
    session.add(
        CheckInLink(
            token_digest=_digest(token),
            person_id=person_id,
            created_at=now,
            expires_at=now + LINK_HOLDS,
        )
    )
    session.flush()
    return token


def find_check_in_link(token: str) -> tuple[CheckInLink, bool] | None:
    """The link, used or expired or not, and whether its person's account is deactivated; None when
    nobody made it, or its person is gone."""
    found = session.execute(
        select(CheckInLink, Person.deactivated_at)
        .join(Person, Person.id == CheckInLink.person_id)
        .where(CheckInLink.token_digest == _digest(token))
    ).first()
    return None if found is None else (found[0], found[1] is not None)


def use_up(link: CheckInLink, now: datetime) -> bool:
    """Spend the link; False when it has expired or somebody was faster."""
    spent = session.execute(
        update(CheckInLink)
        .where(
            CheckInLink.token_digest == link.token_digest,
            CheckInLink.used_at.is_(None),
            CheckInLink.expires_at > now,
        )
        .values(used_at=now)
        .execution_options(synchronize_session=False)
        .returning(CheckInLink.token_digest)
    )
    return spent.first() is not None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def asked_of(person_id: int, now: datetime) -> Asked:
    """What there is to say something about."""
    last = _last(person_id)
    stored = learner_state(person_id).answers.get(STEPS)
    rows = stored.value if stored is not None else None
    today = today_in_germany(now)
    settled = [row for row in rows or () if isinstance(row, dict) and row.get("status") in SETTLED]
    return Asked(open_steps(rows, _left(last), today), len(settled), _base(stored), _summary(last))


def last_summary(person_id: int) -> Summary | None:
    """What the latest check-in came to."""
    return _summary(_last(person_id))


def _last(person_id: int) -> CheckIn | None:
    return session.scalar(
        select(CheckIn)
        .where(CheckIn.person_id == person_id)
        .order_by(CheckIn.made_at.desc(), CheckIn.id.desc())
        .limit(1)
    )


def _left(last: CheckIn | None) -> Mapping[str, int]:
    return last.outcome.get("left", {}) if last is not None else {}


def _summary(last: CheckIn | None) -> Summary | None:
    return summary_of(last.outcome, today_in_germany(last.made_at)) if last is not None else None


def _base(stored: StoredAnswer | None) -> str:
    return str(base_of(stored.version, stored.value)) if stored is not None else ""


def record_check_in(
    person_id: int, decisions: Decisions, base: str, course: Course, now: datetime
) -> Summary:
    """Write what was said into the steps of the Logbuch, and keep it. Raises StepsChanged."""
    stored = learner_state(person_id).answers.get(STEPS)
    field = course.find_field(STEPS)
    if stored is None or field is None or base != _base(stored):
        raise StepsChanged
    today = today_in_germany(now)
    settled = settle(stored.value, decisions, _left(_last(person_id)), today)
    submitted = {STEPS: Submitted(typed(field, settled.rows), read_base(base))}
    if save_answers(person_id, course, submitted, now).conflicts:
        raise StepsChanged  # another request was faster; whoever calls throws this one away
    session.add(CheckIn(person_id=person_id, made_at=now, outcome=settled.outcome))
    session.flush()
    return summary_of(settled.outcome, today)
