"""Writes questions as Moodle XML: every element that Moodle asks for, and no value it refuses."""

from collections.abc import Iterable, Mapping
from typing import Any

from leaderacademy.authoring.rules.exchange.carried import Carried, Choice, short
from leaderacademy.authoring.rules.exchange.enclosed import enclose
from leaderacademy.authoring.rules.exchange.losses import lefts_and_rights, shown, words
from leaderacademy.authoring.rules.exchange.weights import shares

Element = Any  # lxml is imported late
_TYPES = {"single": "multichoice", "multi": "multichoice", "truefalse": "truefalse"}
_TYPES |= {"order": "ordering", "match": "matching", "number": "numerical"}
_FEEDBACKS = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_NAME = 255  # Moodle cuts longer names


def write_moodle(
    parts: Iterable[tuple[str, list[Carried]]], pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The questions by category, as the bytes of a file in UTF-8; `pictures` go along."""
    from lxml import etree

    quiz = etree.Element("quiz")
    for category, questions in parts:
        _category(quiz, category)
        for question in questions:
            _Writer(quiz, question, pictures or {})
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


class _Writer:
    """One question below `quiz`."""

    def __init__(self, quiz: Element, question: Carried, pictures: Mapping[str, bytes]) -> None:
        self.pictures, self.asked = pictures, question
        self.kind = _TYPES[question.kind]
        self.element = _add(quiz, "question", type=self.kind)
        self._head()
        of_kind = {
            "multichoice": self._multichoice,
            "truefalse": self._true_or_false,
            "matching": self._matching,
            "ordering": self._ordering,
            "numerical": self._numerical,
        }
        of_kind[self.kind]()
        # True or false is decided at once: Moodle keeps no hints for it.
        for hint in question.hints if self.kind != "truefalse" else ():
            self._text(self.element, "hint", hint)

    def _head(self) -> None:
        element, question = self.element, self.asked
        name = short(words(question.prompt, block=True), _NAME) or question.id
        _add(_add(element, "name"), "text", _allowed(name))
        self._text(element, "questiontext", question.prompt)
        self._text(element, "generalfeedback", question.general)
        _add(element, "defaultgrade", "1.0000000")
        _add(element, "penalty", "1.0000000" if self.kind == "truefalse" else "0.3333333")
        _add(element, "hidden", "0")
        _add(element, "idnumber", question.id)

    def _text(
        self, parent: Element, tag: str, text: str, block: bool = True, **attributes: str
    ) -> Element:
        """Markdown as HTML, with the pictures that it shows."""
        html = shown(text, block, self.pictures)
        child = _html(parent, tag, html, **attributes)
        enclose(child, html, self.pictures)
        return child

    def _answer(self, fraction: str, plain: str, feedback: str) -> Element:
        answer = _add(self.element, "answer", fraction=fraction, format="plain_text")
        _add(answer, "text", _allowed(plain))
        self._text(answer, "feedback", feedback)
        return answer

    def _multichoice(self) -> None:
        element, question = self.element, self.asked
        _add(element, "single", "true" if question.kind == "single" else "false")
        _add(element, "shuffleanswers", "true")
        _add(element, "answernumbering", "none")
        _add(element, "showstandardinstruction", "0")
        self._feedbacks()
        weights = iter(shares(sum(choice.right for choice in question.choices)))
        for choice in question.choices:
            fraction = next(weights) if choice.right else self._wrong()
            answer = self._text(element, "answer", choice.text, False, fraction=fraction)
            self._text(answer, "feedback", choice.explanation)

    def _wrong(self) -> str:
        """Ticking something wrong among several must not be worth anything."""
        return "-100" if self.asked.kind == "multi" else "0"

    def _feedbacks(self) -> None:
        for tag in _FEEDBACKS:
            _html(self.element, tag)

    def _true_or_false(self) -> None:
        def says(word: str) -> Choice:
            return next(choice for choice in self.asked.choices if choice.text == word)

        for word, choice in (("true", says("Stimmt")), ("false", says("Stimmt nicht"))):
            self._answer("100" if choice.right else "0", word, choice.explanation)

    def _matching(self) -> None:
        _add(self.element, "shuffleanswers", "true")
        self._feedbacks()
        for left, right in lefts_and_rights(self.asked):
            part = self._text(self.element, "subquestion", left, False)
            _add(_add(part, "answer"), "text", _allowed(right))

    def _ordering(self) -> None:
        """The place of an item is its fraction; all are shown, and only the whole order counts."""
        options = (
            ("layouttype", "VERTICAL"),
            ("selecttype", "ALL"),
            ("selectcount", str(len(self.asked.steps))),
            ("gradingtype", "ALL_OR_NOTHING"),
            ("showgrading", "HIDE"),
            ("numberingstyle", "none"),
        )
        for tag, value in options:
            _add(self.element, tag, value)
        self._feedbacks()
        _add(self.element, "shownumcorrect", "0")
        for place, step in enumerate(self.asked.steps, start=1):
            answer = self._text(self.element, "answer", step, False, fraction=f"{place}.0000000")
            _html(answer, "feedback")

    def _numerical(self) -> None:
        element, question = self.element, self.asked
        middle, slack = (question.low + question.high) / 2, (question.high - question.low) / 2
        values = [("100", f"{middle:f}", question.right_text)]
        values += [("0", f"{value:f}", text) for value, text in question.wrong]
        if question.otherwise.strip():
            values.append(("0", "*", question.otherwise))
        for fraction, value, feedback in values:
            answer = self._answer(fraction, value, feedback)
            _add(answer, "tolerance", f"{slack:f}" if value != "*" else "0")
        _add(element, "unitgradingtype", "0")
        _add(element, "unitpenalty", "0.1000000")
        _add(element, "showunits", "3")
        _add(element, "unitsleft", "0")
