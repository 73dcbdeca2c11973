"""From a planned row to a mail that has left: once, by day, and only while it is wanted."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from leaderacademy.accounts.models import Person
from leaderacademy.content.course import Course
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Payload, enqueue
from leaderacademy.nudges.models import CourseMail, MailConsent
from leaderacademy.nudges.rules.consent import REVIEW
from leaderacademy.nudges.rules.kinds import PLANNED, SENT, WRITTEN
from leaderacademy.nudges.rules.quiet import day_of, may_send, next_time, spread
from leaderacademy.nudges.service.consent import find_current
from leaderacademy.nudges.service.letters import find_step, letter
from leaderacademy.nudges.service.planning import all_sources
from leaderacademy.nudges.service.waiting import LETTER, WRITE, skip


def write_mail(mail_id: int, course: Course, now: datetime) -> None:
    """Write a planned mail into the outbox, in one transaction; a second run finds it written."""
    row = session.get(CourseMail, mail_id, populate_existing=True)
    if row is None or not _is_in(row, PLANNED):
        return
    if not may_send(now):
        _postpone(row, WRITE, {"mail_id": mail_id}, now)
        return
    person, wish = (
        session.get(Person, row.person_id, populate_existing=True),
        find_current(row.person_id),
    )
    reason = _why_not(row.kind, person, wish, now)
    if reason or person is None or wish is None or row.kind not in course.mails:
        skip(mail_id, reason or "done")
        return
    if not _claim(mail_id, PLANNED, WRITTEN):
        return
    step = find_step(row, course, now)
    if step is None:
        skip(mail_id, "done")
        return
    session.execute(update(CourseMail).where(CourseMail.id == mail_id).values(goal=step.goal))
    payload = {"mail_id": mail_id, "letter": letter(row, step, person, wish, course)}
    enqueue(LETTER, payload, now, key=f"{LETTER}:{mail_id}:{day_of(now)}")


def _is_in(row: CourseMail, state: str) -> bool:
    return row.state == state


def _claim(mail_id: int, state: str, next_state: str, **more: Any) -> bool:
    """Only one of several workers changes the row; the others find it changed."""
    changed = session.execute(
        update(CourseMail)
        .where(CourseMail.id == mail_id, CourseMail.state == state)
        .values(state=next_state, **more)
        .execution_options(synchronize_session=False)
        .returning(CourseMail.id)
    ).scalar_one_or_none()
    return changed is not None


def ready_letter(payload: Payload, now: datetime) -> Payload | None:
    """The letter, if it may leave at this moment; otherwise it waits, or is given up with a reason.

    Asked right before it is handed over, so that „off“ means off at once.
    """
    row = session.get(CourseMail, payload["mail_id"], populate_existing=True)
    if row is None or not _is_in(row, WRITTEN):
        return None
    wish = find_current(row.person_id)
    person = session.get(Person, row.person_id, populate_existing=True)
    reason = _why_not(row.kind, person, wish, now)
    if reason:
        skip(row.id, reason)
        return None
    if not may_send(now):
        _postpone(row, LETTER, payload, now)
        return None
    found: Payload = payload["letter"]
    return found


def note_sent(mail_id: int, now: datetime) -> None:
    """It has left; from here on nobody sends it again."""
    _claim(mail_id, WRITTEN, SENT, sent_at=now)


def _why_not(
    kind: str, person: Person | None, wish: MailConsent | None, now: datetime
) -> str | None:
    if person is None or wish is None:
        return "ended"
    if person.deletion_due_at is not None:
        return "leaving"
    if person.deactivated_at is not None:
        return "ended"
    if person.confirmed_at is None or person.email_key != wish.email_key:
        return "address"
    if wish.paused_until is not None and wish.paused_until > now:
        return "paused"
    if wish.scope == REVIEW and kind not in {s.kind for s in all_sources() if s.in_review}:
        return "only-review"
    return None


def _postpone(row: CourseMail, kind: str, payload: Payload, now: datetime) -> None:
    """To the next hour at which mails may leave; if that day has its mail already, not at all."""
    run_at = spread(next_time(now), row.person_id)
    try:
        with session.begin_nested():
            row.day, row.run_at = day_of(run_at), run_at
            session.flush()
    except IntegrityError:
        session.refresh(row)
        skip(row.id, "clash")
        return
    enqueue(kind, payload, now, run_at=run_at, key=f"{kind}:{row.id}:{day_of(run_at)}")
