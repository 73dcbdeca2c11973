"""GIFT as Moodle takes it apart, step by step: a second reader that knows nothing of ours.

The steps are facts about Moodle's importer: questions end at blank lines, escaped signs are hidden
first, the first brace opens the answers and the next one closes them, and then single signs cut.
"""

import re

from tests.authoring.exchange.strict import FRACTIONS

_HIDDEN = {"\\:": "\x01", "\\#": "\x02", "\\=": "\x03", "\\{": "\x04", "\\}": "\x05", "\\~": "\x06"}
_HIDDEN["\\n"] = "\x07"
_SHOWN = dict(zip("\x01\x02\x03\x04\x05\x06\x07", ":#={}~\n", strict=True))
_WEIGHT = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")


def moodle_reads(text: str) -> list[tuple[str, str, list[tuple[float, str, str]]]]:
    """Kind, question and answers (percent, text, feedback) of each question; raises ValueError."""
    return [_question(part) for part in re.split(r"\n\s*\n", text) if _without_comments(part)]


def _without_comments(part: str) -> str:
    lines = [line for line in part.split("\n") if not line.strip().startswith("//")]
    text = "\n".join(lines).strip()
    return "" if text.startswith("$CATEGORY:") else text


def _question(part: str) -> tuple[str, str, list[tuple[float, str, str]]]:
    text = _without_comments(part).replace("\\\\", "\x00")
    for escaped, hidden in _HIDDEN.items():
        text = text.replace(escaped, hidden)
    if text.startswith("::"):
        text = text[2:].split("::", 1)[1].strip()
    opened, closed = text.find("{"), text.find("}")
    if not -1 < opened < closed or text[closed + 1 :].strip():
        raise ValueError(f"braces in {part!r}")
    asked, answers = text[:opened], text[opened + 1 : closed].strip()
    answers, _, _ = answers.rpartition("####") if "####" in answers else (answers, "", "")
    return _kind(answers.strip()), _plain(asked), _answers(answers.strip())


def _kind(answers: str) -> str:
    if answers.startswith("#"):
        return "numerical"
    if "~" in answers:
        return "multichoice" if "=" in answers else "multianswer"
    if "=" in answers and "->" in answers:
        return "match"
    if answers.split("#")[0].strip() in ("T", "TRUE", "F", "FALSE"):
        return "truefalse"
    raise ValueError(f"short answer {answers!r}")


def _answers(answers: str) -> list[tuple[float, str, str]]:
    kind = _kind(answers)
    if kind == "truefalse":
        word, *feedback = answers.split("#", 2)
        return [(100.0, word.strip(), "|".join(map(_plain, feedback)))]
    body = answers.removeprefix("#").replace("=", "~=")
    parts = [part.strip() for part in body.split("~") if part.strip()]
    if len(parts) < (1 if kind == "numerical" else 2):
        raise ValueError(f"too few answers in {answers!r}")
    return [_answer(part, kind) for part in parts]


def _answer(part: str, kind: str) -> tuple[float, str, str]:
    if kind == "match":
        left, arrow, right = part.removeprefix("=").partition("->")
        if not arrow:
            raise ValueError(f"no arrow in {part!r}")
        return 100.0, _plain(left), _plain(right)
    mark, part = (100.0, part[1:]) if part.startswith("=") else (0.0, part)
    found = _WEIGHT.match(part)
    if found:
        mark, part = float(found.group(1)), part[found.end() :]
    if all(abs(mark - known) > 1e-4 for known in FRACTIONS):
        raise ValueError(f"mark {mark}")
    text, _, feedback = part.partition("#")
    return mark, _plain(text), _plain(feedback)


def _plain(text: str) -> str:
    text = text.strip()
    if text.startswith("["):
        end = text.find("]")
        text = text[end + 1 :] if text[1:end] in ("html", "markdown", "plain", "moodle") else text
    for hidden, sign in _SHOWN.items():
        text = text.replace(hidden, sign)
    return text.replace("\x00", "\\").strip()
