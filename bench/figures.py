"""One JSON line per figure, and the table that the lines become."""

import json
import sys
from dataclasses import asdict, dataclass

results: list["Figure"] = []


@dataclass(frozen=True)
class Figure:
    """What was measured, against what, and whether the goal holds; no goal, no verdict."""

    name: str
    value: float
    unit: str
    reference: str
    ratio: float | None
    goal: float | None
    holds: bool | None
    at_least: bool = True


def report(
    name: str,
    value: float,
    unit: str,
    *,
    goal: float | None = None,
    at_least: bool = True,
    reference: str = "",
    ratio: float | None = None,
) -> None:
    """Print one figure; the goal is compared with the ratio where there is one."""
    compared = value if ratio is None else ratio
    holds = None
    if goal is not None:
        holds = compared >= goal if at_least else compared <= goal
    figure = Figure(
        name,
        round(value, 3),
        unit,
        reference,
        None if ratio is None else round(ratio, 3),
        goal,
        holds,
        at_least,
    )
    results.append(figure)
    line = asdict(figure)
    del line["at_least"]
    print(json.dumps(line, ensure_ascii=False))
    sys.stdout.flush()
