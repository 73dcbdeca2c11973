"""Who is due for which mail, set by set, and what that mail names as the next step."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Interval,
    Select,
    Text,
    and_,
    any_,
    cast,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from leaderacademy.accounts.models import Person
from leaderacademy.booking.models import Booking
from leaderacademy.content.course import Course
from leaderacademy.core.database import session
from leaderacademy.learning.models import WHOLE_COURSE, Answer, Attempt, LessonState
from leaderacademy.learning.rules.review import AFTER
from leaderacademy.nudges.models import CourseMail
from leaderacademy.nudges.rules import kinds
from leaderacademy.nudges.rules.quiet import day_of

# (people, course, now) -> the people due with the number of the round.
Due = Callable[[Sequence[int], Course, datetime], Iterable[tuple[int, int]]]
# A condition on CourseMail: the step it named was done after it was sent.
Done = Callable[[], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of mail: its text is content/mails/<kind>.md.

    `due` is asked with a few thousand people at a time and answers in set-based queries;
    `in_review` says that it also goes to who wants only reviews.
    """

    kind: str
    label: str
    when: str
    due: Due
    done: Done | None = None
    in_review: bool = False


def shifted(moment: ColumnElement[Any], span: timedelta) -> ColumnElement[Any]:
    """A column's moment and a fixed span, computed by the database."""
    if session.get_bind().dialect.name == "sqlite":
        seconds = f"+{int(span.total_seconds())} seconds"
        return func.strftime("%Y-%m-%d %H:%M:%f000", moment, seconds)
    return moment + literal(span, Interval())


def among(column: Any, people: Sequence[int]) -> ColumnElement[bool]:
    """Whether the column is one of these ids; PostgreSQL reads them as one value."""
    found: ColumnElement[bool]
    if session.get_bind().dialect.name == "sqlite":
        found = column.in_(people)
        return found
    found = column == any_(literal(list(people), ARRAY(Integer)))
    return found


def _completed(lesson: str) -> ColumnElement[bool]:
    state = aliased(LessonState)
    return exists().where(
        state.person_id == Person.id, state.lesson == lesson, state.completed_at.is_not(None)
    )


def _started_between(now: datetime, kind: str) -> tuple[ColumnElement[bool], ...]:
    # A person begins with the first answer.
    return (
        Person.created_at <= now - kinds.AFTER[kind],
        Person.created_at > now - kinds.STALE,
        ~_completed(WHOLE_COURSE),
    )


def _first_rounds(query: Select[Any], people: Sequence[int]) -> list[tuple[int, int]]:
    return [(number, 1) for number in session.scalars(query.where(among(Person.id, people)))]


def _without_takt(people: Sequence[int], course: Course, now: datetime) -> list[tuple[int, int]]:
    if course.find_lesson(kinds.TAKT_LESSON) is None:
        return []
    result = exists().where(
        Answer.person_id == Person.id,
        Answer.field_key == kinds.TAKT_FIELD,
        cast(Answer.value, Text).not_in(("[]", "null", '""')),
    )
    query = select(Person.id).where(
        *_started_between(now, kinds.TAKT_TEST), _completed(kinds.TAKT_LESSON), ~result
    )
    return _first_rounds(query, people)


def _between_steps(people: Sequence[int], course: Course, now: datetime) -> list[tuple[int, int]]:
    if course.find_lesson(kinds.STEP_LESSON) is None:
        return []
    query = select(Person.id).where(
        *_started_between(now, kinds.FIRST_STEP),
        _completed(kinds.STEP_LESSON),
        ~_completed(kinds.STEP_UNTIL),
    )
    return _first_rounds(query, people)


def _before_offers(people: Sequence[int], course: Course, now: datetime) -> list[tuple[int, int]]:
    if any(course.find_lesson(slug) is None for slug in kinds.OFFER_LESSONS):
        return []
    began = exists().where(LessonState.person_id == Person.id)
    both = and_(*(_completed(slug) for slug in kinds.OFFER_LESSONS))
    query = select(Person.id).where(*_started_between(now, kinds.OFFERS), began, ~both)
    return _first_rounds(query, people)


def _finished(people: Sequence[int], course: Course, now: datetime) -> list[tuple[int, int]]:
    if not course.lessons:
        return []
    query = select(LessonState.person_id).where(
        among(LessonState.person_id, people),
        LessonState.lesson == WHOLE_COURSE,
        LessonState.completed_at > now - kinds.STALE,
    )
    return [(number, 1) for number in session.scalars(query)]


def _to_review(people: Sequence[int], course: Course, now: datetime) -> list[tuple[int, int]]:
    """The same rule as learning.rules.review.due_at, told to the database."""
    ids = [question.id for lesson in course.lessons for question in lesson.questions]
    if not ids:
        return []
    before, today = _reviews_before(people), day_of(now)
    early = {n for n, one in before.items() if today - one.day < kinds.GAP_FIRST}
    asked = _asked([number for number in people if number not in early], ids)
    query = select(asked.c.person_id, func.max(asked.c.last_at)).group_by(asked.c.person_id)
    found = []
    for number, last_at in session.execute(query.where(_due(asked, now))):
        one = before.get(number)
        if one is None:
            found.append((number, 1))
        elif kinds.may_review_again(one.rounds, (today - one.day).days, last_at > one.sent):
            found.append((number, one.rounds + 1))
    return found


def _asked(people: Sequence[int], ids: Sequence[str]) -> Any:
    return (
        select(
            Attempt.person_id,
            func.min(Attempt.created_at).label("first_at"),
            func.max(Attempt.created_at).label("last_at"),
        )
        .where(among(Attempt.person_id, people), Attempt.question_id.in_(ids))
        .group_by(Attempt.person_id, Attempt.question_id)
        .subquery()
    )


def _due(asked: Any, now: datetime) -> ColumnElement[bool]:

    steps = []
    for earlier, step in zip((timedelta(0), *AFTER), AFTER, strict=False):
        first, last = asked.c.first_at, asked.c.last_at
        steps.append(
            and_(
                last >= shifted(first, earlier) if earlier else last >= first,
                last < shifted(first, step),
                first <= now - step,
            )
        )
    return steps[0] | steps[1] | steps[2]


class _Reviews(NamedTuple):
    """The review mails somebody had: how many, and when the last one."""

    rounds: int
    day: date
    sent: datetime


def _reviews_before(people: Sequence[int]) -> dict[int, _Reviews]:
    mail = CourseMail
    rows = session.execute(
        select(mail.person_id, func.count(), func.max(mail.day), func.max(mail.run_at))
        .where(among(mail.person_id, people), mail.kind == kinds.REVIEW)
        .group_by(mail.person_id)
    )
    return {number: _Reviews(count, day, sent) for number, count, day, sent in rows}


def _answered_field(key: str) -> Done:
    return lambda: exists().where(
        Answer.person_id == CourseMail.person_id,
        Answer.field_key == key,
        Answer.saved_at > CourseMail.sent_at,
    )


def _completed_goal() -> ColumnElement[bool]:
    return exists().where(
        LessonState.person_id == CourseMail.person_id,
        LessonState.lesson == CourseMail.goal,
        LessonState.completed_at > CourseMail.sent_at,
    )


def _booked() -> ColumnElement[bool]:
    return exists().where(
        Booking.person_id == CourseMail.person_id, Booking.created_at > CourseMail.sent_at
    )


def _answered() -> ColumnElement[bool]:
    return exists().where(
        Attempt.person_id == CourseMail.person_id,
        Attempt.client_id.startswith("review-"),
        Attempt.created_at > CourseMail.sent_at,
    )


def _own(kind: str, due: Due, done: Done, in_review: bool = False) -> Source:
    return Source(kind, kinds.LABELS[kind], kinds.WHEN[kind], due, done, in_review)


# In this order: of two that are due on one day the first is sent.
OWN_SOURCES = (
    _own(kinds.FINISHED, _finished, _booked),
    _own(kinds.TAKT_TEST, _without_takt, _answered_field(kinds.TAKT_FIELD)),
    _own(kinds.FIRST_STEP, _between_steps, _answered_field(kinds.STEP_FIELD)),
    _own(kinds.OFFERS, _before_offers, _completed_goal),
    _own(kinds.REVIEW, _to_review, _answered, in_review=True),
)
