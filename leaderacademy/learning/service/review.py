"""What one learner is asked again, and the links with which a mail asks it."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select, update

from leaderacademy.accounts.models import Person
from leaderacademy.content.course import BadAnswer, Course, Question
from leaderacademy.core.database import session
from leaderacademy.learning.models import Attempt, ReviewLink
from leaderacademy.learning.rules.review import Asked, pick
from leaderacademy.learning.service.attempts import flawed_in, grade, questions_as_asked

LINK_HOLDS = timedelta(days=14)


def asked_questions(person_id: int, course: Course) -> list[Asked]:
    """Every question of today's course that somebody answered; one indexed query."""
    span = (
        select(
            func.max(Attempt.id).label("last"),
            func.min(Attempt.created_at).label("first_at"),
        )
        .where(Attempt.person_id == person_id)
        .group_by(Attempt.question_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Attempt.question_id,
            span.c.first_at,
            Attempt.created_at,
            Attempt.right,
            Attempt.confidence,
            Attempt.digest,
            Attempt.answer,
        ).join(span, Attempt.id == span.c.last)
    ).all()
    righted = _righted(course, rows)
    return [
        Asked(
            row.question_id,
            row.first_at,
            row.created_at,
            row.right or row.question_id in righted,
            row.confidence == "sure",
        )
        for row in rows
        if course.find_question(row.question_id) is not None
    ]


def _righted(course: Course, rows: Sequence[Row[Any]]) -> set[str]:
    """Questions whose last answer was wrong only by an option that turned out flawed since.

    Hardly any question has such an option, so hardly ever anything is read or graded here.
    """
    doubtful = [row for row in rows if not row.right and flawed_in(course, row.question_id)]
    asked = questions_as_asked({row.digest for row in doubtful})
    return {
        row.question_id
        for row in doubtful
        if row.digest in asked and _is_right(course, asked[row.digest], row.answer)
    }


def _is_right(course: Course, question: Question, answer: Any) -> bool:
    try:
        return grade(course, question, answer).right
    except BadAnswer:
        return False


def create_review_link(person_id: int, course: Course, now: datetime) -> str:
    """The token of a link that asks what is due now; empty when nothing is."""
    due = pick(asked_questions(person_id, course), now)
    if not due:
        return ""
    token = secrets.token_urlsafe(32)
    session.add(
        ReviewLink(
            token_digest=_digest(token),
            person_id=person_id,
            questions=[asked.question_id for asked in due],
            created_at=now,
            expires_at=now + LINK_HOLDS,
        )
    )
    session.flush()
    return token


def find_review_link(token: str, now: datetime) -> ReviewLink | None:
    """The link, used or not; None when it has expired, nobody made it, or its person is gone or
    deactivated."""
    return session.scalar(
        select(ReviewLink)
        .join(Person, Person.id == ReviewLink.person_id)
        .where(
            ReviewLink.token_digest == _digest(token),
            ReviewLink.expires_at > now,
            Person.deactivated_at.is_(None),
        )
    )


def answered_by(link: ReviewLink) -> dict[str, Attempt]:
    """The one attempt at each question that came through this link."""
    ids = {client_id(link, question): question for question in link.questions}
    rows = session.scalars(
        select(Attempt).where(Attempt.person_id == link.person_id, Attempt.client_id.in_(list(ids)))
    )
    return {ids[row.client_id]: row for row in rows}


def client_id(link: ReviewLink, question_id: str) -> str:
    """The same for every answer through this link: the second one keeps nothing."""
    mixed = hashlib.sha256(f"{link.token_digest}:{question_id}".encode()).hexdigest()
    return f"review-{mixed[:40]}"


def use_up(link: ReviewLink, now: datetime) -> None:
    """Close the link once every question still in the course has its answer."""
    session.execute(
        update(ReviewLink)
        .where(ReviewLink.token_digest == link.token_digest, ReviewLink.used_at.is_(None))
        .values(used_at=now)
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
