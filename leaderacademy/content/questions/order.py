"""Order questions: steps to be put in the right order, with explained mistakes."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from leaderacademy.content.questions.answers import (
    Answer,
    BadAnswer,
    Item,
    Note,
    QuestionBase,
    Verdict,
    chosen_keys,
    shuffled_keys,
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """Applies when item `before` stands before `after` (numbers of the right order, from 1)."""

    before: int
    after: int
    explanation: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderQuestion(QuestionBase):
    """`items` stand in the right order; the answer is the list of all item keys."""

    items: tuple[Item, ...]
    mistakes: tuple[Mistake, ...] = ()

    def grade(self, answer: Answer) -> Verdict:
        """Right only when every item stands in its place; the first mistake that fits is told."""
        right_order = tuple(item.key for item in self.items)
        keys = chosen_keys(answer, right_order)
        if len(keys) != len(right_order):
            raise BadAnswer("Bitte bringen Sie alle Schritte in eine Reihenfolge.")
        if keys == right_order:
            return Verdict(True, (), self.general)
        mistake = self._mistake_in(keys)
        if mistake is None:
            return Verdict(False, (), self.general)
        note = Note(right_order[mistake.before - 1], mistake.explanation, False)
        return Verdict(False, (note,), Markup())

    def _mistake_in(self, keys: tuple[str, ...]) -> Mistake | None:
        place = {key: number for number, key in enumerate(keys)}
        ranks = [place[item.key] for item in self.items]
        fitting = (m for m in self.mistakes if ranks[m.before - 1] < ranks[m.after - 1])
        return next(fitting, None)

    def shuffled(self, seed: str) -> tuple[Item, ...]:
        """The items mixed: the same for the same seed, never in the right order."""
        by_key = {item.key: item for item in self.items}
        return tuple(by_key[key] for key in shuffled_keys(tuple(by_key), f"{seed}{self.id}"))
