"""Writes questions in GIFT: our Markdown stays Markdown, which Moodle reads as such."""

from collections.abc import Iterable

from leaderacademy.authoring.rules.exchange.carried import Carried, short
from leaderacademy.authoring.rules.exchange.losses import lefts_and_rights, words
from leaderacademy.authoring.rules.exchange.weights import shares

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": "\\n", "\r": ""})


def write_gift(parts: Iterable[tuple[str, list[Carried]]]) -> str:
    """The questions by category, as the text of a file."""
    lines = ["// GIFT, in Moodle unter Fragensammlung – Import zu öffnen", ""]
    for category, questions in parts:
        # Moodle reads a category as a path; a slash in a name is doubled.
        lines += [f"$CATEGORY: $course$/top/{one_line(category)}", ""]
        for question in questions:
            lines += [gift_of(question), ""]
    return "\n".join(lines)


def one_line(category: str) -> str:
    """A path of names as one line."""
    return " ".join(category.split())


def gift_of(question: Carried) -> str:
    """One question; no line of it is blank, because a blank line would end it."""
    name = short(words(question.prompt, block=True), 100)
    general = f"\n####{_text(question.general)}" if question.general.strip() else ""
    head = f"// [id:{question.id}]\n" if question.id else ""
    title = f"::{_escaped(name)}::" if name else ""
    body = f"{{\n{_answers(question)}{general}\n}}"
    return f"{head}{title}[markdown]{_escaped(question.prompt.strip())} {body}"


def _answers(question: Carried) -> str:
    if question.kind == "truefalse":
        return _true_or_false(question)
    if question.kind == "number":
        return _numbers(question)
    if question.kind in ("order", "match"):
        pairs = lefts_and_rights(question)
        return "\n".join(f"={_left(left)} -> {_escaped(right)}" for left, right in pairs)
    weights = iter(shares(sum(choice.right for choice in question.choices)))
    lines = []
    for choice in question.choices:
        if question.kind == "single":
            mark = "=" if choice.right else "~"
        else:
            mark = f"~%{next(weights)}%" if choice.right else "~%-100%"
        lines.append(mark + _text(choice.text) + _feedback(choice.explanation))
    return "\n".join(lines)


def _true_or_false(question: Carried) -> str:
    right = next(choice for choice in question.choices if choice.right)
    wrong = next(choice for choice in question.choices if not choice.right)
    answer = "TRUE" if right.text == "Stimmt" else "FALSE"
    if not right.explanation and not wrong.explanation:
        return answer
    return f"{answer}#{_text(wrong.explanation)}#{_text(right.explanation)}"


def _numbers(question: Carried) -> str:
    middle, slack = (question.low + question.high) / 2, (question.high - question.low) / 2
    lines = ["#", f"={middle:f}:{slack:f}{_feedback(question.right_text)}"]
    lines += [f"=%0%{value:f}:{slack:f}{_feedback(text)}" for value, text in question.wrong]
    if question.otherwise.strip():
        lines.append(f"=%0%*{_feedback(question.otherwise)}")
    return "\n".join(lines)


def _left(text: str) -> str:
    # There is no way to escape the arrow.
    return _text(text).replace("->", "→")


def _feedback(text: str) -> str:
    return f"#{_text(text)}" if text.strip() else ""


def _text(text: str) -> str:
    """An answer or a feedback; what begins like a format or like marks says that it is neither."""
    text = text.strip()
    return ("[markdown]" if text.startswith(("[", "%")) else "") + _escaped(text)


def _escaped(text: str) -> str:
    return text.translate(_SIGNS)
