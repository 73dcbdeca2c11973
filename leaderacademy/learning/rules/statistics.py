"""What one person's attempts add to the sums over everybody; whatever is added can be taken back.

The sums are those of `contribution` over all people. So merging two people is taking back both and
adding the merged one, and deleting somebody is taking back one: no sum is ever estimated.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from leaderacademy.learning.rules.answers import canonical

# Below so many other questions a person's score says nothing about what they know.
LEAST_OTHERS = 4
TRIES = ("after_1", "after_2", "after_3")


class Try(NamedTuple):
    """One attempt with its verdict; `counts` is False when only a flawed option was chosen."""

    question_id: str
    digest: str
    answer_key: str
    right: bool
    counts: bool
    sure: bool
    day: date


# One number in the sums: the table, the key of the row, and the column.
Cell = tuple[str, tuple[Any, ...], str]
Sums = Counter[Cell]


def contribution(tries: Iterable[Try]) -> Sums:
    """What the attempts of one person, in the order in which they were made, add to the sums."""
    sums: Sums = Counter()
    by_question: dict[str, list[Try]] = {}
    first: Try | None = None
    for one in tries:
        first = first or one
        by_question.setdefault(one.question_id, []).append(one)
        sums["answer", (one.question_id, one.digest, one.answer_key), "attempts"] += 1
    if first is not None:
        sums["date", ("first-answer", first.day), "count"] += 1
    for of_question in by_question.values():
        _add_question(sums, of_question)
    _add_pairs(sums, [found[0] for found in by_question.values() if found[0].counts])
    return sums


def _add_question(sums: Sums, tries: Sequence[Try]) -> None:
    first = tries[0]
    row = (first.question_id, first.digest)
    columns = ["answered", *(["counted"] if first.counts else [])]
    if first.counts and first.right:
        columns.append("right")
    day = (*row, first.day)
    for column in columns:
        sums["question", row, column] += 1
        sums["day", day, column] += 1
    if first.sure and first.counts:
        sums["question", row, "sure"] += 1
        sums["question", row, "sure_wrong"] += not first.right
    sums["question", row, "attempts"] += len(tries)
    sums["answer", (*row, first.answer_key), "firsts"] += 1
    last = tries[-1]
    sums["answer", (last.question_id, last.digest, last.answer_key), "lasts"] += 1
    counting = [one.right for one in tries if one.counts]
    if counting:
        sums["question", row, _until_right(counting)] += 1


def _until_right(verdicts: Sequence[bool]) -> str:
    if True not in verdicts:
        return "never"
    tries = verdicts.index(True)
    return TRIES[tries] if tries < len(TRIES) else "after_more"


def _add_pairs(sums: Sums, firsts: Sequence[Try]) -> None:
    """Right or wrong beside the share of the other questions that was right, in thousandths."""
    others = len(firsts) - 1
    if others < LEAST_OTHERS:
        return
    score = sum(one.right for one in firsts)
    for one in firsts:
        rest = round(1000 * (score - one.right) / others)
        row = (one.question_id, one.digest)
        sums["question", row, "pair_n"] += 1
        sums["question", row, "pair_r"] += rest
        sums["question", row, "pair_rr"] += rest * rest
        if one.right:
            sums["question", row, "pair_x"] += 1
            sums["question", row, "pair_xr"] += rest


def answer_text(answer: Any) -> str:
    """One text per answer; several options are the same answer in any order."""
    return canonical(sorted(answer) if isinstance(answer, list) else answer)
