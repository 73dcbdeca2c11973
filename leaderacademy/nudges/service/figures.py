"""What the studio shows of the mails: counts by kind, never a single person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, String, case, cast, func, select

from leaderacademy.content.course import Course, Mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.nudges.models import CourseMail, MailConsent
from leaderacademy.nudges.rules.figures import share, shown
from leaderacademy.nudges.rules.kinds import PLANNED, REASONS, SENT, SKIPPED, WRITTEN
from leaderacademy.nudges.rules.quiet import day_of
from leaderacademy.nudges.service.planning import all_sources
from leaderacademy.nudges.service.waiting import LETTER, WRITE

LOOK_BACK = timedelta(days=90)
# An hour late is more than the worker ever needs.
LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as it may be shown, and its share of the mails sent."""

    count: str
    share: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of mail."""

    kind: str
    label: str
    when: str
    text: Mail | None
    sent: Cell
    returned: Cell
    done: Cell | None
    unsubscribed: Cell


@dataclass(frozen=True, slots=True)
class Unsent:
    """Mails of one kind that did not leave, and why."""

    label: str
    reason: str
    count: str


@dataclass(frozen=True, slots=True)
class Report:
    """The studio's page."""

    lines: tuple[Line, ...]
    unsent: tuple[Unsent, ...]
    subscribers: str
    waiting: str


def report(course: Course, now: datetime) -> Report:
    """The mails of the last ninety days; three grouped queries."""
    since = day_of(now - LOOK_BACK)
    counted = {
        row.kind: row
        for row in session.execute(
            select(
                CourseMail.kind,
                func.count().label("sent"),
                func.count(CourseMail.returned_at).label("returned"),
                func.count(CourseMail.done_at).label("done"),
                func.count(CourseMail.unsubscribed_at).label("unsubscribed"),
            )
            .where(CourseMail.day >= since, CourseMail.state == SENT)
            .group_by(CourseMail.kind)
        )
    }
    subscribers, waiting = session.execute(
        select(
            func.count(case((MailConsent.confirmed_at.is_not(None), 1))),
            func.count(case((MailConsent.confirmed_at.is_(None), 1))),
        ).where(MailConsent.ended_at.is_(None))
    ).one()
    return Report(
        lines=tuple(
            _line(source.kind, counted.get(source.kind), course) for source in all_sources()
        ),
        unsent=tuple(_unsent(since, now)),
        subscribers=shown(subscribers),
        waiting=shown(waiting),
    )


def _line(kind: str, row: object, course: Course) -> Line:
    source = next(one for one in all_sources() if one.kind == kind)
    sent = getattr(row, "sent", 0)

    def cell(name: str) -> Cell:
        count = getattr(row, name, 0)
        return Cell(shown(count), share(count, sent)) if sent else Cell("–")

    return Line(
        kind=kind,
        label=source.label,
        when=source.when,
        text=course.mails.get(kind),
        sent=Cell(shown(sent) if sent else "noch keine"),
        returned=cell("returned"),
        done=cell("done") if source.done is not None else None,
        unsubscribed=cell("unsubscribed"),
    )


def _unsent(since: date, now: datetime) -> list[Unsent]:
    labels = {source.kind: source.label for source in all_sources()}
    found: Counter[tuple[str, str]] = Counter()
    skipped = select(CourseMail.kind, CourseMail.reason, func.count()).where(
        CourseMail.day >= since, CourseMail.state == SKIPPED
    )
    for kind, reason, count in session.execute(
        skipped.group_by(CourseMail.kind, CourseMail.reason)
    ):
        found[kind, REASONS[str(reason)]] += count
    for kind, error, count in session.execute(_stuck(since, now)):
        found[kind, _in_words(error)] += count
    return [
        Unsent(labels.get(kind, kind), reason, shown(count))
        for (kind, reason), count in sorted(found.items())
    ]


def _stuck(since: date, now: datetime) -> Select[str, str | None, int]:
    stage = case((CourseMail.state == PLANNED, WRITE), else_=LETTER)
    parts = (stage, cast(CourseMail.id, String), cast(CourseMail.day, String))
    return (
        select(CourseMail.kind, Job.last_error, func.count())
        .outerjoin(Job, Job.key == parts[0] + ":" + parts[1] + ":" + parts[2])
        .where(
            CourseMail.day >= since,
            CourseMail.state.in_((PLANNED, WRITTEN)),
            CourseMail.run_at < now - LATE,
        )
        .group_by(CourseMail.kind, Job.last_error)
    )


def _in_words(error: str | None) -> str:
    if not error:
        return "überfällig: Läuft der Versand?"
    name = error.partition(" ")[0]
    if name.startswith("SMTPRecipientsRefused"):
        return "Mailserver nimmt die Adresse nicht an"
    if name.startswith("SMTPAuth"):
        return "Mailserver lehnt die Anmeldung ab"
    if name.startswith(("SMTP", "Connection", "Timeout", "gaierror", "SSL", "OSError")):
        return "Mailserver nicht erreichbar, wird wieder versucht"
    return f"Fehler beim Schreiben ({name})"
