"""Reads the sums that learning keeps; every function is one query over few rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from leaderacademy.core.database import session
from leaderacademy.insight.rules.choices import FirstAnswer
from leaderacademy.insight.rules.edits import Day, Edit
from leaderacademy.insight.rules.figures import LessonFigures, QuestionFigures
from leaderacademy.insight.rules.numbers import Pairs
from leaderacademy.learning.models import (
    AnswerTally,
    Attempt,
    DayTally,
    LessonTally,
    QuestionDay,
    QuestionTally,
    QuestionVersion,
    StatisticsState,
)
from leaderacademy.learning.service.sweeping import FEW_ROWS, SWEEP_EVERY

# The page counts so many new attempts itself; more are left to the job.
FEW_ATTEMPTS = 300


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far the sums lag behind."""

    pending: int
    counted_at: datetime | None
    anew: bool
    sweep_due: bool
    sweep_quick: bool

    @property
    def page_may_count(self) -> bool:
        """Whether the little that is missing is quickly added."""
        news = 0 < self.pending <= FEW_ATTEMPTS or self.counted_at is None
        return self.pending <= FEW_ATTEMPTS and (news or (self.sweep_due and self.sweep_quick))


def freshness(now: datetime) -> Freshness:
    """One query; both parts are looked up by primary key."""
    last = select(func.max(Attempt.id)).scalar_subquery()
    found = session.execute(
        select(
            last,
            select(StatisticsState.counted_to).scalar_subquery(),
            select(StatisticsState.counted_at).scalar_subquery(),
            select(StatisticsState.anew).scalar_subquery(),
            select(StatisticsState.swept_at).scalar_subquery(),
            select(StatisticsState.swept_rows).scalar_subquery(),
        )
    ).one()
    newest, counted_to, counted_at, anew, swept_at, rows = found
    return Freshness(
        pending=max((newest or 0) - (counted_to or 0), 0),
        counted_at=counted_at,
        anew=bool(anew),
        sweep_due=swept_at is None or not timedelta(0) <= now - swept_at < SWEEP_EVERY,
        sweep_quick=(rows or 0) <= FEW_ROWS,
    )


def question_sums(question_id: str = "") -> dict[str, dict[str, QuestionFigures]]:
    """Figures by question and digest; of all questions, or of one."""
    query = select(QuestionTally)
    if question_id:
        query = query.where(QuestionTally.question_id == question_id)
    found: dict[str, dict[str, QuestionFigures]] = defaultdict(dict)
    for row in session.scalars(query):
        found[row.question_id][row.digest] = QuestionFigures(
            answered=row.answered,
            counted=row.counted,
            right=row.right,
            sure=row.sure,
            sure_wrong=row.sure_wrong,
            attempts=row.attempts,
            tries=(row.after_1, row.after_2, row.after_3, row.after_more, row.never),
            pairs=Pairs(row.pair_n, row.pair_x, row.pair_r, row.pair_rr, row.pair_xr),
        )
    return found


def lesson_sums(lesson: str = "") -> dict[str, LessonFigures]:
    """Where people stand, by lesson; in all lessons, or in one."""
    query = select(LessonTally.lesson, LessonTally.kind, LessonTally.place, LessonTally.count)
    if lesson:
        query = query.where(LessonTally.lesson == lesson)
    kinds: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for slug, kind, place, count in session.execute(query):
        kinds[slug][kind][place] = count
    return {
        slug: LessonFigures(
            finished=sum(kind["finished"].values()),
            underway=sum(kind["underway"].values()),
            stopped=dict(kind["stopped"]),
            minutes={int(minutes): count for minutes, count in kind["minutes"].items()},
        )
        for slug, kind in kinds.items()
    }


def day_sums(since: date) -> Mapping[str, int]:
    """Visits to the front page, people with a first answer, finished courses since that day."""
    query = select(DayTally.kind, func.sum(DayTally.count)).where(DayTally.day >= since)
    return {kind: int(count) for kind, count in session.execute(query.group_by(DayTally.kind))}


def first_tries(question_ids: list[str]) -> dict[str, list[Day]]:
    """First tries per day of all versions, by question."""
    query = (
        select(
            QuestionDay.question_id,
            QuestionDay.day,
            func.sum(QuestionDay.counted),
            func.sum(QuestionDay.right),
        )
        .where(QuestionDay.question_id.in_(question_ids))
        .group_by(QuestionDay.question_id, QuestionDay.day)
        .order_by(QuestionDay.day)
    )
    found: dict[str, list[Day]] = defaultdict(list)
    for question_id, day, counted, right in session.execute(query):
        found[question_id].append(Day(day, int(counted), int(right)))
    return found


def first_answers(question_id: str, digest: str) -> list[FirstAnswer]:
    """What was answered first to one version, equal answers together."""
    rows = session.execute(
        select(AnswerTally.answer, AnswerTally.right, AnswerTally.counts, AnswerTally.firsts).where(
            AnswerTally.question_id == question_id,
            AnswerTally.digest == digest,
            AnswerTally.firsts > 0,
        )
    )
    return [FirstAnswer(*row) for row in rows]


def versions_of(question_ids: list[str]) -> list[Edit]:
    """When a version of one of these questions was answered for the first time, oldest first;
    the very first version of a question is no edit."""
    rows = session.execute(
        select(QuestionVersion.question_id, QuestionVersion.first_seen_at)
        .where(QuestionVersion.question_id.in_(question_ids))
        .order_by(QuestionVersion.first_seen_at)
    ).all()
    seen: set[str] = set()
    edits = []
    for question_id, moment in rows:
        if question_id in seen:
            edits.append(Edit(moment))
        seen.add(question_id)
    return edits
