"""The comparison of offers: same criteria for all, sorted by points; it never names a winner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from leaderacademy.content.course import Logbook
from leaderacademy.content.direction import isolated
from leaderacademy.content.fields.amounts import cents_of, number_of, rows_of, text_of
from leaderacademy.content.fields.offers import flags, must_count, rate, total12

MOST_POINTS = 3
DEFAULT_WEIGHT = Decimal(2)
QUESTIONS = (
    "Was fehlt bei Ihnen gegenüber den anderen?",
    "Wofür brauchen Sie die meisten Stunden?",
    "Was würden Sie an unserem Briefing ändern?",
)


@dataclass(frozen=True, slots=True)
class Weight:
    """One criterion and how much it counts."""

    criterion: str
    weight: Decimal
    hook: int | None = None
    meanings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer as it is compared; what is not known yet is None."""

    number: int  # its row in the Logbuch, from 0
    name: str
    points: tuple[Decimal | None, ...]  # in the order of the criteria
    score: Fraction | None  # 0 to 1, exact; None until every criterion has points
    costs: Mapping[str, int | None]  # cents
    total: int | None  # cents in twelve months
    rate: int | None  # cents an hour
    hours: Decimal | None
    must: tuple[Decimal | None, int]  # fulfilled, of how many
    term: Decimal | None
    notice: str
    flags: tuple[str, ...]
    open_questions: str
    impression: str
    lone: bool  # a single person: a levy may be due

    @property
    def percent(self) -> int | None:
        """Rounded half up, as the Logbuch does everywhere."""
        return None if self.score is None else int(self.score * 100 + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Comparison:
    """All offers under the same weights, the most points first."""

    weights: tuple[Weight, ...]
    offers: tuple[Offer, ...]

    @property
    def complete(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.score is not None)


def comparison_of(values: Mapping[str, Any], logbook: Logbook) -> Comparison:
    """The offers that say anything, by points; those without all points last, as typed."""
    weights = weights_of(values, logbook)
    rows = enumerate(rows_of(values.get("offers")))
    offers = [_offer(number, row, weights, values) for number, row in rows if row]
    offers.sort(key=lambda offer: (offer.score is None, -(offer.score or 0), offer.number))
    return Comparison(weights, tuple(offers))


def weights_of(values: Mapping[str, Any], logbook: Logbook) -> tuple[Weight, ...]:
    """The criteria with their weights; 2 where none was chosen yet."""
    known = {criterion.label: criterion for criterion in logbook.criteria}
    rows = rows_of(values.get("of_weights")) or [{"criterion": label} for label in known]
    found = []
    for row in rows:
        name = text_of(row.get("criterion"))
        criterion = known.get(name)
        if name:
            found.append(
                Weight(
                    name,
                    number_of(row.get("weight")) or DEFAULT_WEIGHT,
                    criterion.hook if criterion else None,
                    criterion.points if criterion else (),
                )
            )
    return tuple(found)


def _offer(
    number: int, row: Mapping[str, Any], weights: Sequence[Weight], values: Mapping[str, Any]
) -> Offer:
    given = {
        text_of(entry.get("criterion")): number_of(entry.get("points"))
        for entry in rows_of(row.get("of_scores"))
    }
    points = tuple(given.get(weight.criterion) for weight in weights)
    return Offer(
        number=number,
        name=isolated(text_of(row.get("of_name"))) or f"Angebot {number + 1}",
        points=points,
        score=_score(points, weights),
        costs={k: cents_of(row.get(k)) for k in ("of_once", "of_monthly", "of_third", "of_media")},
        total=total12(row, values).parts.get("cents"),
        rate=rate(row, values).parts.get("cents"),
        hours=number_of(row.get("of_hours")),
        must=(number_of(row.get("of_must")), must_count(values)),
        term=number_of(row.get("of_term")),
        notice=isolated(text_of(row.get("of_notice"))),
        flags=tuple(flags(row, values).parts.get("flags", ())),
        open_questions=isolated(text_of(row.get("of_questions"))),
        impression=isolated(text_of(row.get("of_gut"))),
        lone=row.get("of_kind") == "Einzelperson oder GbR",
    )


def _score(points: Sequence[Decimal | None], weights: Sequence[Weight]) -> Fraction | None:
    if not weights or any(point is None for point in points):
        return None
    possible = sum((Fraction(weight.weight) for weight in weights), Fraction()) * MOST_POINTS
    reached = sum(
        (Fraction(w.weight) * Fraction(p or 0) for w, p in zip(weights, points, strict=True)),
        Fraction(),
    )
    return reached / possible if possible else None
