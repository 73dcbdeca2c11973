"""Mails that are planned or lie in the outbox: taken back when nobody wants them any more."""

from sqlalchemy import select, update

from leaderacademy.core.database import session
from leaderacademy.core.jobs import cancel
from leaderacademy.nudges.models import CourseMail
from leaderacademy.nudges.rules.kinds import PLANNED, SKIPPED, WRITTEN

WRITE, LETTER = "course-mail", "course-mail-letter"


def drop_waiting(person_id: int, reason: str) -> None:
    """Skip what waits for this person; its letters, which hold the address, are gone at once."""
    waiting = session.scalars(
        select(CourseMail.id).where(
            CourseMail.person_id == person_id, CourseMail.state.in_((PLANNED, WRITTEN))
        )
    ).all()
    for mail_id in waiting:
        cancel(WRITE, f"{WRITE}:{mail_id}:")
        cancel(LETTER, f"{LETTER}:{mail_id}:")
        skip(mail_id, reason)


def skip(mail_id: int, reason: str) -> None:
    """This mail is not sent, and the studio says why."""
    session.execute(
        update(CourseMail)
        .where(CourseMail.id == mail_id, CourseMail.state.in_((PLANNED, WRITTEN)))
        .values(state=SKIPPED, reason=reason)
        .execution_options(synchronize_session=False)
    )
