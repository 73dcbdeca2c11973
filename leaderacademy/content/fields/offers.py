"""What is worked out for one offer in the comparison: total, rate, score, flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from leaderacademy.content.fields.amounts import Values, cents_of, number_of, rows_of, text_of
from leaderacademy.content.fields.computed import Computed
from leaderacademy.content.numbers import NBSP, round_to, show_money, show_number

_COSTS = ("of_once", "of_monthly", "of_third", "of_media")
_MOST_POINTS = 3
_CHEAP = Decimal("0.8")
_LONG_TERM = 6
_NO_LONG_TERM = "keine Mindestlaufzeit über 6 Monate"


def must_count(values: Values) -> int:
    """How many deliverables of the briefing are a must."""
    return sum(row.get("need") == "Muss" for row in rows_of(values.get("br_deliverables")))


def total12(row: Values, _values: Values) -> Computed:
    """Once + 12 × monthly + third parties + media."""
    cents = {key: cents_of(row.get(key)) for key in _COSTS}
    missing = tuple(key for key, value in cents.items() if value is None)
    if missing:
        return Computed("", missing)
    once, monthly, third, media = (value or 0 for value in cents.values())
    total = once + 12 * monthly + third + media
    return Computed(show_money(total), (), {"cents": total})


def rate(row: Values, _values: Values) -> Computed:
    """(once + 12 × monthly) ÷ hours; empty while the hours are unknown."""
    once, monthly = cents_of(row.get("of_once")), cents_of(row.get("of_monthly"))
    hours = number_of(row.get("of_hours"))
    if once is None or monthly is None or not hours:
        given = {"of_once": once, "of_monthly": monthly, "of_hours": hours}
        return Computed("", tuple(key for key, value in given.items() if not value))
    cents = int(round_to((once + 12 * monthly) / hours, 0))
    return Computed(f"{show_money(cents)} je Stunde", (), {"cents": cents})


def score(row: Values, values: Values) -> Computed:
    """Σ (weight × points) ÷ Σ (weight × 3) × 100; empty until every criterion has points."""
    points = {
        text_of(entry.get("criterion")): number_of(entry.get("points"))
        for entry in rows_of(row.get("of_scores"))
    }
    reached = possible = Decimal(0)
    missing = []
    for entry in rows_of(values.get("of_weights")):
        name, weight = text_of(entry.get("criterion")), number_of(entry.get("weight"))
        given = points.get(name)
        if weight is None or given is None:
            missing.append(name)
            continue
        reached += weight * given
        possible += weight * _MOST_POINTS
    if missing or not possible:
        return Computed("", tuple(missing) or ("of_weights",))
    percent = round_to(reached / possible * 100, 0)
    return Computed(f"{show_number(percent)}{NBSP}%", (), {"percent": int(percent)})


def flags(row: Values, values: Values) -> Computed:
    """What to look at; the Logbuch never chooses a winner."""
    found = [text for text, applies in _flags(row, values) if applies]
    return Computed(", ".join(found), (), {"flags": tuple(found)})


def _flags(row: Values, values: Values) -> tuple[tuple[str, bool], ...]:
    total = total12(row, values).parts.get("cents")
    least, most = cents_of(values.get("br_budget_min")), cents_of(values.get("br_budget_max"))
    must, term = number_of(row.get("of_must")), number_of(row.get("of_term"))
    refused = values.get("br_no_contract")
    no_long_term = isinstance(refused, list) and _NO_LONG_TERM in refused
    return (
        ("über dem Rahmen", total is not None and most is not None and total > most),
        ("auffällig günstig", total is not None and least is not None and total < least * _CHEAP),
        ("Muss fehlt", must is not None and must < must_count(values)),
        ("lange Bindung", no_long_term and term is not None and term > _LONG_TERM),
        ("Stunden unbekannt", not number_of(row.get("of_hours"))),
    )


OFFER_COMPUTATIONS: Mapping[str, Callable[[Values, Values], Computed]] = {
    "of_total12": total12,
    "of_rate": rate,
    "of_score": score,
    "of_flags": flags,
}
