"""What the self-check says: the sum, the biggest jumps and where a repetition pays."""

from collections.abc import Sequence
from dataclasses import dataclass

from leaderacademy.content.course import SelfCheck, SelfCheckResult, Statement


@dataclass(frozen=True, slots=True)
class Change:
    """One statement with its value before and now."""

    statement: Statement
    before: int
    after: int

    @property
    def jump(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """The self-check after the course beside the one before."""

    before: int
    after: int
    changes: tuple[Change, ...]

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def biggest(self) -> tuple[Change, ...]:
        """The two statements that rose most."""
        rising = [change for change in self.changes if change.jump > 0]
        return tuple(sorted(rising, key=lambda change: -change.jump)[:2])

    @property
    def lowest(self) -> tuple[Change, ...]:
        """The two statements with the lowest value now; the highest value needs no repetition."""
        open_ones = [change for change in self.changes if change.after < 3]
        return tuple(sorted(open_ones, key=lambda change: change.after)[:2])


def points(values: object, check: SelfCheck) -> int | None:
    """The sum, when every statement of the check has a value."""
    if not isinstance(values, list) or len(values) != len(check.statements):
        return None
    if not all(isinstance(value, int) for value in values):
        return None
    return sum(values)


def result(values: object, check: SelfCheck) -> SelfCheckResult | None:
    """What is said for these values; None while one is missing."""
    total = points(values, check)
    return None if total is None else check.result(total)


def compare(before: Sequence[int], after: Sequence[int], check: SelfCheck) -> Comparison | None:
    """Both checks beside each other; None while one is incomplete."""
    first, second = points(before, check), points(after, check)
    if first is None or second is None:
        return None
    changes = zip(check.statements, before, after, strict=True)
    return Comparison(first, second, tuple(Change(*change) for change in changes))
