"""A question on its way in or out of the course, and what is said about its journey."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from leaderacademy.content.questions.answers import Kind

Status = Literal["taken", "changed", "refused", "skipped"]
MOST_QUESTIONS = 500
LARGEST_GIFT, LARGEST_XML = 1_000_000, 8_000_000  # bytes
TRUE, FALSE = "Stimmt", "Stimmt nicht"


class BadFile(Exception):  # noqa: N818 - named for what happened
    """Nothing of the file can be read; the message is German and for the trainer."""


class Refused(Exception):  # noqa: N818 - named for what happened
    """This one question cannot be taken in; the message is German and says why."""


# Looks at a picture that came along (its file name, its bytes) and names it as the course will;
# raises BadPicture.
Take = Callable[[str, bytes], str]


class Notes(list[str]):
    """What is said of one question in German; `take` takes in its pictures, if anybody does."""

    def __init__(self, take: Take | None = None) -> None:
        super().__init__()
        self.take = take


@dataclass(frozen=True, slots=True)
class Choice:
    """One option with its explanation, both in our Markdown."""

    text: str
    right: bool
    explanation: str = ""


@dataclass(slots=True)
class Carried:
    """A question between two notations; all texts are our Markdown, numbers are exact.

    `told` are explanations of typical mistakes of order and match questions.
    """

    kind: Kind
    prompt: str
    id: str = ""
    general: str = ""
    hints: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    right_text: str = ""
    wrong: list[tuple[Decimal, str]] = field(default_factory=list)
    otherwise: str = ""
    told: list[tuple[str, str]] = field(default_factory=list)
    unit: str = ""
    flawed: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the report: `line` is where the question begins in the file."""

    line: int
    name: str
    status: Status
    reasons: tuple[str, ...] = ()
    question: Carried | None = None
    block: str = ""


def short(text: str, most: int = 70) -> str:
    """The beginning of a text as one line."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
