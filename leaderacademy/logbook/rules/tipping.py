"""How firm the order of the offers is: when would another one have the most points?"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from leaderacademy.logbook.rules.comparison import Comparison, Offer

FIRM = (
    "Nach Punkten überholt niemand die Spitze, auch wenn ein Kriterium gar nicht oder "
    "dreimal so viel zählt."
)
HARDEST = 3  # nobody counts a criterion more than three times as much by mistake


@dataclass(frozen=True, slots=True)
class Tip:
    """Beyond this factor of one criterion's weight, `offer` is ahead of the present first.

    `factor` above 1: the criterion would have to count more; below 1: less.
    """

    criterion: str
    factor: Fraction
    offer: str


def tips_of(comparison: Comparison) -> tuple[Tip, ...]:
    """For every criterion the nearest factors at which the first place tips, nearest first.

    With D the lead in weighted points and d what one offer has more than the other in the
    criterion times its weight, the lead is D + (f - 1) · d; it is gone where that is zero.
    """
    offers = comparison.complete
    if len(offers) < 2 or is_tie(comparison):
        return ()
    found = []
    for place, weight in enumerate(comparison.weights):
        for up in (True, False):
            nearest = _nearest(comparison, offers, place, up=up)
            if nearest is not None:
                found.append(Tip(weight.criterion, *nearest))
    return tuple(sorted(found, key=lambda tip: (_distance(tip.factor), tip.criterion)))


def is_tie(comparison: Comparison) -> bool:
    """Whether two or more offers share the most points."""
    offers = comparison.complete
    return len(offers) > 1 and offers[0].score == offers[1].score


def _nearest(
    comparison: Comparison, offers: Sequence[Offer], place: int, *, up: bool
) -> tuple[Fraction, str] | None:
    first = offers[0]
    weight = Fraction(comparison.weights[place].weight)
    factors = []
    for other in offers[1:]:
        lead = _weighted(comparison, first) - _weighted(comparison, other)
        more = weight * (_point(first, place) - _point(other, place))
        if more == 0 or (more < 0) != up:
            continue
        factor = 1 - lead / more
        if 0 < factor <= HARDEST:  # at 0 they are level, not ahead
            factors.append((factor, other.name))
    if not factors:
        return None
    return min(factors) if up else max(factors)


def _weighted(comparison: Comparison, offer: Offer) -> Fraction:
    return sum(
        (
            Fraction(weight.weight) * _point(offer, place)
            for place, weight in enumerate(comparison.weights)
        ),
        Fraction(),
    )


def _point(offer: Offer, place: int) -> Fraction:
    return Fraction(offer.points[place] or 0)


def _distance(factor: Fraction) -> Fraction:
    """So that twice and half are equally far."""
    return factor if factor > 1 else 1 / factor


def sentences_of(comparison: Comparison, most: int = 2) -> tuple[str, ...]:
    """What a person should know about the order; never who should win."""
    offers = comparison.complete
    if len(offers) < 2:
        return ()
    if is_tie(comparison):
        names = [offer.name for offer in offers if offer.score == offers[0].score]
        return (f"Nach Punkten liegen gleichauf: {', '.join(names)}.",)
    tips = tips_of(comparison)[:most]
    if not tips:
        return (FIRM,)
    return tuple(
        f"Der Rang kippt, wenn „{tip.criterion}“ {in_words(tip.factor)} zählt. "
        f"Dann liegt „{tip.offer}“ nach Punkten vorn."
        for tip in tips
    )


def in_words(factor: Fraction) -> str:
    """„mehr als doppelt“, „weniger als halb so viel“, „mehr als 1,25-mal so viel“."""
    known = {
        Fraction(2): "mehr als doppelt",
        Fraction(3): "mehr als dreifach",
        Fraction(3, 2): "mehr als anderthalbmal so viel",
        Fraction(1, 2): "weniger als halb so viel",
    }
    if factor in known:
        return known[factor]
    if factor > 1:
        return f"mehr als {_tenth(factor)}-mal so viel"
    return f"weniger als {_tenth(factor)}-mal so viel"


def _tenth(factor: Fraction) -> str:
    hundredths = int(factor * 100 + Fraction(1, 2))
    text = f"{hundredths // 100},{hundredths % 100:02}".rstrip("0")
    return text.rstrip(",")
