"""Choice questions: one answer, several answers, true or false."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup

from leaderacademy.content.questions.answers import (
    Answer,
    BadAnswer,
    Note,
    Option,
    QuestionBase,
    Verdict,
    chosen_keys,
)

_FLAWED = Markup("Diese Option war fehlerhaft und zählt nicht.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceQuestion(QuestionBase):
    """kind is 'single', 'multi' or 'truefalse'; the answer is a list of option keys."""

    options: tuple[Option, ...]

    @property
    def flawed_keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.flawed)

    def option(self, key: str) -> Option:
        return next(option for option in self.options if option.key == key)

    def grade(self, answer: Answer, flawed: Collection[str] = ()) -> Verdict:
        """Grades; `flawed` adds keys found flawed after this version was asked."""
        keys = chosen_keys(answer, (option.key for option in self.options))
        ignored = self.flawed_keys | set(flawed)
        if self.kind == "multi":
            return self._grade_several(set(keys), ignored)
        return self._grade_one(keys, ignored)

    def _grade_one(self, keys: tuple[str, ...], ignored: frozenset[str]) -> Verdict:
        if len(keys) != 1:
            raise BadAnswer("Bitte wählen Sie genau eine Antwort.")
        option = self.option(keys[0])
        if option.key in ignored:
            # What was said about an option before it turned out flawed would mislead now.
            text = option.explanation if option.flawed else _FLAWED
            return Verdict(True, (Note(option.key, text, True),), self.general, counts=False)
        return Verdict(option.right, _notes([option], option.right), self.general)

    def _grade_several(self, ticked: set[str], ignored: frozenset[str]) -> Verdict:
        if not ticked:
            raise BadAnswer("Bitte wählen Sie mindestens eine Antwort.")
        counted = [option for option in self.options if option.key not in ignored]
        wrong = [option for option in counted if option.right != (option.key in ticked)]
        if wrong:
            return Verdict(False, _notes(wrong, False), self.general)
        praised = [option for option in counted if option.right]
        return Verdict(True, _notes(praised, True), self.general, bool(counted))


def _notes(options: list[Option], right: bool) -> tuple[Note, ...]:
    return tuple(Note(option.key, option.explanation, right) for option in options)
