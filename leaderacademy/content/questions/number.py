"""Number questions: a value within bounds, with explained typical wrong values."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from markupsafe import Markup

from leaderacademy.content.numbers import BadNumber, parse_number
from leaderacademy.content.questions.answers import Answer, BadAnswer, Note, QuestionBase, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(QuestionBase):
    """Right is `low` to `high`; `solution` is the answer as the author wrote it."""

    low: Decimal
    high: Decimal
    solution: str
    right_text: Markup = field(default_factory=Markup)
    unit: str = ""
    wrong: tuple[tuple[Decimal, Markup], ...] = ()
    otherwise: Markup = field(default_factory=Markup)

    def grade(self, answer: Answer) -> Verdict:
        """The answer is the text as typed, in German notation."""
        if not isinstance(answer, str):
            raise BadAnswer("Diese Antwort passt nicht zur Frage. Bitte laden Sie die Seite neu.")
        try:
            value = parse_number(answer, self.unit)
        except BadNumber as error:
            raise BadAnswer(str(error)) from error
        if self.low <= value <= self.high:
            return Verdict(True, _note(self.right_text, True), self.general)
        return Verdict(False, _note(self._explain(value), False), self.general)

    def _explain(self, value: Decimal) -> Markup:
        """An exact typical value first, then one within the tolerance of the answer."""
        exact = (text for number, text in self.wrong if number == value)
        slack = (self.high - self.low) / 2
        near = (text for number, text in self.wrong if abs(number - value) <= slack)
        return next(exact, None) or next(near, None) or self.otherwise


def _note(text: Markup, right: bool) -> tuple[Note, ...]:
    return (Note("", text, right),) if text else ()
