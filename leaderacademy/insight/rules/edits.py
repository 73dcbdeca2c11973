"""Whether an edit helped: first tries before and after it, and an honest sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from leaderacademy.insight.rules.numbers import ENOUGH, NBSP, Share, amount, difference

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Edit:
    """A version that went online, with what its author noted."""

    at: datetime
    note: str = ""

    @property
    def day(self) -> date:
        return self.at.astimezone(BERLIN).date()


@dataclass(frozen=True, slots=True)
class Day:
    """First tries at one question on one day."""

    day: date
    counted: int
    right: int


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One edit with the first tries since the edit before and until the next one.

    The day of the edit itself counts for neither side: it saw both versions.
    """

    edit: Edit
    before: Share
    after: Share

    @property
    def sentence(self) -> str:
        """What the numbers say, and nothing beyond."""
        if min(self.before.whole, self.after.whole) < ENOUGH:
            return (
                f"Zu wenige Daten: vorher {amount(self.before.whole)}, nachher "
                f"{amount(self.after.whole)} erste Versuche. Ab je {ENOUGH} wird verglichen."
            )
        low, high = self.rise
        if low > 0:
            return (
                f"Die Änderung hat geholfen: {self._span(low, high)} mehr richtige erste Versuche."
            )
        if high < 0:
            return (
                f"Seit der Änderung läuft es schlechter: {self._span(-high, -low)} weniger "
                "richtige erste Versuche."
            )
        return (
            "Kein Unterschied, der sich vom Zufall trennen lässt. Mehr Antworten machen das "
            "Urteil schärfer."
        )

    @property
    def verdict(self) -> str:
        """`few`, `better`, `worse` or `same`."""
        if min(self.before.whole, self.after.whole) < ENOUGH:
            return "few"
        low, high = self.rise
        return "better" if low > 0 else "worse" if high < 0 else "same"

    @property
    def rise(self) -> tuple[float, float]:
        """How much the share rose, as an interval from -1 to 1."""
        return difference(
            (self.before.part, self.before.whole), (self.after.part, self.after.whole)
        )

    @staticmethod
    def _span(low: float, high: float) -> str:
        least, most = max(round(100 * low), 1), round(100 * high)
        return f"{least} bis {most}{NBSP}Prozentpunkte"


def before_and_after(edits: Iterable[Edit], days: Sequence[Day]) -> list[BeforeAfter]:
    """Every edit, the latest first; several on one day are one."""
    by_day: dict[date, Edit] = {}
    for edit in sorted(edits, key=lambda edit: edit.at):
        by_day[edit.day] = edit
    ordered = list(by_day.values())
    found = []
    for place, edit in enumerate(ordered):
        since = ordered[place - 1].day if place else date.min
        until = ordered[place + 1].day if place + 1 < len(ordered) else date.max
        before = [day for day in days if since < day.day < edit.day]
        after = [day for day in days if edit.day < day.day < until]
        found.append(BeforeAfter(edit, _share(before), _share(after)))
    return found[::-1]


def _share(days: Iterable[Day]) -> Share:
    chosen = list(days)
    return Share(sum(day.right for day in chosen), sum(day.counted for day in chosen))
