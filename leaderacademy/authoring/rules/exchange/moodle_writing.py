"""Writes questions as Moodle XML: every element that Moodle asks for, and no value it refuses."""

from collections.abc import Iterable
from typing import Any

from leaderacademy.authoring.rules.exchange.carried import Carried, Choice, short
from leaderacademy.authoring.rules.exchange.losses import lefts_and_rights, shown, words
from leaderacademy.authoring.rules.exchange.weights import shares

Element = Any  # lxml is imported late
_TYPES = {"single": "multichoice", "multi": "multichoice", "truefalse": "truefalse"}
_TYPES |= {"order": "matching", "match": "matching", "number": "numerical"}
_FEEDBACKS = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_NAME = 255  # Moodle cuts longer names


def write_moodle(parts: Iterable[tuple[str, list[Carried]]]) -> bytes:
    """The questions by category, as the bytes of a file in UTF-8."""
    from lxml import etree

    quiz = etree.Element("quiz")
    for category, questions in parts:
        _category(quiz, category)
        for question in questions:
            _question(quiz, question)
    etree.indent(quiz)
    made: bytes = etree.tostring(quiz, encoding="UTF-8", xml_declaration=True)
    return made


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    child = parent.makeelement(tag, attributes)
    child.text = text
    parent.append(child)
    return child


def _html(parent: Element, tag: str, html: str = "", **attributes: str) -> Element:
    """An element with a format and its <text>."""
    from lxml import etree

    child = _add(parent, tag, format="html", **attributes)
    text = _add(child, "text")
    html = _allowed(html)
    text.text = etree.CDATA(html) if "<" in html and "]]>" not in html else html
    return child


def _allowed(text: str) -> str:
    """XML has no way to write control characters."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def _category(quiz: Element, category: str) -> None:
    element = _add(quiz, "question", type="category")
    _add(_add(element, "category"), "text", f"$course$/top/{_allowed(category)}")
    _html(element, "info")
    _add(element, "idnumber", "")


def _question(quiz: Element, question: Carried) -> None:
    kind = _TYPES[question.kind]
    element = _add(quiz, "question", type=kind)
    name = short(words(question.prompt, block=True), _NAME) or question.id
    _add(_add(element, "name"), "text", _allowed(name))
    _html(element, "questiontext", shown(question.prompt))
    _html(element, "generalfeedback", shown(question.general))
    _add(element, "defaultgrade", "1.0000000")
    _add(element, "penalty", "1.0000000" if kind == "truefalse" else "0.3333333")
    _add(element, "hidden", "0")
    _add(element, "idnumber", question.id)
    if kind == "multichoice":
        _multichoice(element, question)
    elif kind == "truefalse":
        _true_or_false(element, question)
    elif kind == "matching":
        _matching(element, question)
    else:
        _numerical(element, question)
    # True or false is decided at once: Moodle keeps no hints for it.
    for hint in question.hints if kind != "truefalse" else ():
        _html(element, "hint", shown(hint))


def _answer(parent: Element, fraction: str, text: str, feedback: str, html: bool) -> Element:
    answer = _add(parent, "answer", fraction=fraction, format="html" if html else "plain_text")
    _add(answer, "text", _allowed(text))
    _html(answer, "feedback", shown(feedback))
    return answer


def _multichoice(element: Element, question: Carried) -> None:
    _add(element, "single", "true" if question.kind == "single" else "false")
    _add(element, "shuffleanswers", "true")
    _add(element, "answernumbering", "none")
    _add(element, "showstandardinstruction", "0")
    for tag in _FEEDBACKS:
        _html(element, tag)
    weights = iter(shares(sum(choice.right for choice in question.choices)))
    for choice in question.choices:
        fraction = next(weights) if choice.right else _wrong(question)
        _answer(element, fraction, shown(choice.text, block=False), choice.explanation, True)


def _wrong(question: Carried) -> str:
    """Ticking something wrong among several must not be worth anything."""
    return "-100" if question.kind == "multi" else "0"


def _true_or_false(element: Element, question: Carried) -> None:
    def says(word: str) -> Choice:
        return next(choice for choice in question.choices if choice.text == word)

    for word, choice in (("true", says("Stimmt")), ("false", says("Stimmt nicht"))):
        _answer(element, "100" if choice.right else "0", word, choice.explanation, False)


def _matching(element: Element, question: Carried) -> None:
    _add(element, "shuffleanswers", "true")
    for tag in _FEEDBACKS:
        _html(element, tag)
    for left, right in lefts_and_rights(question):
        part = _html(element, "subquestion", shown(left, block=False))
        _add(_add(part, "answer"), "text", _allowed(right))


def _numerical(element: Element, question: Carried) -> None:
    middle, slack = (question.low + question.high) / 2, (question.high - question.low) / 2
    values = [("100", f"{middle:f}", question.right_text)]
    values += [("0", f"{value:f}", text) for value, text in question.wrong]
    if question.otherwise.strip():
        values.append(("0", "*", question.otherwise))
    for fraction, value, feedback in values:
        answer = _answer(element, fraction, value, feedback, False)
        _add(answer, "tolerance", f"{slack:f}" if value != "*" else "0")
    _add(element, "unitgradingtype", "0")
    _add(element, "unitpenalty", "0.1000000")
    _add(element, "showunits", "3")
    _add(element, "unitsleft", "0")
