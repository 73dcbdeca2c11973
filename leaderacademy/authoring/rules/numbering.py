"""The order of lessons lies in the numbers of their files."""

import re
from collections.abc import Sequence
from itertools import pairwise

_NAME = re.compile(r"lessons/(?:([0-9]+)-)?(.+)\.md")


def stem_of(name: str) -> str:
    """lessons/010-wer-steuert.md is wer-steuert."""
    found = _NAME.fullmatch(name)
    return found.group(2) if found else name


def number_of(name: str) -> int:
    """lessons/010-wer-steuert.md is 10; a file without a number is 0."""
    found = _NAME.fullmatch(name)
    return int(found.group(1) or 0) if found else 0


def renumbered(names: Sequence[str]) -> dict[str, str]:
    """Old name to new name for the files that must be renamed to stand in this order.

    The numbers in use are dealt out anew, so that as few files as possible change their name.
    """
    numbers = sorted(number_of(name) for name in names)
    if 0 in numbers or any(one == next_one for one, next_one in pairwise(numbers)):
        numbers = [10 * place for place in range(1, len(names) + 1)]
    new = {
        name: f"lessons/{number:03}-{stem_of(name)}.md"
        for name, number in zip(names, numbers, strict=True)
    }
    return {old: name for old, name in new.items() if old != name}


def next_name(names: Sequence[str], stem: str) -> str:
    """The name of a new last lesson."""
    last = max((number_of(name) for name in names), default=0)
    return f"lessons/{last - last % 10 + 10:03}-{stem}.md"
