"""What the shared team page shows: what its owner chose from the Logbuch, and nothing else."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from leaderacademy.content.course import Logbook
from leaderacademy.content.direction import isolated
from leaderacademy.content.fields.amounts import date_of, number_of, rows_of, text_of
from leaderacademy.content.fields.computing import budget_with_reserve
from leaderacademy.content.numbers import show_money, show_number
from leaderacademy.team.rules.check_in import SETTLED, Summary
from leaderacademy.team.rules.money import HIDDEN, is_money, without_money
from leaderacademy.team.rules.takt import Measured, measured

FIELDS, UNTIL = "tm_share_fields", "tm_share_until"
LONGEST = timedelta(days=365)
DIRECTION, YEAR, QUARTER = "Richtung und Warum", "Jahresziel", "Quartal mit Stand"
STEPS, MESSAGES, CREW = "nächste 14 Tage", "Kernaussagen", "Mannschaft"
GREEN, QUOTE, MONEY = "Ampel", "Takt-Quote", "Geldbeträge"
# What is behind each word, said where it is chosen; also the order on the page.
CONTENTS: Mapping[str, str] = {
    DIRECTION: "der Satz, den alle kennen sollen, und der Grund",
    YEAR: "Kennzahl, Ausgangs- und Zielwert, Stichtag, wer steuert",
    QUARTER: "die Boje mit Zusagen, Wagnissen und aktuellem Stand",
    STEPS: "Schritte mit Zuständigkeit und der letzte Check-in",
    MESSAGES: "die drei Sätze, die wir immer sagen",
    CREW: "Funktionen mit ihrer Aufgabe, dazu Tag und Uhrzeit des Takts",
    GREEN: "vier Fragen vor dem Start und die Sturmregel",
    QUOTE: "nur die Prozente je Runde, nie Namen oder Antworten",
    MONEY: "ohne dieses Häkchen steht statt jedes Betrags „(Betrag verborgen)“",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted: from, to, where it stands, and how far that is (0 to 100, or None)."""

    name: str
    base: str
    target: str
    current: str = ""
    percent: int | None = None
    kind: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """The goal of the year or of the quarter."""

    day: date | None
    measures: tuple[Measure, ...]
    text: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of these 14 days."""

    action: str
    owner: str
    due: date | None
    status: str


@dataclass(slots=True)
class SharedPage:
    """Everything the page shows; a part that was not chosen stays empty."""

    direction: str = ""
    why: str = ""
    year: Goal | None = None
    quarter: Goal | None = None
    steps: tuple[Step, ...] = ()
    last: Summary | None = None
    messages: tuple[str, ...] = ()
    crew: tuple[tuple[str, str], ...] = ()
    rhythm: str = ""
    green: tuple[tuple[str, str, str], ...] = ()
    storm: str = ""
    quotes: tuple[Measured, ...] = ()
    budget: str = ""
    keys: set[str] = field(default_factory=set)  # fields of the Logbuch that were looked at

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in self.__slots__ if name != "keys")


def chosen_of(values: Mapping[str, Any], logbook: Logbook) -> tuple[str, ...]:
    """The ticked possibilities that there are; nothing is chosen until somebody chose."""
    stored, known = values.get(FIELDS), logbook.field(FIELDS)
    ticked = stored if isinstance(stored, list) else ()
    return tuple(o.value for o in known.options if o.value in ticked) if known else ()


def ends_on(value: Any, saved_on: date) -> date | None:
    """The last day of the link: as written, but never more than a year after that was written.

    None when there is no readable day: then the link is closed.
    """
    day = date_of(value)
    return min(day, saved_on + LONGEST) if day else None


class _Reader:
    """Hands out the words of chosen fields only, without money unless that was chosen."""

    def __init__(self, values: Mapping[str, Any], page: SharedPage, *, money: bool) -> None:
        self.values, self.page, self.money = values, page, money

    def value(self, key: str) -> Any:
        self.page.keys.add(key)
        return self.values.get(key)

    def clean(self, value: Any) -> str:
        text = text_of(value)
        return isolated(text if self.money else without_money(text))

    def text(self, key: str) -> str:
        return self.clean(self.value(key))

    def rows(self, key: str) -> list[Mapping[str, Any]]:
        return rows_of(self.value(key))

    def measure(self, row: Mapping[str, Any], unit: str = "") -> Measure:
        name = text_of(row.get("metric"))
        base, target = number_of(row.get("base")), number_of(row.get("target"))
        current = number_of(row.get("current"))
        hidden = not self.money and is_money(name, unit)
        base_text, target_text, current_text = (
            "" if n is None else HIDDEN if hidden else show_number(n)
            for n in (base, target, current)
        )
        return Measure(
            self.clean(name),
            base_text,
            target_text,
            current_text,
            None if hidden else _percent(base, target, current),
            self.clean(row.get("kind")),
            self.clean(row.get("owner")),
        )


def _percent(base: Decimal | None, target: Decimal | None, current: Decimal | None) -> int | None:
    if base is None or target is None or current is None or base == target:
        return None
    return max(0, min(100, round((current - base) / (target - base) * 100)))


def shared_page(
    values: Mapping[str, Any], shown: Collection[str], last: Summary | None = None
) -> SharedPage:
    """The page for these choices; a part is only read when it was chosen."""
    page = SharedPage()
    reader = _Reader(values, page, money=MONEY in shown)
    for name, fill in _PARTS.items():
        if name in shown:
            fill(reader, page)
    if STEPS in shown and last is not None:
        page.last = last.shown(reader.clean)
    return page


def _direction(r: _Reader, page: SharedPage) -> None:
    page.direction, page.why = r.text("tm_direction"), r.text("tm_why")


def _year(r: _Reader, page: SharedPage) -> None:
    metric, unit = text_of(r.value("gy_metric")), text_of(r.value("gy_unit"))
    if not metric:
        return
    row = {"metric": metric, "base": r.value("gy_base"), "target": r.value("gy_target")}
    estimated = r.value("gy_base_estimated") == "geschätzt"
    found = r.measure(row, unit)
    base = f"ca.\u00a0{found.base}" if estimated and found.base not in ("", HIDDEN) else found.base
    target = " ".join(part for part in (found.target, r.clean(unit)) if part)
    if found.target == HIDDEN:
        target = HIDDEN
    page.year = Goal(
        date_of(r.value("gy_date")),
        (Measure(found.name, base, target),),
        r.text("gy_benefit"),
        r.text("gy_owner"),
    )


def _quarter(r: _Reader, page: SharedPage) -> None:
    text = r.text("gq_objective")
    measures = tuple(r.measure(row) for row in r.rows("gq_results") if text_of(row.get("metric")))
    if text or measures:
        page.quarter = Goal(date_of(r.value("gq_date")), measures, text)


def _steps(r: _Reader, page: SharedPage) -> None:
    page.steps = tuple(
        Step(
            r.clean(row.get("action")),
            r.clean(row.get("owner")),
            date_of(row.get("due")),
            status if (status := text_of(row.get("status"))) in ("fertig", "unterwegs") else "",
        )
        for row in r.rows("steps")
        if text_of(row.get("action")) and row.get("status") != SETTLED[1]
    )


def _messages(r: _Reader, page: SharedPage) -> None:
    texts = (r.clean(row.get("text")) for row in r.rows("st_core_messages"))
    page.messages = tuple(text for text in texts if text)


def _crew(r: _Reader, page: SharedPage) -> None:
    rows = ((r.clean(row.get("name")), r.clean(row.get("task"))) for row in r.rows("tm_crew"))
    page.crew = tuple(row for row in rows if any(row))
    day, time = r.text("tm_rhythm_day"), r.text("tm_rhythm_time")
    page.rhythm = ", ".join(part for part in (day, f"{time}\u00a0Uhr" if time else "") if part)


def _green(r: _Reader, page: SharedPage) -> None:
    rows = (
        tuple(r.clean(row.get(key)) for key in ("area", "question", "who"))
        for row in r.rows("tm_green")
    )
    page.green = tuple((area, asked, who) for area, asked, who in rows if asked or who)
    page.storm = r.text("tm_storm_rule")


def _quote(r: _Reader, page: SharedPage) -> None:
    page.quotes = measured(r.value("tm_takt_results"))


def _budget(r: _Reader, page: SharedPage) -> None:
    cents = budget_with_reserve({key: r.value(key) for key in ("rs_budget_year", "rs_reserve_pct")})
    page.budget = show_money(cents) if cents is not None else ""


_PARTS: Mapping[str, Callable[[_Reader, SharedPage], None]] = {
    DIRECTION: _direction,
    YEAR: _year,
    QUARTER: _quarter,
    STEPS: _steps,
    MESSAGES: _messages,
    CREW: _crew,
    GREEN: _green,
    QUOTE: _quote,
    MONEY: _budget,
}
