"""Comparisons of offers made from weights and points alone."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from leaderacademy.content.course import Logbook
from leaderacademy.logbook.rules.comparison import Comparison, comparison_of
from tests.browser.answers import course_on_disk


@cache
def logbook() -> Logbook:
    return course_on_disk().logbook


def compared(weights: Sequence[Any], *points: Sequence[Any]) -> Comparison:
    """Offers A, B, C … with these points under criteria with these weights."""
    names = [f"K{n}" for n in range(len(weights))]
    rows = [
        {
            "of_name": chr(65 + n),
            "of_scores": [
                {"criterion": name, "points": str(p)}
                for name, p in zip(names, one, strict=False)
                if p is not None
            ],
        }
        for n, one in enumerate(points)
    ]
    given = [
        {"criterion": name, "weight": str(Decimal(w))}
        for name, w in zip(names, weights, strict=True)
    ]
    return comparison_of({"of_weights": given, "offers": rows}, logbook())
