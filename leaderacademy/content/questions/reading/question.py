"""Builds a question from its Markdown and says in German what is missing."""

from __future__ import annotations

from leaderacademy.content.blocks import Chunk
from leaderacademy.content.lesson import Question
from leaderacademy.content.problems import Problems
from leaderacademy.content.prose import ProseWriter
from leaderacademy.content.questions.reading.block import QuestionBlock
from leaderacademy.content.questions.reading.choice import read_choice
from leaderacademy.content.questions.reading.match import read_match
from leaderacademy.content.questions.reading.number import read_number
from leaderacademy.content.questions.reading.order import read_order
from leaderacademy.content.questions.source import take_apart


def read_question(
    chunk: Chunk, question_id: str, lesson: str, writer: ProseWriter, problems: Problems
) -> Question | None:
    """The question of a block, or None (and errors) when it cannot be asked."""
    source = take_apart(chunk.lines, chunk.body_line)
    block = QuestionBlock(chunk, question_id, lesson, source, writer, problems)
    before = sum(problem.is_error for problem in problems.found)
    _check_whole(block)
    question = _by_form(block)
    after = sum(problem.is_error for problem in problems.found)
    return question if after == before else None


def _check_whole(block: QuestionBlock) -> None:
    if block.source.others - {block.source.form, "order"}:
        block.error(
            block.line,
            "mischt verschiedene Arten von Antworten. Verwenden Sie nur "
            "eine: ( ), [ ], 1., == oder =.",
        )
    if block.source.form != "none" and not "".join(block.source.prompt).strip():
        block.error(block.line, "hat keinen Fragetext. Schreiben Sie ihn unter die erste Zeile.")
    _check_signs(block)
    for text, line in block.source.strays:
        block.problems.error(
            line,
            f"Diese Zeile gehört zu keiner Antwort: „{text[:40]}“. Rücken Sie "
            "sie ein oder stellen Sie > davor.",
        )


def _check_signs(block: QuestionBlock) -> None:
    for line, column, length in block.source.tight:
        block.problems.error(
            line,
            "Um == fehlen Leerzeichen. Schreiben Sie - Links == Rechts",
            column,
            block.problems.fix(line, column, length, " == "),
        )
    if block.source.glued:
        block.problems.warn(
            block.source.glued,
            "Diese Zeile zählt zur Erklärung der letzten Option. Soll sie die ganze Frage "
            "erklären, setzen Sie eine Leerzeile davor.",
        )


def _by_form(block: QuestionBlock) -> Question | None:
    form = block.source.form
    if form in ("single", "multi"):
        return read_choice(block)
    if form == "order":
        return read_order(block)
    if form == "match":
        return read_match(block)
    if form == "number":
        return read_number(block)
    if block.source.tight:
        return None
    block.error(
        block.line, "hat keine Antworten. Schreiben Sie mindestens zwei Zeilen der Form - ( ) …"
    )
    return None
