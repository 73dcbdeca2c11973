"""Gathers what the pages of insight show; nothing is computed over all learners here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from leaderacademy.content.course import Course, Lesson, Question
from leaderacademy.insight.rules.choices import Choice, choices_of
from leaderacademy.insight.rules.edits import BeforeAfter, Edit, before_and_after
from leaderacademy.insight.rules.figures import (
    LessonFigures,
    QuestionFigures,
    Stop,
    places_of,
    stops_of,
    total,
)
from leaderacademy.insight.rules.numbers import ENOUGH, LEAST, Share
from leaderacademy.insight.rules.spots import Spot, worst_spots
from leaderacademy.insight.service import sums

BERLIN = ZoneInfo("Europe/Berlin")

# Neighbours are not imported; the application names who counts bookings since a moment, and who
# knows when versions of a lesson (by slug) were published.
booking_sources: list[Callable[[datetime], int]] = []
edit_sources: list[Callable[[str], Sequence[Edit]]] = []


@dataclass(frozen=True, slots=True)
class Funnel:
    """Plain numbers of the last `days`; they are no cohorts and follow nobody."""

    days: int
    visits: int
    first_answers: int
    finished: int
    bookings: int

    @property
    def steps(self) -> tuple[tuple[str, str, int], ...]:
        return (
            ("Aufrufe der Startseite", "Seitenaufrufe, keine Personen", self.visits),
            (
                "Erste Antwort",
                "Personen, die ihre erste Frage beantwortet haben",
                self.first_answers,
            ),
            ("Kurs abgeschlossen", "Personen, die den letzten Schritt getan haben", self.finished),
            ("Buchungen", "Buchungen des Live-Trainings", self.bookings),
        )

    @property
    def most(self) -> int:
        return max(count for _, _, count in self.steps)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list: its number in the lesson and its figures.

    `people` have answered it, at least; of several versions the sums count some of them twice.
    """

    lesson: Lesson
    question: Question
    label: str
    figures: QuestionFigures
    all_versions: bool
    people: int


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in the list."""

    lesson: Lesson
    figures: LessonFigures
    first_try: Share
    started: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page."""

    spots: tuple[Spot, ...]
    lessons: tuple[LessonLine, ...]
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class LessonInsight:
    """The page of one lesson."""

    line: LessonLine
    stops: tuple[Stop, ...]
    questions: tuple[QuestionLine, ...]
    edits: tuple[BeforeAfter, ...]


@dataclass(frozen=True, slots=True)
class QuestionInsight:
    """The page of one question."""

    line: QuestionLine
    choices: tuple[Choice, ...]
    edits: tuple[BeforeAfter, ...]


def overview(course: Course, days: int, now: datetime) -> Overview:
    """Lessons with their figures, the funnel, and the three worst spots."""
    questions, lessons = sums.question_sums(), sums.lesson_sums()
    lines = {lesson.slug: _question_lines(lesson, questions) for lesson in course.lessons}
    ways = {
        lesson.slug: (lesson, figures, stops_of(places_of(lesson), figures))
        for lesson in course.lessons
        if (figures := lessons.get(lesson.slug))
    }
    asked = (
        (line.lesson, line.label, line.question.id, line.question.line, line.figures)
        for of_lesson in lines.values()
        for line in of_lesson
    )
    return Overview(
        spots=tuple(worst_spots(asked, ways)),
        lessons=tuple(
            _lesson_line(lesson, lessons, lines[lesson.slug]) for lesson in course.lessons
        ),
        funnel=_funnel(days, now),
    )


def lesson_insight(lesson: Lesson) -> LessonInsight:
    """Where readers stop, the questions, and what every edit did to all questions together."""
    lines = _question_lines(lesson, sums.question_sums())
    figures = sums.lesson_sums(lesson.slug)
    line = _lesson_line(lesson, figures, lines)
    names = [question.id for question in lesson.questions]
    days = [day for of_one in sums.first_tries(names).values() for day in of_one]
    edits = before_and_after(_edits(lesson.slug, names), days)
    return LessonInsight(
        line, tuple(stops_of(places_of(lesson), line.figures)), tuple(lines), tuple(edits)
    )


def question_insight(lesson: Lesson, question: Question) -> QuestionInsight:
    """Everything about one question; the options of today's version, once it has answers."""
    found = sums.question_sums(question.id)
    lines = _question_lines(lesson, found)
    line = next(line for line in lines if line.question.id == question.id)
    days = sums.first_tries([question.id]).get(question.id, [])
    edits = before_and_after(_edits(lesson.slug, [question.id]), days)
    choices = choices_of(question, sums.first_answers(question.id, question.digest))
    return QuestionInsight(line, tuple(choices), tuple(edits))


def _edits(slug: str, question_ids: list[str]) -> list[Edit]:
    """Published versions; for files that were edited outside, when a question first differed."""
    published = [edit for source in edit_sources for edit in source(slug)]
    known = {edit.day for edit in published}
    seen = [edit for edit in sums.versions_of(question_ids) if edit.day not in known]
    return published + seen


def _question_lines(
    lesson: Lesson, found: Mapping[str, Mapping[str, QuestionFigures]]
) -> list[QuestionLine]:
    lines = []
    for number, question in enumerate(lesson.questions, 1):
        versions = found.get(question.id, {})
        now = versions.get(question.digest, QuestionFigures())
        # A version that is too young says nothing; then all versions together speak.
        whole = now.counted < ENOUGH and len(versions) > (question.digest in versions)
        figures = total(versions.values()) if whole else now
        people = max((one.answered for one in versions.values()), default=0)
        label = f"Frage\u00a0{number}"
        lines.append(QuestionLine(lesson, question, label, figures, whole, people))
    return lines


def _lesson_line(
    lesson: Lesson, figures: Mapping[str, LessonFigures], lines: Sequence[QuestionLine]
) -> LessonLine:
    of_lesson = figures.get(lesson.slug, LessonFigures())
    people = max((line.people for line in lines), default=0)
    # Few people answer many questions: what hides them is their number, not that of the answers.
    summed = total(line.figures for line in lines).first_try if people >= 2 * LEAST else Share(0, 0)
    # Who answered has begun, though the sweep that counts readers comes round later.
    return LessonLine(lesson, of_lesson, summed, max(of_lesson.started, people))


def _funnel(days: int, now: datetime) -> Funnel:
    since = now - timedelta(days=days)
    counts = sums.day_sums(since.astimezone(BERLIN).date())
    return Funnel(
        days=days,
        visits=counts.get("visit", 0),
        first_answers=counts.get("first-answer", 0),
        finished=counts.get("finish", 0),
        bookings=sum(source(since) for source in booking_sources),
    )
