"""People who want course mails, a morning at which they may leave, and the mails that left."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.models import Person
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
from leaderacademy.learning.models import WHOLE_COURSE, Answer, LessonState
from leaderacademy.nudges.models import CourseMail, MailConsent
from leaderacademy.nudges.rules.quiet import day_of, is_open
from leaderacademy.nudges.service.planning import plan_batch
from tests.accounts.conftest import cheap_hashes

__all__ = ["cheap_hashes"]

# A Tuesday at ten in Berlin.
MORNING = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def outbox(app: Flask, tmp_path: Path) -> Iterator[Callable[[], list[EmailMessage]]]:
    """outbox(): the course mails that have left, in the order of their writing."""
    before = mail._post
    assert before is not None
    mail.configure(replace(before, url=f"folder:{tmp_path / 'mail'}", base_url="https://a.example"))

    def left() -> list[EmailMessage]:
        files = sorted((tmp_path / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        found = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
        return [one for one in found if isinstance(one, EmailMessage) and one["List-Unsubscribe"]]

    yield left
    mail.configure(before)


def new_learner(number: int = 1, days: int = 3, now: datetime = MORNING, **wish: Any) -> int:
    """Somebody with an account who began so many days ago and wants course mails."""
    address = f"lena{number}@example.org"
    person = Person(
        email=address,
        email_key=address,
        name=f"Lena Lotse {number}",
        created_at=now - timedelta(days=days),
        confirmed_at=now - timedelta(days=days),
    )
    session.add(person)
    session.flush()
    session.add(new_wish(person.id, address, now, **wish))
    session.commit()
    return person.id


def new_wish(person_id: int | None, address: str, now: datetime, **wish: Any) -> MailConsent:
    return MailConsent(
        **{
            "person_id": person_id,
            "email": address,
            "email_key": address,
            "source": "account",
            "text": "Ja.",
            "asked_at": now - timedelta(days=3),
            "confirm_digest": f"{person_id} {address} {wish.get('token')}",
            "expires_at": now,
            "confirmed_at": now - timedelta(days=3),
            "token": f"token-{person_id}",
            **wish,
        }
    )


def completed(person_id: int, *lessons: str, at: datetime = MORNING - timedelta(days=2)) -> None:
    for lesson in lessons:
        session.add(
            LessonState(
                person_id=person_id,
                lesson=lesson,
                seen_blocks=[],
                completed_at=at,
                completed_steps=[],
            )
        )
    session.commit()


def finished(person_id: int, at: datetime = MORNING - timedelta(days=1)) -> None:
    completed(person_id, WHOLE_COURSE, at=at)


def wrote(person_id: int, field: str, value: Any, at: datetime = MORNING) -> None:
    session.add(
        Answer(person_id=person_id, field_key=field, value=value, version=1, saved_at=at, others=[])
    )
    session.commit()


def night(now: datetime = MORNING) -> int:
    """The selection at this moment, if that is a working day; gives back how many were planned."""
    planned, after = 0, 0 if is_open(day_of(now)) else None
    while after is not None:
        after, count = plan_batch(after, catalogue.course(day_of(now)), now)
        session.commit()
        planned += count
    session.remove()
    return planned


def work(now: datetime = MORNING, hours: float = 3) -> None:
    """Everything that is due within these hours."""
    for step in range(int(hours * 4) + 1):
        run_due(now + timedelta(minutes=15 * step), limit=1000)
    session.remove()


def mails() -> list[CourseMail]:
    session.remove()
    found = list(session.scalars(select(CourseMail).order_by(CourseMail.id)))
    session.remove()
    return found


def wishes() -> list[MailConsent]:
    session.remove()
    found = list(session.scalars(select(MailConsent).order_by(MailConsent.id)))
    session.remove()
    return found
