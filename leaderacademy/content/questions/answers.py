"""What a question is made of and what grading says: options, items, notes, verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

Kind = Literal["single", "multi", "truefalse", "order", "match", "number"]
Answer = Sequence[str] | Mapping[str, str] | str


class BadAnswer(ValueError):  # noqa: N818 - named for what happened
    """The answer cannot be graded; the message is a German sentence for the learner."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; a flawed one counts neither for nor against anyone."""

    key: str
    text: Markup
    right: bool
    explanation: Markup
    flawed: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be put in order or matched."""

    key: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about one option or item (`target` is its key, or empty for the whole)."""

    target: str
    text: Markup
    right: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """`counts` is False when only a flawed option was chosen: then nobody is marked wrong."""

    right: bool
    notes: tuple[Note, ...]
    general: Markup
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBase:
    """What all kinds of question share; `digest` is taken from the normalised source."""

    id: str
    lesson: str
    kind: Kind
    prompt: Markup
    general: Markup = field(default_factory=Markup)
    hints: tuple[Markup, ...] = ()
    source: str = ""
    digest: str = ""
    line: int = field(default=1, compare=False)


def short_keys(texts: Iterable[str]) -> tuple[str, ...]:
    """A stable short key per text; equal texts are told apart by a number."""
    seen: dict[str, int] = {}
    keys = []
    for text in texts:
        key = hashlib.sha256(normalise(text).encode()).hexdigest()[:8]
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return tuple(keys)


def normalise(text: str) -> str:
    """The text without what nobody sees: line ends, trailing and repeated blanks."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def digest_of(text: str) -> str:
    """16 hex digits that change when the visible text changes."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()[:16]


def shuffled_keys(keys: Sequence[str], seed: str) -> tuple[str, ...]:
    """Deterministic for a seed; never the order given, unless there is only one."""
    mixed = sorted(keys, key=lambda key: hashlib.sha256(f"{seed}\0{key}".encode()).digest())
    if list(mixed) == list(keys):
        mixed = mixed[1:] + mixed[:1]
    return tuple(mixed)


def chosen_keys(answer: Answer, known: Iterable[str]) -> tuple[str, ...]:
    """The keys of a list answer; raises BadAnswer for another shape, unknown or double keys."""
    if isinstance(answer, (str, Mapping)) or not isinstance(answer, Sequence):
        raise BadAnswer("Diese Antwort passt nicht zur Frage. Bitte laden Sie die Seite neu.")
    keys = tuple(answer)
    known_keys = set(known)
    if any(not isinstance(key, str) or key not in known_keys for key in keys):
        raise BadAnswer("Die Frage wurde inzwischen geändert. Bitte antworten Sie noch einmal.")
    if len(set(keys)) != len(keys):
        raise BadAnswer("Eine Antwort ist doppelt angegeben. Bitte antworten Sie noch einmal.")
    return keys
