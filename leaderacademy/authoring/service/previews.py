"""Links by which people without an account read a draft for a while; and how a page is made."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import delete, select

from leaderacademy.authoring.models import PreviewLink
from leaderacademy.authoring.rules.documents import Document
from leaderacademy.content.course import Course, Lesson
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session

LIFETIME = timedelta(days=7)


class LessonPage(Protocol):
    """Makes the page that a lesson will have."""

    def __call__(
        self,
        course: Course,
        lesson: Lesson,
        wrong: bool = ...,
        absent: Sequence[tuple[str, int, str]] = ...,
        shared: str = ...,
    ) -> str: ...


# The page belongs to learning's views, which only the application may import: it names it here.
lesson_pages: list[LessonPage] = []


def share(document: Document, actor: Actor, now: datetime) -> str:
    """A new token for this document's draft; it is good for a week."""
    session.execute(delete(PreviewLink).where(PreviewLink.expires_at < now))
    token = secrets.token_urlsafe(24)
    session.add(
        PreviewLink(
            token_digest=_digest(token),
            document=document.key,
            author_id=actor.id,
            expires_at=now + LIFETIME,
        )
    )
    return token


def find_shared(token: str, now: datetime) -> PreviewLink | None:
    """The link behind a token, while it is good."""
    return session.scalar(
        select(PreviewLink).where(
            PreviewLink.token_digest == _digest(token), PreviewLink.expires_at > now
        )
    )


def stop_sharing(document: Document) -> None:
    """Make every link to this document useless."""
    session.execute(delete(PreviewLink).where(PreviewLink.document == document.key))


def shared_until(document: Document, now: datetime) -> datetime | None:
    """When the last link to this document ends; None when there is none."""
    return session.scalar(
        select(PreviewLink.expires_at)
        .where(PreviewLink.document == document.key, PreviewLink.expires_at > now)
        .order_by(PreviewLink.expires_at.desc())
        .limit(1)
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
