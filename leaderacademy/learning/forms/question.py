"""What a browser sends for a question, read as the kind of question wants it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from leaderacademy.content.course import (
    Answer,
    BadAnswer,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
)

LONGEST = 300


@dataclass(frozen=True)
class QuestionForm:
    """One submitted answer; `typed` is what to show again when it could not be used."""

    digest: str = ""
    client_id: str = ""
    after: str = ""
    shown: str = ""
    confidence: str | None = None
    chosen: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "QuestionForm":
        """Nothing is refused here: what is wrong is said at the question."""
        return cls(
            digest=form.get("digest", "")[:64],
            client_id=form.get("client_id", ""),
            after=form.get("after", "")[:20],
            shown=form.get("shown", "")[:64],
            confidence=form.get("confidence"),
            chosen=tuple(value[:LONGEST] for value in form.getlist("answer")[:100]),
            places=_prefixed(form, "place-"),
            pairs=_prefixed(form, "pair-"),
        )

    def answer_to(self, question: Question) -> Answer:
        """The answer in the shape of this kind of question; raises BadAnswer."""
        if isinstance(question, OrderQuestion):
            return self._order(question)
        if isinstance(question, MatchQuestion):
            return {left.key: self.pairs.get(left.key, "") for left in question.lefts}
        if isinstance(question, NumberQuestion):
            return self.chosen[0].strip() if self.chosen else ""
        if not self.chosen:
            several = question.kind == "multi"
            raise BadAnswer(f"Bitte wählen Sie {'mindestens ' if several else ''}eine Antwort.")
        return list(self.chosen)

    def _order(self, question: OrderQuestion) -> list[str]:
        keys = [item.key for item in question.items]
        places = {key: self.places.get(key, "") for key in keys}
        if sorted(places.values()) != sorted(str(n + 1) for n in range(len(keys))):
            raise BadAnswer("Jeder Platz darf genau einmal vergeben sein.")
        return sorted(keys, key=lambda key: int(places[key]))


def _prefixed(form: MultiDict[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix)[:LONGEST]: form[name][:LONGEST]
        for name in list(form)[:200]
        if name.startswith(prefix)
    }
