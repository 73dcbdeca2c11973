"""Match questions: every left item gets one right item, with explained confusions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from leaderacademy.content.questions.answers import (
    Answer,
    BadAnswer,
    Item,
    Note,
    QuestionBase,
    Verdict,
    shuffled_keys,
)


@dataclass(frozen=True, slots=True)
class Confusion:
    """Told when `left` was given `right`."""

    left: str
    right: str
    explanation: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchQuestion(QuestionBase):
    """The answer maps every left key to a right key; a right item may serve several left ones."""

    lefts: tuple[Item, ...]
    rights: tuple[Item, ...]
    pairs: Mapping[str, str]
    mistakes: tuple[Confusion, ...] = ()

    def grade(self, answer: Answer) -> Verdict:
        """One note per wrong pair that has an explanation; the general one covers the rest."""
        given = self._given(answer)
        wrong = [item.key for item in self.lefts if given[item.key] != self.pairs[item.key]]
        if not wrong:
            return Verdict(True, (), self.general)
        told = {(mistake.left, mistake.right): mistake.explanation for mistake in self.mistakes}
        notes = [
            Note(left, told[(left, given[left])], False)
            for left in wrong
            if (left, given[left]) in told
        ]
        general = self.general if len(notes) < len(wrong) else Markup()
        silent = [Note(left, Markup(), False) for left in wrong if (left, given[left]) not in told]
        return Verdict(False, tuple(notes + silent), general)

    def _given(self, answer: Answer) -> dict[str, str]:
        if not isinstance(answer, Mapping):
            raise BadAnswer("Diese Antwort passt nicht zur Frage. Bitte laden Sie die Seite neu.")
        given = {str(left): str(right) for left, right in answer.items() if right}
        if set(given) - set(self.pairs) or set(given.values()) - {item.key for item in self.rights}:
            raise BadAnswer("Die Frage wurde inzwischen geändert. Bitte antworten Sie noch einmal.")
        if len(given) != len(self.lefts):
            raise BadAnswer("Bitte ordnen Sie jeder Zeile etwas zu.")
        return given

    def shuffled(self, seed: str) -> tuple[Item, ...]:
        """The right side mixed: the same for the same seed, never in the order of the left side."""
        by_key = {item.key: item for item in self.rights}
        return tuple(by_key[key] for key in shuffled_keys(tuple(by_key), f"{seed}{self.id}"))
