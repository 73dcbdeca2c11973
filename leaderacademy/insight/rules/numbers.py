"""Counts, shares and intervals as they may be shown: nothing below five people, nothing certain
that is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

LEAST = 5  # people; fewer are never told apart
ENOUGH = 20  # first tries from which a comparison says anything
Z = 1.96  # 95 percent
NBSP = "\u00a0"


def grouped(number: int) -> str:
    """„12.345“."""
    return f"{number:,}".replace(",", ".")


def amount(number: int) -> str:
    """A count of people: „unter 5“ for one to four."""
    return f"unter{NBSP}{LEAST}" if 0 < number < LEAST else grouped(number)


def bar(count: int, most: int) -> float:
    """The length of a bar of 160 units; what must stay hidden is drawn at its bound."""
    shown = LEAST if 0 < count < LEAST else count
    return round(min(160 * shown / most, 160), 1) if most else 0.0


def hide_small(counts: Sequence[int]) -> list[int | None]:
    """Parts of one whole with None for what must stay hidden.

    With one part hidden the total would give it away, so the next smallest one is hidden too.
    """
    small = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    others = sorted((count, place) for place, count in enumerate(counts) if place not in small)
    filled = [place for count, place in others if count]
    if len(small) == 1 and filled:
        small.add(filled[0])
    return [None if place in small else count for place, count in enumerate(counts)]


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The interval for a share, from 0 to 1, at 95 percent (Wilson 1927); whole must not be 0."""
    share = part / whole
    spread = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    middle = share + Z * Z / (2 * whole)
    below = 1 + Z * Z / whole
    return max((middle - spread) / below, 0.0), min((middle + spread) / below, 1.0)


def difference(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float]:
    """The interval for how much a share (part, whole) rose (Newcombe 1998, method 10)."""
    one, other = before[0] / before[1], after[0] / after[1]
    (low_1, high_1), (low_2, high_2) = wilson(*before), wilson(*after)
    rise = other - one
    return (
        rise - sqrt((other - low_2) ** 2 + (high_1 - one) ** 2),
        rise + sqrt((high_2 - other) ** 2 + (one - low_1) ** 2),
    )


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` people, told only as exactly as five people on either side allow."""

    part: int
    whole: int

    @property
    def hidden(self) -> bool:
        """Too few to say anything."""
        return self.whole < 2 * LEAST

    @property
    def exact(self) -> bool:
        """Neither the people nor the others are so few that they could be told apart."""
        rest = self.whole - self.part
        return not self.hidden and not 0 < self.part < LEAST and not 0 < rest < LEAST

    @property
    def percent(self) -> float:
        """The length of a bar; what must stay hidden is drawn at its bound."""
        if self.hidden:
            return 0.0
        if 0 < self.part < LEAST:
            return 100 * LEAST / self.whole
        if 0 < self.whole - self.part < LEAST:
            return 100 * (self.whole - LEAST) / self.whole
        return 100 * self.part / self.whole

    @property
    def text(self) -> str:
        """„62 %“, „unter 25 %“, „über 75 %“ or „zu wenige“."""
        if self.hidden:
            return "zu wenige"
        if self.exact:
            return f"{round(self.percent)}{NBSP}%"
        if self.part < LEAST:
            return f"unter{NBSP}{ceil(self.percent)}{NBSP}%"
        return f"über{NBSP}{floor(self.percent)}{NBSP}%"

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The Wilson interval in percent, where it gives nobody away."""
        if not self.exact:
            return None
        low, high = wilson(self.part, self.whole)
        return 100 * low, 100 * high

    @property
    def interval(self) -> str:
        """„54 bis 70 %“, or nothing."""
        if self.bounds is None:
            return ""
        low, high = self.bounds
        return f"{round(low)} bis {round(high)}{NBSP}%"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sums over people: x is right or wrong, r the thousandths of their other answers right."""

    n: int = 0
    x: int = 0
    r: int = 0
    rr: int = 0
    xr: int = 0

    @property
    def discrimination(self) -> float | None:
        """The correlation of this question with the rest (-1 to 1); None below 30 people."""
        spread = (self.n * self.x - self.x**2) * (self.n * self.rr - self.r**2)
        if self.n < 30 or spread <= 0:
            return None
        return (self.n * self.xr - self.x * self.r) / sqrt(spread)


def discrimination_in_words(value: float | None) -> str:
    """What the number means for the question."""
    if value is None:
        return "zu wenige Daten"
    if value < 0:
        return "verkehrt herum"
    if value < 0.1:
        return "schwach"
    return "mittel" if value < 0.3 else "gut"


def difficulty_in_words(share: Share) -> str:
    """How hard a question is, from the share that is right at the first try."""
    if share.hidden:
        return "zu wenige Daten"
    if share.percent >= 85:
        return "leicht"
    return "mittel" if share.percent >= 50 else "schwer"


def median(histogram: Mapping[int, int]) -> int | None:
    """The middle value of counted values; None below ten people."""
    total = sum(histogram.values())
    if total < 2 * LEAST:
        return None
    passed = 0
    for value in sorted(histogram):
        passed += histogram[value]
        if 2 * passed >= total:
            return value
    return None
