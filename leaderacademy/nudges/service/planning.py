"""The nightly selection: keyset batches of people, one set-based question per kind of mail."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Select, String, cast, exists, func, literal, or_, select, update

from leaderacademy.accounts.models import Person
from leaderacademy.content.course import Course
from leaderacademy.core.database import session, upsert
from leaderacademy.core.jobs import enqueue_rows
from leaderacademy.learning.models import Answer, Attempt, LessonState
from leaderacademy.nudges.models import CourseMail, MailConsent
from leaderacademy.nudges.rules.consent import REVIEW
from leaderacademy.nudges.rules.kinds import FINISHED, PLANNED, SKIPPED
from leaderacademy.nudges.rules.quiet import day_of, next_time, spread
from leaderacademy.nudges.service.consent import HOLDS
from leaderacademy.nudges.service.sources import OWN_SOURCES, Source, among, shifted
from leaderacademy.nudges.service.waiting import WRITE

BATCH = 2_000
RETURN = timedelta(days=3)
COUNTS = timedelta(days=14)

# Kinds of mails that other features bring; filled by the application.
further_sources: list[Source] = []


def all_sources() -> tuple[Source, ...]:
    """Every kind of mail, in the order in which one goes before another."""
    return (*OWN_SOURCES[:-1], *further_sources, OWN_SOURCES[-1])


class Somebody(NamedTuple):
    """One person who may get a mail today."""

    person_id: int
    scope: str


def plan_batch(after_id: int, course: Course, now: datetime) -> tuple[int | None, int]:
    """Plan the mails of the next people after this id, at most one each.

    Gives back the last id looked at (None: that was everybody) and how many were planned. Being
    done twice plans nothing twice: the database holds person and day, and person, kind and round.
    """
    moment = next_time(now)
    if not course.lessons:
        return None, 0  # the course is retired
    page = _next_people(after_id)
    if not page:
        return None, 0
    chosen = _choose(_eligible(page, day_of(moment), now), course, now)
    return page[-1], _keep(chosen, moment, now)


def _next_people(after_id: int) -> list[int]:
    # By the index alone: with the conditions below in it, the database would sort all of them.
    page = (
        select(MailConsent.person_id)
        .where(MailConsent.person_id > after_id, *HOLDS)
        .order_by(MailConsent.person_id)
        .limit(BATCH)
    )
    return [number for number in session.scalars(page) if number is not None]


def _eligible(people: Sequence[int], day: date, now: datetime) -> list[Somebody]:
    # A free day between two mails; that also holds „never two on one day“ before the index does.
    lately = exists().where(
        CourseMail.person_id == MailConsent.person_id,
        CourseMail.day >= day - timedelta(days=1),
        CourseMail.state != SKIPPED,
    )
    rows = session.execute(
        select(MailConsent.person_id, MailConsent.scope)
        .join(Person, Person.id == MailConsent.person_id)
        .where(
            among(MailConsent.person_id, people),
            *HOLDS,
            or_(MailConsent.paused_until.is_(None), MailConsent.paused_until <= now),
            Person.confirmed_at.is_not(None),
            Person.email_key == MailConsent.email_key,
            Person.deletion_due_at.is_(None),
            Person.deactivated_at.is_(None),
            ~lately,
        )
        .order_by(MailConsent.person_id)
    )
    return [Somebody(number, scope) for number, scope in rows if number is not None]


def _choose(people: Sequence[Somebody], course: Course, now: datetime) -> list[dict[str, Any]]:
    if not people:
        return []
    had = _had([one.person_id for one in people])
    chosen: dict[int, dict[str, Any]] = {}
    for source in all_sources():
        if source.kind not in course.mails:
            continue  # without a text there is nothing to send; the studio says so
        asked = [
            one.person_id
            for one in people
            if one.person_id not in chosen and (source.in_review or one.scope != REVIEW)
        ]
        for person_id, number in source.due(asked, course, now) if asked else ():
            if (person_id, source.kind, number) not in had:
                row = {"person_id": person_id, "kind": source.kind, "round": number}
                chosen.setdefault(person_id, row)
    return list(chosen.values())


def _had(people: Sequence[int]) -> set[tuple[int, str, int]]:
    rows = session.execute(
        select(CourseMail.person_id, CourseMail.kind, CourseMail.round).where(
            among(CourseMail.person_id, people)
        )
    )
    return {(person_id, kind, number) for person_id, kind, number in rows}


def _keep(
    chosen: Sequence[dict[str, Any]], moment: datetime, now: datetime, at_night: bool = True
) -> int:
    """Write the rows and their jobs; whoever has a mail that day, or had this one, gets none."""
    if not chosen:
        return 0
    rows = [
        {**row, "run_at": spread(moment, row["person_id"]) if at_night else moment}
        for row in chosen
    ]
    same = {"day": day_of(moment), "state": PLANNED, "created_at": now, "goal": ""}
    kept = _insert(rows, same)
    if kept:
        enqueue_rows(WRITE, _jobs_of(kept), now)
    return len(kept)


def _insert(rows: Sequence[dict[str, Any]], same: dict[str, Any]) -> Sequence[int]:
    """Write rows that differ in a few columns only; gives back the ids of those that are new.

    PostgreSQL gets one statement with an array for each column: one with a place for every value
    takes the driver longer to read than the database to carry out.
    """
    table: Any = CourseMail.__table__
    insert = upsert(table)
    if session.get_bind().dialect.name == "sqlite":
        insert = insert.on_conflict_do_nothing().returning(table.c.id)
        return session.scalars(insert, [{**row, **same} for row in rows]).all()
    names = list(rows[0])
    arrays = [literal([row[name] for row in rows], ARRAY(table.c[name].type)) for name in names]
    columns = func.unnest(*arrays).table_valued(*names).render_derived()
    query = select(
        *(columns.c[name] for name in names),
        *(literal(value, table.c[name].type) for name, value in same.items()),
    )
    insert = insert.from_select([*names, *same], query).on_conflict_do_nothing()
    return session.scalars(insert.returning(table.c.id)).all()


def _jobs_of(mails: Sequence[int]) -> Select[Any]:
    sqlite = session.get_bind().dialect.name == "sqlite"
    payload = func.json_object if sqlite else func.json_build_object
    parts = (literal(f"{WRITE}:"), cast(CourseMail.id, String), cast(CourseMail.day, String))
    key = parts[0] + parts[1] + ":" + parts[2]
    return select(key, payload("mail_id", CourseMail.id), CourseMail.run_at).where(
        among(CourseMail.id, mails)
    )


def plan_finished(person_id: int, course: Course, now: datetime) -> None:
    """The mail after the course, at once, to who wants it; the night catches up otherwise."""
    moment = next_time(now)
    far = day_of(now) + timedelta(days=30)  # at once, whatever came yesterday
    wanted = [one for one in _eligible([person_id], far, now) if one.scope != REVIEW]
    if not wanted or FINISHED not in course.mails:
        return
    _keep([{"person_id": person_id, "kind": FINISHED, "round": 1}], moment, now, at_night=False)


def note_outcomes(now: datetime) -> None:
    """Fill in, for mails of the last days, who came back within three and who did the step."""
    for table, moment in (
        (Attempt, Attempt.created_at),
        (Answer, Answer.saved_at),
        (LessonState, LessonState.seen_at),
    ):
        came = exists().where(
            table.person_id == CourseMail.person_id,
            moment > CourseMail.sent_at,
            moment <= shifted(CourseMail.sent_at, RETURN),  # type: ignore[arg-type]
        )
        session.execute(
            update(CourseMail)
            .where(
                CourseMail.sent_at > now - RETURN - timedelta(days=2),
                CourseMail.returned_at.is_(None),
                came,
            )
            .values(returned_at=now)
            .execution_options(synchronize_session=False)
        )
    for source in all_sources():
        if source.done is not None:
            session.execute(
                update(CourseMail)
                .where(
                    CourseMail.kind == source.kind,
                    CourseMail.sent_at > now - COUNTS,
                    CourseMail.done_at.is_(None),
                    source.done(),
                )
                .values(done_at=now)
                .execution_options(synchronize_session=False)
            )
