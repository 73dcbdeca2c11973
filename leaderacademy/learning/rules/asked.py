"""An answer in words, read against the question as it was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from leaderacademy.content.course import (
    ChoiceQuestion,
    MatchQuestion,
    OrderQuestion,
    Question,
)

KINDS = {
    "single": "Eine Antwort",
    "multi": "Mehrere Antworten",
    "truefalse": "Stimmt oder stimmt nicht",
    "order": "Reihenfolge",
    "match": "Zuordnen",
    "number": "Zahl eingeben",
}


def answer_in_words(question: Question, answer: Any) -> list[Markup]:
    """One line per chosen option, ordered item or pair; a number as it was typed."""
    if isinstance(question, ChoiceQuestion) and _is_list(answer):
        texts = {option.key: option.text for option in question.options}
        return [texts[key] for key in answer if key in texts]
    if isinstance(question, OrderQuestion) and _is_list(answer):
        items = {item.key: item.text for item in question.items}
        return [items[key] for key in answer if key in items]
    if isinstance(question, MatchQuestion) and isinstance(answer, Mapping):
        rights = {item.key: item.text for item in question.rights}
        return [
            Markup("{} → {}").format(left.text, rights[answer[left.key]])
            for left in question.lefts
            if answer.get(left.key) in rights
        ]
    return [Markup("{}").format(answer)] if isinstance(answer, str) else []


def _is_list(answer: Any) -> bool:
    return isinstance(answer, Sequence) and not isinstance(answer, str)
