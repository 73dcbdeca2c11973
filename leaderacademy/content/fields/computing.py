"""What the Logbuch works out by itself: sentences, sums, quotas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from leaderacademy.content.fields.amounts import (
    Values,
    cents_of,
    date_of,
    number_of,
    rows_of,
    text_of,
)
from leaderacademy.content.fields.computed import Computed
from leaderacademy.content.fields.dates import show_date
from leaderacademy.content.fields.definition import Field
from leaderacademy.content.fields.offers import OFFER_COMPUTATIONS
from leaderacademy.content.numbers import NBSP, round_to, show_money, show_number

_SHORTEST_BENEFIT = 15
_TIGHT = Decimal("0.9")
_NONE: Mapping[str, object] = {}


def compute(
    field: Field,
    values: Values,
    today: date,  # noqa: ARG001 - every rule about values is told the day
    row: Values | None = None,
) -> Computed:
    """Works out a computed field, or a computed column of one `row`; unknown ones are empty."""
    if field.compute in ROW_COMPUTATIONS:
        return ROW_COMPUTATIONS[field.compute](row if row is not None else _NONE, values)
    simple = FIELD_COMPUTATIONS.get(field.compute)
    return simple(values) if simple else Computed("")


def year_sentence(values: Values) -> Computed:
    """The goal of the year in one sentence; `missing` are the letters that are not lit."""
    lit = _lit_letters(values)
    day = date_of(values.get("gy_date"))
    estimated = "ca. " if values.get("gy_base_estimated") == "geschätzt" else ""
    parts = {
        "date": show_date(day) if day else "",
        "metric": text_of(values.get("gy_metric")),
        "base": estimated + _shown(values.get("gy_base")) if _shown(values.get("gy_base")) else "",
        "target": _shown(values.get("gy_target")),
        "unit": text_of(values.get("gy_unit")),
        "benefit": text_of(values.get("gy_benefit")).rstrip("."),
        "owner": text_of(values.get("gy_owner")).rstrip("."),
    }
    missing = tuple(letter for letter, is_lit in lit.items() if not is_lit)
    if not any(parts.values()):
        return Computed("", missing, {"letters": lit})
    filled = {name: text or "…" for name, text in parts.items()}
    sentence = (
        "Bis {date}: {metric} von {base} auf {target} {unit}, damit {benefit}. Am Ruder: {owner}."
    ).format(**filled)
    return Computed(sentence, missing, {"letters": lit, **parts})


def _lit_letters(values: Values) -> dict[str, bool]:
    base, target = number_of(values.get("gy_base")), number_of(values.get("gy_target"))
    named = bool(text_of(values.get("gy_metric")) and text_of(values.get("gy_unit")))
    return {
        "K": named and base is not None and target is not None and base != target,
        "U": len(text_of(values.get("gy_benefit"))) >= _SHORTEST_BENEFIT,
        "R": values.get("gy_reach") == "fordernd und machbar",
        "S": date_of(values.get("gy_date")) is not None and bool(text_of(values.get("gy_owner"))),
    }


def _shown(value: object) -> str:
    number = number_of(value)
    return "" if number is None else show_number(number)


def budget_with_reserve(values: Values) -> int | None:
    """Cents a year: budget × (1 + reserve / 100)."""
    year, reserve = cents_of(values.get("rs_budget_year")), number_of(values.get("rs_reserve_pct"))
    if year is None or reserve is None:
        return None
    return int(round_to(year * (1 + reserve / 100), 0))


def budget_total(values: Values) -> Computed:
    total = budget_with_reserve(values)
    if total is None:
        needed = ("rs_budget_year", "rs_reserve_pct")
        return Computed("", tuple(key for key in needed if number_of(values.get(key)) is None))
    return Computed(show_money(total), (), {"cents": total})


def positioning(values: Values) -> Computed:
    """Customer, problem, promise and first proof in one text."""
    proofs = values.get("st_proofs")
    texts = {
        "st_customer": text_of(values.get("st_customer")),
        "st_problem": text_of(values.get("st_problem")),
        "st_promise": text_of(values.get("st_promise")),
        "st_proofs": text_of(proofs[0]) if isinstance(proofs, list) and proofs else "",
    }
    missing = tuple(key for key, text in texts.items() if not text)
    if len(missing) == len(texts):
        return Computed("", missing)
    customer, problem, promise, proof = (text.rstrip(".") or "…" for text in texts.values())
    sentence = f"Für {customer}: {problem}. Wir versprechen: {promise}. Beweis: {proof}."
    return Computed(sentence, missing, texts)


def measures_sum(values: Values) -> Computed:
    """Own hours at the internal rate plus outside costs; `light` judges those of a year."""
    rows = rows_of(values.get("st_measures"))
    rate = cents_of(values.get("rs_internal_rate"))
    if not rows or rate is None:
        missing = [] if rows else ["st_measures"]
        return Computed("", (*missing, *(["rs_internal_rate"] if rate is None else [])))
    hours = sum((number_of(row.get("hours_month")) or Decimal(0) for row in rows), Decimal(0))
    outside = sum(cents_of(row.get("cost_month")) or 0 for row in rows)
    own = int(round_to(hours * rate, 0))
    budget = budget_with_reserve(values)
    light = _light(outside * 12, budget)
    compared = f". Verglichen mit Ihrem Budget von {show_money(budget or 0)}: {light}"
    text = (
        f"{show_number(hours)}{NBSP}Stunden und {show_money(outside)} Fremdkosten im Monat, "
        f"zusammen {show_money(own + outside)}. Im Jahr {show_money((own + outside) * 12)}, davon "
        f"{show_money(outside * 12)} Fremdkosten{compared if light else ''}."
    )
    parts = {
        "hours_month": str(hours),
        "own_month": own,
        "cost_month": outside,
        "month": own + outside,
        "year": (own + outside) * 12,
        "cost_year": outside * 12,
        "light": light,
    }
    return Computed(text, () if light else ("rs_budget_total",), parts)


def _light(cost: int, total: int | None) -> str:
    if total is None:
        return ""
    if cost > total:
        return "darüber"
    return "knapp" if cost >= total * _TIGHT else "im Rahmen"


def takt_quote(row: Values, _values: Values) -> Computed:
    """knew ÷ asked × 100 with one decimal."""
    asked, knew = number_of(row.get("asked")), number_of(row.get("knew"))
    if not asked or knew is None:
        return Computed("", tuple(key for key in ("asked", "knew") if not row.get(key)))
    quote = round_to(knew / asked * 100, 1)
    return Computed(f"{show_number(quote)}{NBSP}%", (), {"percent": str(quote)})


FIELD_COMPUTATIONS: Mapping[str, Callable[[Values], Computed]] = {
    "gy_sentence": year_sentence,
    "rs_budget_total": budget_total,
    "st_positioning": positioning,
    "st_measures_sum": measures_sum,
}
ROW_COMPUTATIONS: Mapping[str, Callable[[Values, Values], Computed]] = {
    "quote": takt_quote,
    **OFFER_COMPUTATIONS,
}
COMPUTATIONS = frozenset(FIELD_COMPUTATIONS) | frozenset(ROW_COMPUTATIONS)
