"""Gathers what is stored about a lesson and reports what an edit of it changes for whom."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from leaderacademy.authoring.rules.impact import (
    ImpactReport,
    Recorded,
    Standing,
    Versions,
    impact_of,
    questions_to_ask,
    shown_on,
)
from leaderacademy.authoring.rules.replay import GivenAnswer
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course, Lesson
from leaderacademy.learning.rules.plan import core_fields, lesson_plan
from leaderacademy.learning.service.attempts import questions_as_asked
from leaderacademy.learning.service.replaying import last_answers, people_in, people_told, standings

BERLIN = ZoneInfo("Europe/Berlin")
Cores = Mapping[str, tuple[str, ...]]


def report_on(old: Lesson | None, new: Lesson | None, now: datetime) -> ImpactReport:
    """What changes for whom when `new` takes the place of `old`, the version that is online.

    `old` is None for a lesson that nobody could read yet, `new` is None for one that is deleted;
    a draft or a version planned for later counts as one that nobody can read. Only reads.
    """
    today = now.astimezone(BERLIN).date()
    course = catalogue.course(today)
    old, new = shown_on(old, today), shown_on(new, today)
    before = core_fields([old], course.logbook) if old else {}
    after = core_fields([new], course.logbook) if new else {}
    versions = Versions(
        old,
        new,
        lesson_plan(old, before) if old else None,
        lesson_plan(new, after) if new else None,
    )
    edited = questions_to_ask(old, new)
    given = [GivenAnswer(*row) for row in last_answers(edited)]
    readers, finished = people_in(old.slug) if old else (0, 0)
    recorded = Recorded(
        given=given,
        asked=questions_as_asked({one.digest for one in given}),
        standings=_standings(course, versions, before, after),
        elsewhere=_elsewhere(course, old, new),
        readers=readers,
        finished=finished,
        told=_told(new, edited),
    )
    return impact_of(versions, recorded, now)


def _told(new: Lesson | None, edited: list[str]) -> int | None:
    """Counted by the database where several questions change: the same person may see two."""
    digests = {question.id: question.digest for question in new.questions} if new else {}
    changed = [name for name in edited if name in digests]
    return people_told(changed, list(digests.values())) if len(changed) > 1 else None


def _elsewhere(course: Course, old: Lesson | None, new: Lesson | None) -> frozenset[str]:
    ours = {lesson.slug for lesson in (old, new) if lesson}
    others = (lesson for lesson in course.lessons if lesson.slug not in ours)
    return frozenset(question.id for lesson in others for question in lesson.questions)


def _standings(
    course: Course, versions: Versions, before: Cores, after: Cores
) -> tuple[Standing, ...]:
    """Who stands where, as far as steps of this lesson go or change; most edits need none."""
    old, new = versions.old, versions.new
    if old is None:
        return ()
    steps = {question.id for question in old.questions}
    kept = {question.id for question in new.questions} if new else set()
    whole = new is None or versions.moved
    touched = before.keys() if whole else {n for n in before if before[n] != after.get(n)}
    if not (whole or steps - kept or touched):
        return ()
    keys = {key for name in touched for key in (*before[name], *after.get(name, ()))}
    fields = {field.key: field for field in course.logbook.fields if field.key in keys}
    asked = steps | kept if whole else steps ^ kept
    counts = standings(old.slug, asked, fields, everybody=whole)
    return tuple(
        Standing(
            answered=one.answered,
            done_before=_done(before, one.filled),
            done_after=_done(after, one.filled),
            completed=one.completed,
            learners=learners,
        )
        for one, learners in counts.items()
    )


def _done(cores: Cores, filled: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name, keys in cores.items() if filled.issuperset(keys))
