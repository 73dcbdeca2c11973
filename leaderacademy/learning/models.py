"""What is kept of a learner's work: attempts, questions as they were asked, answers, visits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from leaderacademy.core.database import Base, UtcDateTime

# The whole course is kept as one more row beside the lessons, so that a page needs no
# further query to know that somebody has finished.
WHOLE_COURSE = ""


class QuestionVersion(Base):
    """A question as it was asked, kept once per digest, so that old answers stay readable."""

    __tablename__ = "question_version"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(120), index=True)
    lesson: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Attempt(Base):
    """One answer to one question; written once and never changed."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("person_id", "client_id"),
        Index(None, "person_id", "question_id", "id"),
        CheckConstraint("confidence IN ('sure', 'unsure')", name="confidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    lesson: Mapped[str] = mapped_column(String(120))
    question_id: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(ForeignKey("question_version.digest"))
    answer: Mapped[Any] = mapped_column(JSON)
    right: Mapped[bool]
    confidence: Mapped[str | None] = mapped_column(String(10))
    client_id: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Answer(Base):
    """The value of one Logbuch field; `others` lost a conflict and wait for a decision."""

    __tablename__ = "answer"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    field_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    others: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class LessonState(Base):
    """Where somebody stands in a lesson, what was seen there, and when it was complete.

    `seen_*` is the lesson as it was at the last finished visit; `shown_*` the version that the
    visit going on began with, so that marks of change stay visible until it is over.
    """

    __tablename__ = "lesson_state"
    __table_args__ = (Index(None, "lesson", "completed_at"),)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    lesson: Mapped[str] = mapped_column(String(120), primary_key=True)
    seen_digest: Mapped[str | None] = mapped_column(String(64))
    seen_blocks: Mapped[list[str]] = mapped_column(JSON, default=list)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown_digest: Mapped[str | None] = mapped_column(String(64))
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    position: Mapped[str | None] = mapped_column(String(160))
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AttemptIsFinal(Exception):  # noqa: N818
    """Somebody tried to change or delete an attempt."""


@event.listens_for(Attempt, "before_update")
@event.listens_for(Attempt, "before_delete")
def _refuse(_mapper: Mapper[Attempt], _connection: Connection, attempt: Attempt) -> None:
    # Only the deletion of the person (by the database) and a merge (a Core statement) may
    # touch what somebody once answered.
    raise AttemptIsFinal(f"attempt {attempt.id} is final")


class ReviewLink(Base):
    """A link from a mail with which three questions are answered without signing in."""

    __tablename__ = "review_link"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    questions: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StatisticsState(Base):
    """How far the attempts are counted; one row.

    Attempts up to `counted_to` are in the sums. While a round goes on, those up to `counting_to`
    are in as well for everybody up to `person_done`. `flawed` are the options that counted for
    nobody when the sums were made; when they change, everything is counted anew.
    """

    __tablename__ = "statistics_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    counted_to: Mapped[int] = mapped_column(default=0)
    counting_to: Mapped[int | None]
    person_done: Mapped[int] = mapped_column(default=0)
    flawed: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    anew: Mapped[bool] = mapped_column(default=False)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    swept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    swept_rows: Mapped[int] = mapped_column(default=0)


class QuestionTally(Base):
    """Sums over all people whose first attempt at a question was at this version of it.

    `answered` people, of whose first tries `counted` count (no flawed option) and `right` are
    right; `sure`, `sure_wrong` among them; how many tries it took until right. `pair_*` are the
    sums from which the correlation with the rest of the person's answers follows.
    """

    __tablename__ = "question_tally"

    question_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    answered: Mapped[int] = mapped_column(default=0)
    counted: Mapped[int] = mapped_column(default=0)
    right: Mapped[int] = mapped_column(default=0)
    sure: Mapped[int] = mapped_column(default=0)
    sure_wrong: Mapped[int] = mapped_column(default=0)
    after_1: Mapped[int] = mapped_column(default=0)
    after_2: Mapped[int] = mapped_column(default=0)
    after_3: Mapped[int] = mapped_column(default=0)
    after_more: Mapped[int] = mapped_column(default=0)
    never: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(BigInteger, default=0)
    pair_n: Mapped[int] = mapped_column(BigInteger, default=0)
    pair_x: Mapped[int] = mapped_column(BigInteger, default=0)
    pair_r: Mapped[int] = mapped_column(BigInteger, default=0)
    pair_rr: Mapped[int] = mapped_column(BigInteger, default=0)
    pair_xr: Mapped[int] = mapped_column(BigInteger, default=0)


class AnswerTally(Base):
    """How often one answer to one version of a question was given: at all; as the first one of
    somebody at this question; as the latest one."""

    __tablename__ = "answer_tally"

    question_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    answer: Mapped[Any] = mapped_column(JSON)
    right: Mapped[bool]
    counts: Mapped[bool]
    firsts: Mapped[int] = mapped_column(default=0)
    lasts: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(BigInteger, default=0)


class QuestionDay(Base):
    """First attempts at one version of a question on one day in Germany."""

    __tablename__ = "question_day"

    question_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    answered: Mapped[int] = mapped_column(default=0)
    counted: Mapped[int] = mapped_column(default=0)
    right: Mapped[int] = mapped_column(default=0)


class DayTally(Base):
    """Plain numbers per day: `visit` to the front page, `first-answer`, `finish` of the course."""

    __tablename__ = "day_tally"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class LessonTally(Base):
    """People by where they stand in a lesson: `finished`, `underway`, `stopped` at a place, and
    the `minutes` that a lesson took those who finished it in one go (place: whole minutes)."""

    __tablename__ = "lesson_tally"

    lesson: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    place: Mapped[str] = mapped_column(String(160), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
