"""A wrong answer to every kind of question, for a trainer who wants to see what is said then."""

from decimal import Decimal

from leaderacademy.content.course import (
    Answer,
    BadAnswer,
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
)


def wrong_answer(question: Question) -> Answer | None:
    """The first wrong answer that can be given; None when there is none."""
    for answer in _candidates(question):
        try:
            verdict = question.grade(answer)
        except BadAnswer:
            continue
        if not verdict.right:
            return answer
    return None


def _candidates(question: Question) -> list[Answer]:
    if isinstance(question, ChoiceQuestion):
        wrong = [[option.key] for option in question.options if not option.right]
        return [*wrong, *([option.key] for option in question.options)]
    if isinstance(question, OrderQuestion):
        keys = [item.key for item in question.items]
        return [_with_mistake(question, keys), keys[::-1]]
    if isinstance(question, MatchQuestion):
        return _confused(question)
    return _wrong_numbers(question)


def _with_mistake(question: OrderQuestion, keys: list[str]) -> list[str]:
    """The order in which the first explained mistake has been made."""
    if not question.mistakes:
        return keys[1:] + keys[:1]
    first = question.mistakes[0]
    early = keys[first.before - 1]
    rest = [key for key in keys if key != early]
    place = rest.index(keys[first.after - 1])
    return [*rest[:place], early, *rest[place:]]


def _confused(question: MatchQuestion) -> list[Answer]:
    right = dict(question.pairs)
    told = [{**right, mistake.left: mistake.right} for mistake in question.mistakes]
    first = question.lefts[0].key
    others = [{**right, first: item.key} for item in question.rights]
    return [*told, *others]


def _wrong_numbers(question: NumberQuestion) -> list[Answer]:
    told = [str(number).replace(".", ",") for number, _ in question.wrong]
    return [*told, str(question.high + Decimal(7)).replace(".", ",")]
