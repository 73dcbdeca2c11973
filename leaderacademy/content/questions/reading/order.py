"""Reads order questions: a numbered list and explained mistakes."""

from __future__ import annotations

import re

from leaderacademy.content.questions.answers import Item, short_keys
from leaderacademy.content.questions.order import Mistake, OrderQuestion
from leaderacademy.content.questions.reading.block import QuestionBlock
from leaderacademy.content.questions.source import Entry

_BEFORE = re.compile(r"([0-9]{1,3})[.)]? vor ([0-9]{1,3})[.)]?", re.IGNORECASE)


def read_order(block: QuestionBlock) -> OrderQuestion:
    steps = [entry for entry in block.source.entries if entry.role == "option"]
    if len(steps) < 2:
        block.error(block.line, "hat nur einen Schritt. Schreiben Sie mindestens zwei.")
    block.check_twins(steps, "Schritt")
    keys = short_keys(entry.text for entry in steps)
    items = tuple(
        Item(key, block.writer.inline(entry.text, entry.line))
        for key, entry in zip(keys, steps, strict=True)
    )
    told = (
        _mistake(block, entry, len(steps))
        for entry in block.source.entries
        if entry.role == "mistake"
    )
    mistakes = tuple(mistake for mistake in told if mistake)
    return OrderQuestion(items=items, mistakes=mistakes, **block.base("order"))


def _mistake(block: QuestionBlock, entry: Entry, count: int) -> Mistake | None:
    found = _BEFORE.fullmatch(entry.text.strip())
    numbers = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(1 <= number <= count for number in numbers) or numbers[0] == numbers[1]:
        block.problems.error(
            entry.line,
            f"„{entry.text[:40]}“ ist nicht lesbar. Schreiben Sie zum "
            f"Beispiel - falsch: 3 vor 2, mit Zahlen von 1 bis {count}.",
        )
        return None
    if numbers[0] < numbers[1]:
        block.problems.error(
            entry.line,
            f"{numbers[0]} vor {numbers[1]} ist die richtige Reihenfolge. "
            f"Gemeint ist wohl - falsch: {numbers[1]} vor {numbers[0]}.",
        )
        return None
    block.warn_unexplained(entry)
    return Mistake(*numbers, block.explanation(entry))
