"""Whom the publishing of a lesson concerns, said before it happens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from leaderacademy.authoring.rules import impact_words as words
from leaderacademy.authoring.rules.replay import (
    Change,
    GivenAnswer,
    Replay,
    change_of,
    flawed_keys,
    replay,
)
from leaderacademy.content.course import Lesson, Question
from leaderacademy.learning.rules.progress import LessonPlan, LessonProgress, Visit


@dataclass(frozen=True, slots=True)
class Standing:
    """What `learners` people have in common: questions answered and exercises done (by the old
    and by the new version of the lesson), and whether the lesson is complete for them."""

    answered: frozenset[str]
    done_before: frozenset[str]
    done_after: frozenset[str]
    completed: bool
    learners: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """Everything that is stored about a lesson and bears on an edit of it.

    `asked` holds questions by digest as they were asked, `elsewhere` the ids of questions of all
    other lessons, `readers` and `finished` count people in this lesson, `told` those who will
    read of at least one question that it changed (None: at least as many as of any one).
    """

    given: Sequence[GivenAnswer] = ()
    asked: Mapping[str, Question] = field(default_factory=dict)
    standings: Sequence[Standing] = ()
    elsewhere: frozenset[str] = frozenset()
    readers: int = 0
    finished: int = 0
    told: int | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """The lesson that is online and the one to be published, each with its plan; None for a
    version that is not shown to anybody."""

    old: Lesson | None
    new: Lesson | None
    old_plan: LessonPlan | None = None
    new_plan: LessonPlan | None = None

    @property
    def moved(self) -> bool:
        """Whether the address changes: what is remembered under the old one is not found then."""
        return bool(self.old and self.new and self.old.slug != self.new.slug)


@dataclass(frozen=True, slots=True)
class QuestionImpact:
    """What the edit does to one question; `line` is the one in the new file, 0 when it goes."""

    question_id: str
    label: str
    line: int
    change: Change | str
    counts: Replay
    losing: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """What changes for whom. `harmless` when nobody loses anything and no verdict changes."""

    summary: str
    sentences: tuple[str, ...]
    questions: tuple[QuestionImpact, ...]
    learners: int
    losing: int
    told: int

    @property
    def harmless(self) -> bool:
        return not self.losing and not any(
            question.change in ("solution", "kind", "unflawed") and question.counts.answered
            for question in self.questions
        )


def shown_on(lesson: Lesson | None, day: date) -> Lesson | None:
    """The lesson, if anybody may read it on that day."""
    return lesson if lesson is not None and lesson.is_public(day) else None


def impact_of(versions: Versions, recorded: Recorded, now: datetime) -> ImpactReport:
    """The report for these two versions, from what is recorded of `questions_to_ask`."""
    losers = [one for one in recorded.standings if loses(versions, one, recorded.elsewhere, now)]
    questions = tuple(_questions(versions, recorded, losers))
    losing = sum(one.learners for one in losers)
    told = recorded.told
    if told is None:
        told = max((question.counts.told for question in questions), default=0)
    several = recorded.told is None and sum(bool(q.counts.told) for q in questions) > 1
    answered = max((question.counts.answered for question in questions), default=0)
    learners = max(recorded.readers, answered)
    changed = changed_places(versions.old, versions.new)
    # Who comes back sees the changed places marked, whether or not they answered a question.
    seeing = max(told, recorded.readers if changed else 0)
    return ImpactReport(
        summary=words.summary(learners, losing, seeing, at_least=several and seeing == told),
        sentences=tuple(words.lesson(versions, recorded, changed, losing)),
        questions=questions,
        learners=learners,
        losing=losing,
        told=told,
    )


def questions_to_ask(old: Lesson | None, new: Lesson | None) -> list[str]:
    """Ids of questions that are not the same in both versions; only their answers are replayed."""
    before = {question.id: question.digest for question in old.questions} if old else {}
    after = {question.id: question.digest for question in new.questions} if new else {}
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def changed_places(old: Lesson | None, new: Lesson | None) -> int:
    """How many places a returning reader sees marked."""
    if old is None or new is None:
        return 0
    return len({block.digest for block in new.blocks} - {block.digest for block in old.blocks})


def loses(versions: Versions, standing: Standing, elsewhere: frozenset[str], now: datetime) -> bool:
    """Whether these people have less after the edit: fewer done steps in a lesson still open, or
    a lesson that was done and is no more. A step that stands elsewhere now is not lost."""
    if versions.old_plan is None:
        return False
    steps = tuple(step.id for step in versions.old_plan.steps)
    moved = len(standing.answered & elsewhere)
    visit = Visit(completed_at=now, completed_steps=steps) if standing.completed else Visit()
    before = LessonProgress(versions.old_plan, standing.answered | standing.done_before, visit)
    if versions.new_plan is None:
        return before.started and before.done_steps > moved
    # What is remembered of a lesson hangs on its address.
    visit = Visit() if versions.moved else visit
    after = LessonProgress(versions.new_plan, standing.answered | standing.done_after, visit)
    return not after.done and (before.done or after.done_steps + moved < before.done_steps)


def _questions(
    versions: Versions, recorded: Recorded, losers: Sequence[Standing]
) -> Iterable[QuestionImpact]:
    before = {question.id: question for question in versions.old.questions} if versions.old else {}
    after = {question.id: question for question in versions.new.questions} if versions.new else {}
    for name in questions_to_ask(versions.old, versions.new):
        old, new = before.get(name), after.get(name)
        given = [one for one in recorded.given if one.question_id == name]
        counts = replay(old, new, given, recorded.asked)
        gone = new is None and name not in recorded.elsewhere
        losing = sum(one.learners for one in losers if name in one.answered) if gone else 0
        change = _change(old, new, name in recorded.elsewhere, bool(counts.answered))
        number = list(after if new is not None else before).index(name) + 1
        yield QuestionImpact(
            question_id=name,
            label=f"Frage\u00a0{number}",
            line=new.line if new is not None else 0,
            change=change,
            counts=counts,
            losing=losing,
            sentences=tuple(words.question(change, counts, losing, len(_newly(old, new)))),
        )


def _change(old: Question | None, new: Question | None, elsewhere: bool, answered: bool) -> str:
    if old is not None and new is not None:
        return change_of(old, new)
    if new is None:
        return "moved away" if elsewhere else "removed"
    return "moved here" if answered else "added"


def _newly(old: Question | None, new: Question | None) -> frozenset[str]:
    return flawed_keys(new) - flawed_keys(old)
