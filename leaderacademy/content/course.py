"""The whole course as it is right now, and the names other packages import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as member
from types import MappingProxyType

from markupsafe import Markup

from leaderacademy.content.fields.definition import (
    Criterion,
    Document,
    Field,
    FieldOption,
    Hint,
    Logbook,
)
from leaderacademy.content.lesson import (
    Block,
    Example,
    Exercise,
    FieldRef,
    Figure,
    Heading,
    Lesson,
    Pieces,
    Prose,
    Question,
    Remember,
)
from leaderacademy.content.problems import Fix, Problem
from leaderacademy.content.questions.answers import (
    Answer,
    BadAnswer,
    Item,
    Note,
    Option,
    Verdict,
)
from leaderacademy.content.questions.choice import ChoiceQuestion
from leaderacademy.content.questions.match import MatchQuestion
from leaderacademy.content.questions.number import NumberQuestion
from leaderacademy.content.questions.order import OrderQuestion
from leaderacademy.content.texts import Texts

__all__ = [
    "Answer",
    "BadAnswer",
    "Block",
    "ChoiceQuestion",
    "Course",
    "Criterion",
    "Document",
    "Example",
    "Exercise",
    "Field",
    "FieldOption",
    "FieldRef",
    "Figure",
    "Fix",
    "Heading",
    "Hint",
    "Item",
    "Lesson",
    "Logbook",
    "Mail",
    "MatchQuestion",
    "Note",
    "NumberQuestion",
    "Option",
    "OrderQuestion",
    "Page",
    "Pieces",
    "Problem",
    "Prose",
    "Question",
    "Remember",
    "SelfCheck",
    "SelfCheckResult",
    "Source",
    "Stage",
    "Statement",
    "Term",
    "Texts",
    "Tool",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class Stage:
    """One leg of the course."""

    key: str
    title: str
    summary: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """One of the tools that run through the course; all its texts are in `texts`."""

    key: str
    title: str
    text: Markup
    texts: Texts = member(default_factory=lambda: Texts({}))


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary."""

    key: str
    term: str
    text: Markup
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the list of sources; its anchor is the key in lower case."""

    key: str
    text: Markup
    where: Markup

    @property
    def anchor(self) -> str:
        return self.key.lower()


@dataclass(frozen=True, slots=True)
class Page:
    """A static page, such as the imprint."""

    slug: str
    title: str
    html: Markup
    digest: str
    path: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """The text of a course mail: HTML and plain words; its slug is the kind of mail."""

    slug: str
    subject: str
    button: str
    html: Markup
    text: str
    digest: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the self-check and the lessons that strengthen it."""

    text: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfCheckResult:
    """What is said for a sum of points from `low` to `high`."""

    low: int
    high: int
    name: str
    text: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """The self-check; `texts` holds every other wording of self-check.yml."""

    instruction: str = ""
    scale: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    results: tuple[SelfCheckResult, ...] = ()
    texts: Texts = member(default_factory=lambda: Texts({}))

    @property
    def highest(self) -> int:
        return len(self.statements) * max(len(self.scale) - 1, 0)

    def result(self, points: int) -> SelfCheckResult | None:
        return next((found for found in self.results if found.low <= points <= found.high), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Everything in content/, parsed; `lessons` are the public ones in order."""

    title: str = ""
    subtitle: str = ""
    promise: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    example_company: str = ""
    stages: tuple[Stage, ...] = ()
    tools: tuple[Tool, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    drafts: tuple[Lesson, ...] = ()
    logbook: Logbook = member(default_factory=Logbook)
    glossary: tuple[Term, ...] = ()
    pages: Mapping[str, Page] = member(default_factory=lambda: MappingProxyType({}))
    mails: Mapping[str, Mail] = member(default_factory=lambda: MappingProxyType({}))
    trainer: str = ""
    self_check: SelfCheck = member(default_factory=SelfCheck)
    landing: Texts = member(default_factory=lambda: Texts({}))
    training: Texts = member(default_factory=lambda: Texts({}))
    sources: tuple[Source, ...] = ()
    digest: str = ""

    _lessons: dict[str, Lesson] = member(init=False, repr=False, compare=False)
    _questions: dict[str, Question] = member(init=False, repr=False, compare=False)
    _exercises: dict[str, Exercise] = member(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        blocks = [block for lesson in self.lessons for block in lesson.blocks]
        questions = {block.id: block for block in blocks if isinstance(block, Question)}
        exercises = {block.id: block for block in blocks if isinstance(block, Exercise)}
        object.__setattr__(self, "_lessons", {lesson.slug: lesson for lesson in self.lessons})
        object.__setattr__(self, "_questions", questions)
        object.__setattr__(self, "_exercises", exercises)

    def find_lesson(self, slug: str) -> Lesson | None:
        """The public lesson with this slug."""
        return self._lessons.get(slug)

    def find_question(self, question_id: str) -> Question | None:
        """The current version of a question of a public lesson."""
        return self._questions.get(question_id)

    def find_exercise(self, exercise_id: str) -> Exercise | None:
        """The exercise of a public lesson with this id."""
        return self._exercises.get(exercise_id)

    def find_field(self, key: str) -> Field | None:
        """The Logbuch field with this key."""
        return self.logbook.field(key)

    # The short names say the same; both are used where they read better.
    lesson, question, exercise, field = find_lesson, find_question, find_exercise, find_field

    def lessons_of(self, stage: str) -> tuple[Lesson, ...]:
        return tuple(lesson for lesson in self.lessons if lesson.stage == stage)

    def exercise_for(self, field_key: str) -> Exercise | None:
        """The exercise in which this Logbuch field is filled, or None."""
        filling = (e for e in self._exercises.values() if field_key in e.fields + e.extra)
        return next(filling, None)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)
