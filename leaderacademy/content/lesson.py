"""A lesson as it is shown: its blocks, headings and steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from markupsafe import Markup

from leaderacademy.content.questions.choice import ChoiceQuestion
from leaderacademy.content.questions.match import MatchQuestion
from leaderacademy.content.questions.number import NumberQuestion
from leaderacademy.content.questions.order import OrderQuestion

Question = ChoiceQuestion | OrderQuestion | MatchQuestion | NumberQuestion


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A place in prose where the learner's own words for a Logbuch field belong."""

    key: str


Pieces = tuple[Markup | FieldRef, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Rendered Markdown; `pieces` is the same HTML cut at the places of the learner's own words."""

    html: Markup
    pieces: Pieces
    digest: str
    line: int = 1
    block: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True)
class Remember:
    """The sentence to keep."""

    html: Markup
    digest: str
    line: int = 1
    block: Literal["remember"] = "remember"


@dataclass(frozen=True, slots=True)
class Example:
    """A passage about the invented example company."""

    html: Markup
    digest: str
    line: int = 1
    pieces: Pieces = ()
    block: Literal["example"] = "example"


@dataclass(frozen=True, slots=True)
class Figure:
    """An inline drawing with its text alternative; `svg` is empty while the picture is missing."""

    name: str
    svg: Markup
    alt: str
    caption: Markup
    interactive: bool
    digest: str
    line: int = 1
    block: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class Exercise:
    """What to write into the Logbuch: `fields` complete the lesson, `extra` may wait."""

    id: str
    lesson: str
    title: str
    minutes: Decimal | None
    prompt: Markup
    fields: tuple[str, ...]
    extra: tuple[str, ...]
    digest: str
    line: int = 1
    block: Literal["exercise"] = "exercise"


Block = Prose | Remember | Example | Figure | Exercise | Question


@dataclass(frozen=True, slots=True)
class Heading:
    """A sub-heading, the anchor it can be linked by, and its line in the file (0: unknown)."""

    id: str
    text: str
    level: int
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """`number` counts from 1 over the published lessons; it is 0 in a preview."""

    slug: str
    title: str
    minutes: int
    stage: str
    number: int = 0
    goal: Markup = field(default_factory=Markup)
    image: Markup = field(default_factory=Markup)
    status: Literal["draft", "published"] = "published"
    publish_at: date | None = None
    lead: Markup = field(default_factory=Markup)
    lead_pieces: Pieces = ()
    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()
    digest: str = ""
    path: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Question))

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Exercise))

    @property
    def steps(self) -> tuple[str, ...]:
        """Question and exercise ids in the order of the lesson."""
        return tuple(block.id for block in self.blocks if isinstance(block, (Question, Exercise)))

    def is_public(self, today: date) -> bool:
        """Published, and its day has come."""
        return self.status == "published" and (self.publish_at is None or self.publish_at <= today)
