"""What Moodle asks of an XML file of questions before it imports it without a word.

The rules are facts about Moodle's importer: which elements a kind of question must have, which
marks are in its list, how many answers it wants, and that names and id numbers fit its columns.
"""

import base64
import re
from typing import Any

from lxml import etree

# Moodle's list of marks in percent; everything else stops the import.
GRADES = {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667}
GRADES |= {14.28571, 12.5, 11.11111, 10, 5}
FRACTIONS = {0.0} | GRADES | {-grade for grade in GRADES}
SHOWING = ("questiontext", "generalfeedback", "hint", "subquestion", "answer", "feedback")
COMMON = ("name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden")
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
ORDERING = {
    "layouttype": ("VERTICAL", "HORIZONTAL"),
    "selecttype": ("ALL", "RANDOM", "CONTIGUOUS"),
    "gradingtype": ("ALL_OR_NOTHING", "ABSOLUTE_POSITION", "RELATIVE_NEXT_EXCLUDE_LAST"),
    "showgrading": ("SHOW", "HIDE"),
    "numberingstyle": ("none", "123", "abc", "ABCD", "iii", "IIII"),
}
NEEDED = {
    "multichoice": ("single", "shuffleanswers", "answernumbering", *COMBINED, "answer"),
    "truefalse": ("answer",),
    "matching": ("shuffleanswers", *COMBINED, "subquestion"),
    # In Moodle's core since 4.4; its options are read by these names and values.
    "ordering": ("selectcount", *ORDERING, *COMBINED, "shownumcorrect", "answer"),
    "numerical": ("answer", "unitgradingtype", "unitpenalty", "showunits", "unitsleft"),
}
FORMATS = ("html", "moodle_auto_format", "plain_text", "markdown")


def complaints(data: bytes) -> list[str]:
    """Everything at which Moodle would stop, warn or guess."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    found = [] if root.tag == "quiz" else ["root is not quiz"]
    if not data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>"):
        found.append("no XML declaration")
    numbers: dict[str, set[str]] = {}
    category = ""
    for question in root:
        kind = question.get("type")
        if kind == "category":
            category = question.findtext("category/text") or ""
            found += _category(question, category)
        elif kind not in NEEDED:
            found.append(f"unknown type {kind}")
        else:
            found += _question(question, kind, numbers.setdefault(category, set()))
    return found


def _category(question: Any, path: str) -> list[str]:
    found = [] if path.startswith("$course$/top/") else ["category without context"]
    names = path.replace("//", "\0").split("/")
    found += [f"category name too long: {name}" for name in names if len(name) > 255]
    found += ["empty category name"] * any(not name.strip() for name in names)
    if question.find("info/text") is None or question.find("info").get("format") not in FORMATS:
        found.append("category without info")
    return found


def _question(question: Any, kind: str, numbers: set[str]) -> list[str]:
    name = question.findtext("name/text") or ""
    found = [f"{kind} {name!r} lacks {tag}" for tag in COMMON if question.find(tag) is None]
    found += [f"{kind} {name!r} lacks {tag}" for tag in NEEDED[kind] if question.find(tag) is None]
    if not name.strip() or len(name) > 255:
        found.append(f"name {name!r}")
    if not (question.findtext("questiontext/text") or "").strip():
        found.append(f"{name!r} asks nothing")
    number = question.findtext("idnumber") or ""
    if len(number) > 100 or number in numbers:
        found.append(f"idnumber {number!r}")
    numbers.add(number)
    if not 0 <= float(question.findtext("penalty") or 0) <= 1:
        found.append("penalty")
    found += _texts(question, name)
    return found + [f"{name!r}: {text}" for text in _answers(question, kind)]


def _texts(question: Any, name: str) -> list[str]:
    every = question.iter(*SHOWING)
    found = [f"{name!r}: {text}" for element in every for text in _files(element)]
    for tag in ("questiontext", "generalfeedback", "hint", "subquestion", "feedback"):
        for element in question.iter(tag):
            lacks = element.get("format") not in FORMATS or element.find("text") is None
            found += [f"{name!r}: {tag} without format or text"] * lacks
    return found


def _files(element: Any) -> list[str]:
    """A text's pictures lie beside it, each once, and all of them are shown."""
    names = [file.get("name") for file in element.findall("file")]
    shown = set(re.findall(r'src="@@PLUGINFILE@@/([^"]+)"', element.findtext("text") or ""))
    found = ["a picture twice"] * (len(names) != len(set(names)))
    found += ["pictures and files differ"] * (shown != set(names))
    for file in element.findall("file"):
        if (file.get("path"), file.get("encoding")) != ("/", "base64"):
            found.append("a file without path or encoding")
        if not base64.b64decode(file.text or "", validate=True):
            found.append("an empty file")
    return found


def _answers(question: Any, kind: str) -> list[str]:
    if kind == "matching":
        return _subquestions(question)
    if kind == "ordering":
        return _ordering(question)
    marks = [float(answer.get("fraction")) for answer in question.findall("answer")]
    found = [f"mark {mark}" for mark in marks if all(abs(mark - one) > 1e-4 for one in FRACTIONS)]
    for answer in question.findall("answer"):
        if answer.get("format") not in FORMATS or answer.find("feedback/text") is None:
            found.append("answer without format or feedback")
        if not (answer.findtext("text") or "").strip():
            found.append("empty answer")
    total = sum(mark for mark in marks if mark > 0)
    if kind == "multichoice" and question.findtext("single") == "false":
        return found + [f"marks add up to {total}"] * (abs(total - 100) > 0.01)
    found += _of_kind(question, kind, marks)
    return found + ["no full mark"] * (max(marks) != 100) + ["few"] * (len(marks) < _least(kind))


def _of_kind(question: Any, kind: str, marks: list[float]) -> list[str]:
    if kind == "multichoice":
        known = question.findtext("answernumbering") in ("none", "abc")
        return [] if known else ["answernumbering"]
    if kind == "truefalse":
        words = [answer.findtext("text") for answer in question.findall("answer")]
        return [] if words == ["true", "false"] and sorted(marks) == [0, 100] else ["truefalse"]
    return _numbers(question)


def _least(kind: str) -> int:
    return 1 if kind == "numerical" else 2


def _numbers(question: Any) -> list[str]:
    number = re.compile(r"-?[0-9]+(\.[0-9]+)?")
    found = []
    for answer in question.findall("answer"):
        value = answer.findtext("text")
        if value != "*" and not number.fullmatch(value):
            found.append(f"no number {value}")
        if not number.fullmatch(answer.findtext("tolerance") or ""):
            found.append("no tolerance")
    return found


def _ordering(question: Any) -> list[str]:
    """What Moodle does not know it replaces in silence; here that is a complaint."""
    found = [
        f"{tag} {question.findtext(tag)}"
        for tag, known in ORDERING.items()
        if question.findtext(tag) not in known
    ]
    items = question.findall("answer")
    places = [float(item.get("fraction")) for item in items]
    found += ["places"] * (places != [float(n) for n in range(1, len(items) + 1)])
    found += ["few"] * (len(items) < 2)
    found += ["selectcount"] * (question.findtext("selectcount") != str(len(items)))
    for item in items:
        if item.get("format") not in FORMATS or item.find("feedback/text") is None:
            found.append("item without format or feedback")
        if not (item.findtext("text") or "").strip():
            found.append("empty item")
    return found


def _subquestions(question: Any) -> list[str]:
    parts = question.findall("subquestion")
    answers = [part.findtext("answer/text") for part in parts]
    asked = [part for part in parts if (part.findtext("text") or "").strip()]
    found = ["an empty answer"] * any(not (text or "").strip() for text in answers)
    return found + ["too few pairs"] * (len(asked) < 2 or len(answers) < 3)
