"""The geometry of the drawings; templates only put it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from leaderacademy.insight.rules.numbers import Share

BAR = 160  # units of a bar at 100 percent
WIDTH, HEIGHT, LEFT, TOP = 680, 190, 44, 12


@dataclass(frozen=True, slots=True)
class Span:
    """A share as a dot with its interval, in units of a bar."""

    dot: float
    low: float
    high: float


def bar(share: Share) -> float:
    """The length of a bar."""
    return round(BAR * share.percent / 100, 1)


def span(share: Share) -> Span | None:
    """Where the dot and its whiskers stand; None when that would tell too much."""
    if share.bounds is None:
        return None
    low, high = (round(BAR * bound / 100, 1) for bound in share.bounds)
    return Span(bar(share), low, high)


@dataclass(frozen=True, slots=True)
class Step:
    """One place on the way through a lesson: where its mark stands, and whether many stop."""

    x: float
    y: float
    number: int
    steep: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The share of readers that come so far, from left to right."""

    line: str
    area: str
    steps: tuple[Step, ...]
    rows: tuple[tuple[float, str], ...]


def way(reached: Sequence[Share], stopped: Sequence[Share]) -> Way:
    """The curve of those still reading; the steepest place is marked."""
    room = WIDTH - LEFT - 12
    depth = HEIGHT - TOP - 30
    gap = room / max(len(reached), 1)
    points = [
        (round(LEFT + gap * place, 1), round(TOP + depth * (1 - share.percent / 100), 1))
        for place, share in enumerate(reached)
    ]
    most = max((share.percent for share in stopped), default=0)
    steps = tuple(
        Step(x, y, number, bool(most) and share.percent == most)
        for number, ((x, y), share) in enumerate(zip(points, stopped, strict=True), 1)
    )
    line = area = ""
    if points:
        falls = "".join(f"H{x}V{y}" for _, (x, y) in pairwise(points))
        line = f"M{points[0][0]} {points[0][1]}{falls}H{WIDTH - 12}"
        area = f"{line}V{TOP + depth}H{LEFT}Z"
    rows = tuple((round(TOP + depth * (1 - n / 100), 1), f"{n}\u00a0%") for n in (0, 50, 100))
    return Way(line, area, steps, rows)
