"""What course mails keep of a person: exported, moved with them, forgotten in time."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import aliased

from leaderacademy.accounts.models import Person
from leaderacademy.core.database import session
from leaderacademy.nudges.models import CourseMail, MailConsent
from leaderacademy.nudges.rules.consent import KEEP_ENDED, KEEP_MAILS, KEEP_WITHOUT_ACCOUNT
from leaderacademy.nudges.service.consent import HOLDS, find_current
from leaderacademy.nudges.service.waiting import drop_waiting


def merge_mails(from_id: int, into_id: int, now: datetime) -> None:
    """When two people turn out to be one: one wish holds, and no mail comes twice.

    The account's own wish goes before; what waits for the other one is not sent.
    """
    drop_waiting(from_id, "ended")
    if find_current(into_id) is not None:
        session.execute(
            update(MailConsent)
            .where(MailConsent.person_id == from_id, *HOLDS)
            .values(ended_at=now, ended_by="merged")
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(MailConsent)
        .where(MailConsent.person_id == from_id)
        .values(person_id=into_id)
        .execution_options(synchronize_session=False)
    )
    other = aliased(CourseMail)
    same = select(other.id).where(
        other.person_id == into_id,
        or_(
            other.day == CourseMail.day,
            and_(other.kind == CourseMail.kind, other.round == CourseMail.round),
        ),
    )
    session.execute(
        update(CourseMail)
        .where(CourseMail.person_id == from_id, ~same.exists())
        .values(person_id=into_id)
        .execution_options(synchronize_session=False)
    )


def before_deletion(person_id: int, _now: datetime) -> None:
    """Letters in the outbox hold an address and own words: they go with their person.

    So do wishes for the same address that no account has taken over.
    """
    drop_waiting(person_id, "ended")
    person = session.get(Person, person_id)
    if person is not None and person.confirmed_at is not None:
        session.execute(
            delete(MailConsent).where(
                MailConsent.person_id.is_(None), MailConsent.email_key == person.email_key
            )
        )


def forget_old(now: datetime) -> None:
    """Drop what nobody answered, proofs that are of no use any more, and old mails."""
    session.execute(
        delete(MailConsent).where(
            or_(
                and_(MailConsent.confirmed_at.is_(None), MailConsent.expires_at <= now),
                MailConsent.ended_at <= now - KEEP_ENDED,
                and_(
                    MailConsent.person_id.is_(None),
                    MailConsent.asked_at <= now - KEEP_WITHOUT_ACCOUNT,
                ),
            )
        )
    )
    session.execute(delete(CourseMail).where(CourseMail.created_at <= now - KEEP_MAILS))


def export_person(person_id: int, email_key: str | None) -> dict[str, Any]:
    """Every wish with its proof and every mail; by address only if it is confirmed."""
    theirs = [MailConsent.person_id == person_id]
    if email_key:
        theirs.append(and_(MailConsent.person_id.is_(None), MailConsent.email_key == email_key))
    wishes = session.scalars(select(MailConsent).where(or_(*theirs)).order_by(MailConsent.id))
    mails = session.scalars(
        select(CourseMail).where(CourseMail.person_id == person_id).order_by(CourseMail.id)
    )
    return {
        "mail_wishes": [_row(one, _WISH, _WISH_MOMENTS) for one in wishes],
        "course_mails_sent": [_row(one, _MAIL, _MAIL_MOMENTS) for one in mails],
    }


_WISH = ("email", "source", "text", "scope", "ended_by")
_WISH_MOMENTS = ("asked_at", "confirmed_at", "paused_until", "ended_at")
_MAIL = ("kind", "round", "state", "reason", "goal")
_MAIL_MOMENTS = ("day", "sent_at", "returned_at", "done_at", "unsubscribed_at")


def _row(one: object, names: tuple[str, ...], moments: tuple[str, ...]) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in names},
        **{name: value.isoformat() if (value := getattr(one, name)) else None for name in moments},
    }
