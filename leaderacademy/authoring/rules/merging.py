"""Two changes to one text brought together; where both touch the same lines, a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True, slots=True)
class Region:
    """Lines on which both agree, or (`conflict`) two versions of the same lines."""

    agreed: str = ""
    mine: str = ""
    theirs: str = ""
    base: str = ""
    conflict: bool = False


def merge(base: str, theirs: str, mine: str) -> list[Region]:
    """The regions in the order of the text; texts end with a line feed or are empty."""
    from merge3 import Merge3  # late: two trainers in one text are rare

    merged: Any = Merge3(
        base.splitlines(keepends=True),
        theirs.splitlines(keepends=True),
        mine.splitlines(keepends=True),
    )
    regions: list[Region] = []
    for kind, *parts in merged.merge_groups():
        texts = ["".join(part) for part in parts]
        if kind == "conflict":
            regions.append(Region(base=texts[0], theirs=texts[1], mine=texts[2], conflict=True))
        elif regions and not regions[-1].conflict:
            regions[-1] = Region(agreed=regions[-1].agreed + texts[0])
        else:
            regions.append(Region(agreed=texts[0]))
    return regions


def has_conflict(regions: Sequence[Region]) -> bool:
    """True when somebody has to decide."""
    return any(region.conflict for region in regions)


def joined(regions: Sequence[Region], choices: Mapping[int, str] | None = None) -> str:
    """The text, each conflict by its number (from 0) decided; what is undecided keeps both."""
    chosen, number, parts = choices or {}, 0, list[str]()
    for region in regions:
        if not region.conflict:
            parts.append(region.agreed)
            continue
        choice = chosen.get(number, BOTH)
        parts.append("" if choice == THEIRS else region.mine)
        parts.append("" if choice == MINE else region.theirs)
        number += 1
    return "".join(parts)
