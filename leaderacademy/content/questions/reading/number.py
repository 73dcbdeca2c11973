"""Reads number questions: the solution and explained wrong values."""

from __future__ import annotations

import re
from decimal import Decimal

from markupsafe import Markup

from leaderacademy.content.numbers import BadNumber, parse_number
from leaderacademy.content.questions.number import NumberQuestion
from leaderacademy.content.questions.reading.block import QuestionBlock
from leaderacademy.content.questions.source import Entry

_TOLERANCE = re.compile(r"(.+?)\s*(?:±|\+/-|\+-)\s*(.+)")
_RANGE = re.compile(r"(.+?)\s+bis\s+(.+)", re.IGNORECASE)
_UNIT = re.compile(r"[0-9]\s*([^\d\s.,±+'-][^\d]{0,15})$")


def read_number(block: QuestionBlock) -> NumberQuestion | None:
    solutions = [entry for entry in block.source.entries if entry.mark == "="]
    if len(solutions) > 1:
        block.error(solutions[1].line, "hat zwei Lösungen. Lassen Sie nur eine Zeile mit = stehen.")
    solution = solutions[0]
    bounds = _bounds(block, solution)
    if bounds is None:
        return None
    if not solution.explanation and not block.source.general:
        block.problems.warn(
            solution.line,
            "Die Lösung hat keine Erklärung. Schreiben Sie darunter eine Zeile, die mit > beginnt.",
        )
    unit = _UNIT.search(solution.text.strip())
    values = [entry for entry in block.source.entries if entry.role == "value"]
    rest = [entry for entry in values if entry.text.strip().lower() == "sonst"]
    wrong = (_wrong(block, entry, *bounds) for entry in values if entry not in rest)
    return NumberQuestion(
        low=bounds[0],
        high=bounds[1],
        solution=solution.text.strip(),
        right_text=block.explanation(solution),
        unit=unit.group(1).strip() if unit else "",
        wrong=tuple(value for value in wrong if value),
        otherwise=block.explanation(rest[0]) if rest else Markup(),
        **block.base("number"),
    )


def _bounds(block: QuestionBlock, entry: Entry) -> tuple[Decimal, Decimal] | None:
    text = entry.text.strip()
    tolerance, between = _TOLERANCE.fullmatch(text), _RANGE.fullmatch(text)
    try:
        if tolerance:
            middle, slack = parse_number(tolerance[1]), abs(parse_number(tolerance[2]))
            return middle - slack, middle + slack
        if between:
            low, high = parse_number(between[1]), parse_number(between[2])
            return min(low, high), max(low, high)
        value = parse_number(text)
    except BadNumber:
        block.problems.error(
            entry.line,
            f"„{text[:40]}“ ist keine Lösung. Schreiben Sie zum Beispiel "
            "= 37,5 oder = 37,5 ± 0,5 oder = 37 bis 38.",
        )
        return None
    return value, value


def _wrong(
    block: QuestionBlock, entry: Entry, low: Decimal, high: Decimal
) -> tuple[Decimal, Markup] | None:
    try:
        value = parse_number(entry.text)
    except BadNumber:
        block.problems.error(
            entry.line,
            f"„{entry.text[:40]}“ ist keine Zahl. Schreiben Sie zum Beispiel - 62,5 oder - sonst.",
        )
        return None
    if low <= value <= high:
        block.problems.error(
            entry.line,
            f"„{entry.text[:40]}“ ist eine richtige Lösung. Löschen Sie "
            "die Zeile oder ändern Sie die Lösung.",
        )
    block.warn_unexplained(entry)
    return value, block.explanation(entry)
