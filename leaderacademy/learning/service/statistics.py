"""Keeps the sums over everybody's attempts, in steps, away from whoever answers a question.

The sums are exactly those of all attempts up to the counted one, also after people were merged or
deleted. Whoever changes them holds the row of `StatisticsState`.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Table, Text, cast, delete, func, select, text

from leaderacademy.accounts.models import Person
from leaderacademy.content.course import Course
from leaderacademy.core.database import Base, session, upsert
from leaderacademy.learning.models import (
    AnswerTally,
    Attempt,
    DayTally,
    QuestionDay,
    QuestionTally,
    StatisticsState,
)
from leaderacademy.learning.rules.statistics import Sums, contribution
from leaderacademy.learning.service.grading import Grader, flawed_of

STEP = 100  # people
MANY = 50_000  # attempts; above, going through all people is cheaper than looking for them
PATIENCE = 2.0  # seconds
_tables: dict[str, Table] = {
    name: Base.metadata.tables[model.__tablename__]
    for name, model in (
        ("question", QuestionTally),
        ("answer", AnswerTally),
        ("day", QuestionDay),
        ("date", DayTally),
    )
}
_WRITERS = text(
    "SELECT virtualtransaction FROM pg_locks WHERE relation = CAST('attempt' AS regclass)"
    " AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()"
)


def count_step(course: Course, now: datetime, patience: float = PATIENCE) -> bool:
    """Count the new attempts of up to 100 people; True when there is more to do.

    Call it in a transaction that may write, and commit after every step. When the options that
    count for nobody have changed, everything is counted anew.
    """
    state = locked_state()
    flawed = flawed_of(course)
    if state.flawed != flawed:
        _begin_anew(state, flawed)
    # After a round that began earlier, there may be news that came while it went on.
    more = state.counting_to is not None
    if state.counting_to is None:
        settled = settled_attempt(patience)
        if settled is None:
            return True
        state.counting_to, state.person_done = settled, 0
    people = _people_with_news(state)
    _add(state, people)
    if people:
        state.person_done = people[-1]
    if len(people) < STEP:
        state.counted_to, state.counting_to, state.person_done = state.counting_to, None, 0
        state.counted_at, state.anew = now, False
    session.flush()
    return more or state.counting_to is not None


def settled_attempt(patience: float) -> int | None:
    """The highest id below which no attempt can appear any more; None when it cannot be told.

    PostgreSQL gives out an id before it shows the row, so an id may still be missing below the
    highest one. Whoever was writing when we looked is waited for.
    """
    last = session.scalar(select(func.max(Attempt.id))) or 0
    if session.get_bind().dialect.name != "postgresql":
        return last
    writers = set(session.scalars(_WRITERS))
    until = time.monotonic() + patience
    while writers:
        if time.monotonic() >= until:
            return None
        time.sleep(0.01)
        writers &= set(session.scalars(_WRITERS))
    return last


@contextmanager
def counted_anew(*people: int) -> Iterator[None]:
    """Whatever happens to the attempts of these people meanwhile, the sums stay right."""
    state = locked_state()
    _apply(_sums(state, people), -1)
    yield
    session.flush()
    _apply(_sums(state, people), +1)


def forget_person(person_id: int, _now: datetime) -> None:
    """Before somebody is deleted: their attempts leave the sums."""
    state = locked_state()
    _apply(_sums(state, [person_id]), -1)
    # SQLite gives the highest ids out again once their rows are gone.
    last = session.scalar(select(func.max(Attempt.id)).where(Attempt.person_id != person_id)) or 0
    state.counted_to = min(state.counted_to, last)
    if state.counting_to is not None:
        state.counting_to = min(state.counting_to, last)
    session.flush()


def locked_state() -> StatisticsState:
    """The one row, held until the transaction ends (SQLite holds everything)."""
    table = Base.metadata.tables[StatisticsState.__tablename__]
    empty = {"id": 1, "counted_to": 0, "person_done": 0, "flawed": {}, "anew": False}
    session.execute(upsert(table).values(**empty, swept_rows=0).on_conflict_do_nothing())
    return session.scalars(
        select(StatisticsState).with_for_update().execution_options(populate_existing=True)
    ).one()


def _begin_anew(state: StatisticsState, flawed: dict[str, list[str]]) -> None:
    for name in ("question", "answer", "day"):
        session.execute(delete(_tables[name]))
    session.execute(delete(DayTally).where(DayTally.kind == "first-answer"))
    state.counted_to, state.counting_to, state.person_done = 0, None, 0
    state.flawed, state.anew = flawed, True


def _people_with_news(state: StatisticsState) -> list[int]:
    """The next people, by id, who may have attempts that are not counted."""
    last = state.counting_to or 0
    if last - state.counted_to > MANY:
        query = select(Person.id).where(Person.id > state.person_done).order_by(Person.id)
        return list(session.scalars(query.limit(STEP)))
    query = select(Attempt.person_id).where(
        Attempt.id > state.counted_to, Attempt.id <= last, Attempt.person_id > state.person_done
    )
    return list(session.scalars(query.distinct().order_by(Attempt.person_id).limit(STEP)))


def _add(state: StatisticsState, people: Sequence[int]) -> None:
    grader = Grader(state.flawed)
    before: Sums = Counter()
    after: Sums = Counter()
    for rows in attempts_of(people, state.counting_to or 0):
        tries = grader.tries(rows)
        old = [one for one, row in zip(tries, rows, strict=True) if row.id <= state.counted_to]
        if len(old) < len(tries):
            before.update(contribution(old))
            after.update(contribution(tries))
    after.subtract(before)
    _write(after, grader)


def _sums(state: StatisticsState, people: Sequence[int]) -> tuple[Sums, Grader]:
    """What these people have in the sums now."""
    grader = Grader(state.flawed)
    sums: Sums = Counter()
    for person in people:
        done = state.counting_to is not None and person <= state.person_done
        limit = state.counting_to if done else state.counted_to
        for rows in attempts_of([person], limit or 0):
            sums.update(contribution(grader.tries(rows)))
    return sums, grader


def _apply(found: tuple[Sums, Grader], sign: int) -> None:
    sums, grader = found
    _write(Counter({cell: sign * count for cell, count in sums.items()}), grader)
    if sign < 0:
        # An answer that nobody gives any more may be the typed words of the person who goes.
        for question_id in {key[0] for table, key, _ in sums if table == "answer"}:
            session.execute(
                delete(AnswerTally).where(
                    AnswerTally.question_id == question_id, AnswerTally.attempts == 0
                )
            )


def attempts_of(people: Sequence[int], limit: int) -> Iterator[list[Any]]:
    """The attempts of each of these people up to this id, in order."""
    query = (
        select(
            Attempt.person_id,
            Attempt.id,
            Attempt.question_id,
            Attempt.digest,
            cast(Attempt.answer, Text),
            Attempt.right,
            Attempt.confidence,
            Attempt.created_at,
        )
        .where(Attempt.person_id.in_(people), Attempt.id <= limit)
        .order_by(Attempt.person_id, Attempt.id)
    )
    mine: list[Any] = []
    for row in session.execute(query) if people else ():
        if mine and mine[-1].person_id != row.person_id:
            yield mine
            mine = []
        mine.append(row)
    if mine:
        yield mine


def _write(sums: Sums, grader: Grader) -> None:
    rows: dict[str, dict[tuple[Any, ...], dict[str, int]]] = {}
    for (table_name, key, column), count in sums.items():
        if count:
            rows.setdefault(table_name, {}).setdefault(key, {})[column] = count
    for name, changed in rows.items():
        table = _tables[name]
        keys = [column.name for column in table.primary_key]
        counts = _columns(name)
        values = []
        for key, columns in sorted(changed.items()):
            value = dict(zip(keys, key, strict=True)) | dict.fromkeys(counts, 0) | columns
            if name == "answer":
                answer, graded = grader.answers[key]
                value |= {"answer": answer, "right": graded.right, "counts": graded.counts}
            values.append(value)
        insert = upsert(table)
        added = {column: table.c[column] + insert.excluded[column] for column in counts}
        statement = insert.on_conflict_do_update(index_elements=keys, set_=added)
        session.connection().execute(statement, values)


def _columns(name: str) -> list[str]:
    table = _tables[name]
    fixed = {"answer", "right", "counts"} if name == "answer" else set()
    return [c.name for c in table.c if not c.primary_key and c.name not in fixed]
