"""The link to the team page: made, found, renewed and taken back."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select, update

from leaderacademy.accounts.models import Person
from leaderacademy.content.course import Course
from leaderacademy.core.database import Base, session, upsert
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.learning.service.state import LearnerState, learner_state
from leaderacademy.team.models import TeamLink
from leaderacademy.team.rules.shared import (
    FIELDS,
    UNTIL,
    SharedPage,
    chosen_of,
    ends_on,
    shared_page,
)
from leaderacademy.team.service.check_in import last_summary

_links = Base.metadata.tables[TeamLink.__tablename__]
State = Literal["unknown", "revoked", "closed", "expired", "open"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link leads to; the page is there only while it is open."""

    state: State
    page: SharedPage | None = None
    saved_at: datetime | None = None
    until: date | None = None


def own_link(person_id: int) -> TeamLink | None:
    """The link that is valid now."""
    return session.scalar(
        select(TeamLink).where(TeamLink.person_id == person_id, TeamLink.revoked_at.is_(None))
    )


def ensure_link(person_id: int, now: datetime) -> None:
    """Make a link unless there is one; two clicks at once make one."""
    session.execute(
        upsert(_links)
        .values(person_id=person_id, token=secrets.token_urlsafe(24), created_at=now)
        .on_conflict_do_nothing()
    )


def revoke_link(person_id: int, now: datetime) -> None:
    """From now on the link shows nothing."""
    session.execute(
        update(TeamLink)
        .where(TeamLink.person_id == person_id, TeamLink.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def renew_link(person_id: int, now: datetime) -> None:
    """A new link; whoever has the old one sees nothing any more."""
    revoke_link(person_id, now)
    ensure_link(person_id, now)


def open_link(token: str, course: Course, now: datetime) -> Shared:
    """What this link shows now."""
    found = session.execute(
        select(TeamLink, Person.deactivated_at)
        .join(Person, Person.id == TeamLink.person_id)
        .where(TeamLink.token == token)
    ).first()
    if found is None:
        return Shared("unknown")
    link, deactivated_at = found
    if link.revoked_at is not None:
        return Shared("revoked")
    if deactivated_at is not None:
        return Shared("closed")
    state = learner_state(link.person_id)
    until = last_day(state)
    if until is None or today_in_germany(now) > until:
        return Shared("expired", until=until)
    return preview(state, course)


def last_day(state: LearnerState) -> date | None:
    """Until when a link of this person is open."""
    stored = state.answers.get(UNTIL)
    return ends_on(stored.value, today_in_germany(stored.saved_at)) if stored else None


def preview(state: LearnerState, course: Course) -> Shared:
    """The page as the team would see it."""
    shown = chosen_of(state.values, course.logbook)
    page = shared_page(state.values, shown, last_summary(state.person_id))
    looked_at = (state.answers[key].saved_at for key in page.keys if key in state.answers)
    return Shared("open", page, max(looked_at, default=None), last_day(state))


def is_private(key: str) -> bool:
    """Whether a field only says what the team sees."""
    return key in (FIELDS, UNTIL)
