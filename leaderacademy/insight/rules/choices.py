"""What people answered first, counted per option, order, pair or number."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from leaderacademy.content.course import ChoiceQuestion, MatchQuestion, Question
from leaderacademy.insight.rules.numbers import LEAST, Share, amount, hide_small
from leaderacademy.learning.rules.asked import answer_in_words

MOST = 8


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """One answer and how many people gave it first."""

    answer: Any
    right: bool
    counts: bool
    people: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: what was chosen, whether that is right, and how many did (None: hidden)."""

    text: Markup
    right: bool
    flawed: bool
    people: int | None
    share: Share

    @property
    def amount(self) -> str:
        return amount(1) if self.people is None else amount(self.people)

    @property
    def shown(self) -> str:
        """The share, unless the people must stay hidden."""
        return "" if self.people is None else self.share.text


def choices_of(question: Question, firsts: Iterable[FirstAnswer]) -> list[Choice]:
    """The options in their order; for other questions the commonest answers."""
    given = list(firsts)
    whole = sum(one.people for one in given)
    if isinstance(question, ChoiceQuestion):
        return _options(question, given, whole)
    if isinstance(question, MatchQuestion):
        return _pairs(question, given, whole)
    common = sorted(given, key=lambda one: -one.people)[:MOST]
    return [
        Choice(
            Markup(", ").join(answer_in_words(question, one.answer)),
            one.right,
            False,
            one.people,
            Share(one.people, whole),
        )
        for one in common
        if one.people >= LEAST
    ]


def _options(question: ChoiceQuestion, given: list[FirstAnswer], whole: int) -> list[Choice]:
    counts: Counter[str] = Counter()
    for one in given:
        for key in one.answer if isinstance(one.answer, list) else ():
            counts[key] += one.people
    numbers = [counts[option.key] for option in question.options]
    # Several answers are no parts of a whole: who did not choose one must stay hidden as well.
    shown = hide_small(numbers)
    if question.kind == "multi":
        shown = [None if 0 < n < LEAST or 0 < whole - n < LEAST else n for n in numbers]
    return [
        Choice(option.text, option.right, option.flawed, people, Share(number, whole))
        for option, number, people in zip(question.options, numbers, shown, strict=True)
    ]


def _pairs(question: MatchQuestion, given: list[FirstAnswer], whole: int) -> list[Choice]:
    """The commonest confusions."""
    rights = {item.key: item.text for item in question.rights}
    lefts = {item.key: item.text for item in question.lefts}
    counts: Counter[tuple[str, str]] = Counter()
    for one in given:
        pairs = one.answer if isinstance(one.answer, Mapping) else {}
        for left, right in pairs.items():
            counts[left, right] += one.people
    return [
        Choice(
            Markup("{} → {}").format(lefts[left], rights[right]),
            question.pairs.get(left) == right,
            False,
            people,
            Share(people, whole),
        )
        for (left, right), people in counts.most_common(2 * MOST)
        if left in lefts and right in rights and people >= LEAST
    ]
