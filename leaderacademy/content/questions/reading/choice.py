"""Reads choice questions: options in round or square brackets."""

from __future__ import annotations

from leaderacademy.content.questions.answers import Kind, Option, short_keys
from leaderacademy.content.questions.choice import ChoiceQuestion
from leaderacademy.content.questions.reading.block import QuestionBlock
from leaderacademy.content.questions.source import Entry

_TRUE_FALSE = ["Stimmt", "Stimmt nicht"]


def read_choice(block: QuestionBlock) -> ChoiceQuestion:
    options = _options(block, block.source.entries)
    kind: Kind = "multi" if block.source.form == "multi" else "single"
    _check_choice(block, kind, block.source.entries)
    if kind == "single" and sorted(entry.text for entry in block.source.entries) == _TRUE_FALSE:
        kind = "truefalse"
    return ChoiceQuestion(options=options, **block.base(kind))


def _options(block: QuestionBlock, entries: list[Entry]) -> tuple[Option, ...]:
    keys = short_keys(entry.text for entry in entries)
    options = []
    for number, (entry, key) in enumerate(zip(entries, keys, strict=True), start=1):
        if not entry.text.strip():
            block.problems.error(entry.line, f"Option {number} hat keinen Text.")
        if not entry.explanation and entry.mark != "~":
            block.problems.warn(
                entry.line,
                f"Option {number} hat keine Erklärung. Schreiben Sie "
                "darunter eine Zeile, die mit > beginnt.",
            )
        text = block.writer.inline(entry.text, entry.line)
        explanation = block.explanation(entry)
        options.append(Option(key, text, entry.mark == "x", explanation, entry.mark == "~"))
    return tuple(options)


def _check_choice(block: QuestionBlock, kind: Kind, entries: list[Entry]) -> None:
    line = block.line
    if len(entries) < 2:
        block.error(line, "hat nur eine Option. Schreiben Sie mindestens zwei.")
    elif sum(entry.mark != "~" for entry in entries) == 1:
        block.problems.warn(
            line,
            f"Von der Frage „{block.id}“ zählt nur noch eine Option. Schreiben Sie eine neue dazu.",
        )
    right = [entry for entry in entries if entry.mark == "x"]
    if not right:
        marks = "- [x] …" if kind == "multi" else "- (x) …"
        block.error(
            entries[0].line,
            f"hat keine richtige Antwort. Setzen Sie bei mindestens einer Option ein x: {marks}",
            3,
        )
    if kind == "single" and len(right) > 1:
        block.error(
            right[1].line,
            "hat mehrere richtige Antworten. Lassen Sie nur ein (x) stehen "
            "oder verwenden Sie eckige Klammern: - [x] …",
            3,
        )
    block.check_twins(entries, "Option")
