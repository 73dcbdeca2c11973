"""The figures of one question and one lesson."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from leaderacademy.content.course import Exercise, Lesson, Prose, Question
from leaderacademy.insight.rules.numbers import Pairs, Share, hide_small, median


@dataclass(frozen=True)
class QuestionFigures:
    """Sums over the people who answered one question."""

    answered: int = 0
    counted: int = 0
    right: int = 0
    sure: int = 0
    sure_wrong: int = 0
    attempts: int = 0
    tries: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)  # after 1, 2, 3, more; never
    pairs: Pairs = field(default_factory=Pairs)

    def __add__(self, other: "QuestionFigures") -> "QuestionFigures":
        one, two = self.pairs, other.pairs
        first, second, third, more, never = (
            mine + theirs for mine, theirs in zip(self.tries, other.tries, strict=True)
        )
        return QuestionFigures(
            self.answered + other.answered,
            self.counted + other.counted,
            self.right + other.right,
            self.sure + other.sure,
            self.sure_wrong + other.sure_wrong,
            self.attempts + other.attempts,
            (first, second, third, more, never),
            Pairs(one.n + two.n, one.x + two.x, one.r + two.r, one.rr + two.rr, one.xr + two.xr),
        )

    @property
    def first_try(self) -> Share:
        return Share(self.right, self.counted)

    @property
    def sure_but_wrong(self) -> Share:
        """Among those who said that they were sure."""
        return Share(self.sure_wrong, self.sure)

    @property
    def tries_shown(self) -> list[int | None]:
        """How many were right after 1, 2, 3, more tries, and never."""
        return hide_small(self.tries)


@dataclass(frozen=True)
class Place:
    """A place in a lesson where somebody may stop; `line` is the one in the file."""

    anchor: str
    label: str
    line: int


@dataclass(frozen=True)
class LessonFigures:
    """Where people stand in one lesson."""

    finished: int = 0
    underway: int = 0
    stopped: Mapping[str, int] = field(default_factory=dict)
    minutes: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def all_stopped(self) -> int:
        return sum(self.stopped.values())

    @property
    def started(self) -> int:
        return self.finished + self.underway + self.all_stopped

    @property
    def completion(self) -> Share:
        return Share(self.finished, self.started)

    @property
    def median_minutes(self) -> int | None:
        return median(self.minutes)


@dataclass(frozen=True)
class Stop:
    """How many of those who began came at least this far, and how many stopped here."""

    place: Place
    reached: Share
    stopped: Share
    stopped_shown: int | None


def places_of(lesson: Lesson) -> list[Place]:
    """Every anchor at which the page remembers somebody, in the order of the lesson."""
    found = [Place("", "Anfang der Lektion", 1)]
    headings = [heading for heading in lesson.headings if heading.level == 2]
    questions = 0
    for block in lesson.blocks:
        if isinstance(block, Question):
            questions += 1
            found.append(Place(f"frage-{block.id}", f"Frage\u00a0{questions}", block.line))
        elif isinstance(block, Exercise):
            found.append(Place(f"uebung-{block.id}", "Übung", block.line))
        elif isinstance(block, Prose):
            found += [
                Place(heading.id, f"„{heading.text}“", heading.line or block.line)
                for heading in headings
                if f'id="{heading.id}"' in block.html
            ]
    return found


def stops_of(places: Sequence[Place], figures: LessonFigures) -> list[Stop]:
    """The way through the lesson; a place that is gone counts for the beginning."""
    known = {place.anchor for place in places}
    counts = [figures.stopped.get(place.anchor, 0) for place in places]
    if counts:
        counts[0] += sum(n for anchor, n in figures.stopped.items() if anchor not in known)
    shown = hide_small(counts)
    left = figures.started
    found = []
    for place, count, visible in zip(places, counts, shown, strict=True):
        whole = figures.started
        found.append(Stop(place, Share(left, whole), Share(count, whole), visible))
        left -= count
    return found


def total(figures: Iterable[QuestionFigures]) -> QuestionFigures:
    """All of them added up."""
    summed = QuestionFigures()
    for one in figures:
        summed = summed + one
    return summed
