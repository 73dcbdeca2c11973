"""Recording answers to questions: graded as they were shown, kept once, never changed."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Answer, ChoiceQuestion, Course, Lesson, Question, Verdict
from leaderacademy.content.parser import parse_question
from leaderacademy.core.database import Base, once_per_dialect, session, upsert
from leaderacademy.learning.models import Attempt, QuestionVersion
from leaderacademy.learning.rules.answers import canonical
from leaderacademy.learning.service.visits import record_visit

CONFIDENCES = ("sure", "unsure")
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_attempts = Base.metadata.tables[Attempt.__tablename__]
_versions = Base.metadata.tables[QuestionVersion.__tablename__]


# Digests of questions that are in the database for good; a few hundred at most.
_known_versions: set[str] = set()


class QuestionChanged(Exception):  # noqa: N818
    """The version that was answered is unknown here; the page has to ask again."""


@dataclass(frozen=True, slots=True)
class Graded:
    """An answer that can be kept: the question as it was shown, and what grading says."""

    question: Question
    answer: Answer
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ShownAs:
    """What the page that sent an answer knew: the lesson's digest, its own id for the click, and
    the last attempt it showed."""

    digest: str
    client_id: str
    after: str


def prepare(course: Course, question: Question, answer: Answer) -> Graded:
    """Grade an answer before anything is kept; raises BadAnswer."""
    return Graded(question, answer, grade(course, question, answer))


def answer_question(
    connection: Connection,
    person_id: int,
    lesson: Lesson,
    graded: Graded,
    shown: ShownAs,
    now: datetime,
    confidence: str | None = None,
) -> None:
    """Keep the attempt and the visit."""
    question_id = graded.question.id
    client_id = usable_client_id(
        shown.client_id, person_id, question_id, graded.answer, shown.after
    )
    record_attempt(person_id, graded, client_id, now, confidence, connection)
    position = f"frage-{question_id}"
    record_visit(connection, person_id, lesson, shown.digest, position, now)


def record_attempt(
    person_id: int,
    graded: Graded,
    client_id: str,
    now: datetime,
    confidence: str | None = None,
    connection: Connection | None = None,
) -> int:
    """Keep the attempt and give back its id; the same client id again, also at the same instant,
    gives the one that exists. In the session's transaction, unless another one is named."""
    connection = connection or session.connection()
    _keep_version(connection, graded.question, now)
    values = {
        "person_id": person_id,
        "lesson": graded.question.lesson,
        "question_id": graded.question.id,
        "digest": graded.question.digest,
        "answer": graded.answer,
        "right": graded.verdict.right,
        "confidence": confidence if confidence in CONFIDENCES else None,
        "client_id": client_id,
        "created_at": now,
    }
    try:
        inserted = connection.execute(_insert_attempt(), values)
    except IntegrityError:
        _known_versions.clear()  # perhaps the database was put back to an earlier day
        raise
    number: int | None = inserted.scalar_one_or_none()
    return _kept(connection, person_id, client_id) if number is None else number


@once_per_dialect
def _insert_attempt() -> Any:
    insert = upsert(_attempts).on_conflict_do_nothing(index_elements=["person_id", "client_id"])
    return insert.returning(_attempts.c.id)


def _kept(connection: Connection, person_id: int, client_id: str) -> int:
    columns = _attempts.c
    mine = (columns.person_id == person_id, columns.client_id == client_id)
    return int(connection.execute(select(columns.id).where(*mine)).scalar_one())


def usable_client_id(
    offered: str, person_id: int, question_id: str, answer: Any, after: str
) -> str:
    """The id the page made for this answer, or one that is the same for the same click.

    Without JavaScript a page has no id of its own (it may be cached and shared). `after` is the
    last attempt it showed: the same answer given twice on the same page is one attempt, given
    again after the verdict it is a new one.
    """
    if _CLIENT_ID.fullmatch(offered):
        return offered
    parts = canonical([person_id, question_id, after, answer])
    return "page-" + hashlib.sha256(parts.encode()).hexdigest()[:40]


def question_as_shown(course: Course, question_id: str, digest: str) -> Question:
    """The question in the version with this digest; raises QuestionChanged."""
    current = course.find_question(question_id)
    if current is not None and current.digest == digest:
        return current
    remembered = catalogue.question(question_id, digest)
    if remembered is not None:
        return remembered
    found = questions_as_asked([digest]).get(digest)
    if found is None or found.id != question_id:
        raise QuestionChanged(question_id)
    return found


def questions_as_asked(digests: Iterable[str]) -> dict[str, Question]:
    """Questions by digest as they were asked, from what is kept; unknown ones are left out."""
    wanted = set(digests)
    if not wanted:
        return {}
    versions = session.scalars(select(QuestionVersion).where(QuestionVersion.digest.in_(wanted)))
    read = {version.digest: _read(version) for version in versions}
    return {digest: question for digest, question in read.items() if question is not None}


def forget_versions() -> None:
    """Look again which questions are kept: this process works with another database now."""
    _known_versions.clear()


def _read(version: QuestionVersion) -> Question | None:
    try:
        return parse_question(version.source, version.lesson, version.question_id)
    except ValueError:
        return None  # written in a form of the notation that is no longer known


def grade(course: Course, question: Question, answer: Answer) -> Verdict:
    """The verdict of this version; options found flawed since then count for nobody."""
    if isinstance(question, ChoiceQuestion):
        return question.grade(answer, flawed=flawed_in(course, question.id))
    return question.grade(answer)


def flawed_in(course: Course, question_id: str) -> frozenset[str]:
    """The options of a question that count for nobody by today's version of it."""
    current = course.find_question(question_id)
    return current.flawed_keys if isinstance(current, ChoiceQuestion) else frozenset()


def attempts_at(person_id: int, question_id: str) -> list[Attempt]:
    """Everything somebody answered to one question, latest first."""
    return list(
        session.scalars(
            select(Attempt)
            .where(Attempt.person_id == person_id, Attempt.question_id == question_id)
            .order_by(Attempt.id.desc())
        )
    )


def _keep_version(connection: Connection, question: Question, now: datetime) -> None:
    if question.digest in _known_versions:
        return
    values = {
        "digest": question.digest,
        "question_id": question.id,
        "lesson": question.lesson,
        "source": question.source,
        "first_seen_at": now,
    }
    kept = connection.execute(_insert_version(), values)
    if kept.scalar_one_or_none() is None:
        # Somebody's commit put it there, so it stays: versions are never deleted.
        _known_versions.add(question.digest)


@once_per_dialect
def _insert_version() -> Any:
    insert = upsert(_versions).on_conflict_do_nothing(index_elements=["digest"])
    return insert.returning(_versions.c.digest)
