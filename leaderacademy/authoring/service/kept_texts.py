"""Keeps every text once, and forgets those that nothing needs any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select

from leaderacademy.authoring.models import Draft, KeptText, LessonVersion
from leaderacademy.authoring.rules.texts import digest_of
from leaderacademy.core.database import session, upsert

# How long a window may stay open and still be merged with what happened meanwhile.
STEPS_KEPT = timedelta(days=3)


def keep_text(text: str, now: datetime) -> str:
    """Keep the text and give back its digest."""
    digest = digest_of(text)
    statement = upsert(KeptText.__table__).values(digest=digest, text=text, kept_at=now)
    session.execute(
        statement.on_conflict_do_update(index_elements=["digest"], set_={"kept_at": now})
    )
    return digest


def find_kept(digest: str | None) -> str | None:
    """The text with this digest, if it is still known."""
    if not digest:
        return None
    return session.scalar(select(KeptText.text).where(KeptText.digest == digest[:64]))


def forget_steps(now: datetime) -> None:
    """Drop texts between two savings, once nobody can have them open any more."""
    used = (Draft.digest, Draft.base, LessonVersion.digest)
    session.execute(
        delete(KeptText).where(
            KeptText.kept_at < now - STEPS_KEPT,
            *(~exists().where(column == KeptText.digest) for column in used),
        )
    )
