"""What changed between two texts, by line and within a line by word."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 2
_LIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: kept, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison. `kind` is same, gone, new, changed or skip (`count` lines)."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    before: int = 0
    after: int = 0
    count: int = 0


def compare(old: str, new: str) -> list[Row]:
    """Every changed line with two lines around it; what is between is one row `skip`."""
    rows = list(_rows(old.splitlines(), new.splitlines()))
    return list(_folded(rows))


def count_changes(old: str, new: str) -> int:
    """How many places differ."""
    matcher = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False)
    return sum(tag != "equal" for tag, *_ in matcher.get_opcodes())


def _rows(old: list[str], new: list[str]) -> Iterator[Row]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            for step in range(i_end - i):
                pieces = (Piece("same", old[i + step]),)
                yield Row("same", pieces, i + step + 1, j + step + 1)
        else:
            yield from _changed(old[i:i_end], new[j:j_end], i + 1, j + 1)


def _changed(old: Sequence[str], new: Sequence[str], before: int, after: int) -> Iterator[Row]:
    """Lines that stand for each other are compared by word, the rest is gone or new."""
    together = min(len(old), len(new))
    for step in range(together):
        if _alike(old[step], new[step]):
            pieces = tuple(_pieces(old[step], new[step]))
            yield Row("changed", pieces, before + step, after + step)
        else:
            yield Row("gone", (Piece("gone", old[step]),), before + step)
            yield Row("new", (Piece("new", new[step]),), 0, after + step)
    for step, line in enumerate(old[together:], start=together):
        yield Row("gone", (Piece("gone", line),), before + step)
    for step, line in enumerate(new[together:], start=together):
        yield Row("new", (Piece("new", line),), 0, after + step)


def _alike(old: str, new: str) -> bool:
    return difflib.SequenceMatcher(None, _WORDS.findall(old), _WORDS.findall(new)).ratio() >= _LIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    was, now = _WORDS.findall(old), _WORDS.findall(new)
    for tag, i, i_end, j, j_end in difflib.SequenceMatcher(None, was, now).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(was[i:i_end]))
            continue
        if i_end > i:
            yield Piece("gone", "".join(was[i:i_end]))
        if j_end > j:
            yield Piece("new", "".join(now[j:j_end]))


def _folded(rows: list[Row]) -> Iterator[Row]:
    near = [False] * len(rows)
    for number, row in enumerate(rows):
        if row.kind != "same":
            start = max(number - _AROUND, 0)
            near[start : number + _AROUND + 1] = [True] * len(near[start : number + _AROUND + 1])
    skipped = 0
    for row, shown in zip(rows, near, strict=True):
        if not shown:
            skipped += 1
            continue
        if skipped:
            yield Row("skip", count=skipped)
            skipped = 0
        yield row
    if skipped:
        yield Row("skip", count=skipped)
