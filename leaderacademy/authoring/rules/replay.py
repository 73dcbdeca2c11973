"""What an edit does to one question: stored answers are graded again against the new version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from leaderacademy.content.course import (
    BadAnswer,
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    Verdict,
)

Change = Literal["same", "words", "kind", "solution", "flawed", "unflawed"]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that is the latest one of `learners` people, to the version with this digest."""

    question_id: str
    digest: str
    answer: Any
    learners: int


@dataclass(frozen=True, slots=True)
class Replay:
    """How many people an edited question concerns.

    `told` will read that it was changed; `righted` and `unrighted` get another verdict for their
    old answer because an option counts no more, or counts again; `differ` keep their verdict, but
    the new version would judge the same answer differently.
    """

    answered: int = 0
    told: int = 0
    righted: int = 0
    unrighted: int = 0
    differ: int = 0


def change_of(old: Question, new: Question) -> Change:
    """What kind of change this is; a corrected typo in the right option is one of words only."""
    if old.digest == new.digest:
        return "same"
    if type(old) is not type(new) or (old.kind == "multi") != (new.kind == "multi"):
        return "kind"
    flawed_before, flawed_now = flawed_keys(old), flawed_keys(new)
    if flawed_now - flawed_before:
        return "flawed"
    if _solution_differs(old, new):
        return "solution"
    return "unflawed" if flawed_before - flawed_now else "words"


def flawed_keys(question: Question | None) -> frozenset[str]:
    """The options that count for nobody."""
    return question.flawed_keys if isinstance(question, ChoiceQuestion) else frozenset()


def _solution_differs(old: Question, new: Question) -> bool:
    if isinstance(old, ChoiceQuestion) and isinstance(new, ChoiceQuestion):
        before = {option.key: option.right for option in old.options}
        return any(
            before[option.key] != option.right for option in new.options if option.key in before
        )
    if isinstance(old, OrderQuestion) and isinstance(new, OrderQuestion):
        known = {item.key for item in old.items} & {item.key for item in new.items}
        first, second = ([i.key for i in q.items if i.key in known] for q in (old, new))
        return first != second
    if isinstance(old, MatchQuestion) and isinstance(new, MatchQuestion):
        rights = {item.key for item in old.rights} & {item.key for item in new.rights}
        return any(
            new.pairs[left] != right
            for left, right in old.pairs.items()
            if left in new.pairs and right in rights and new.pairs[left] in rights
        )
    if isinstance(old, NumberQuestion) and isinstance(new, NumberQuestion):
        return (old.low, old.high) != (new.low, new.high)
    return True


def replay(
    old: Question | None,
    new: Question | None,
    given: Iterable[GivenAnswer],
    asked: Mapping[str, Question],
) -> Replay:
    """Every distinct answer is graded once; `asked` holds the versions that were answered."""
    answered = told = righted = unrighted = differ = 0
    for one in given:
        answered += one.learners
        if new is None:
            continue
        told += one.learners * (one.digest != new.digest)
        version = asked.get(one.digest)
        before = _verdict(version, one.answer, flawed_keys(old))
        after = _verdict(version, one.answer, flawed_keys(new))
        righted += one.learners * (_worth(before) < _worth(after))
        unrighted += one.learners * (_worth(before) > _worth(after))
        anew = _verdict(new, one.answer)
        if before is not None and anew is not None and before.counts and anew.counts:
            differ += one.learners * (before.right != anew.right)
    return Replay(answered, told, righted, unrighted, differ)


def _verdict(
    question: Question | None, answer: Any, flawed: frozenset[str] = frozenset()
) -> Verdict | None:
    """None when this version cannot grade the answer, or is not known any more."""
    try:
        if isinstance(question, ChoiceQuestion):
            return question.grade(answer, flawed=flawed)
        return question.grade(answer) if question is not None else None
    except BadAnswer:
        return None


def _worth(verdict: Verdict | None) -> int:
    return 0 if verdict is None else 1 + verdict.right
