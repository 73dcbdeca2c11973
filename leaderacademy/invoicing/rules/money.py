"""Whole cents: sums, VAT per rate on the sum, rounded half up; how Germans write amounts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Amounts are read and written by one module for all who deal with money.
from leaderacademy.core.german import euro as euro
from leaderacademy.core.german import plain_euro as plain_euro

MOST_CENTS = 100_000_000_00  # a hundred million euros: nothing we write is larger
LARGEST_CENTS = 2_000_000_000  # what we keep: integers of PostgreSQL end soon after


@dataclass(frozen=True, slots=True)
class Taxed:
    """A net amount (negative for a discount) with its rate and category."""

    cents: int
    percent: int
    category: str = "S"


@dataclass(frozen=True, slots=True)
class VatGroup:
    """All of one rate and category, in cents."""

    percent: int
    category: str
    net_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What a document comes to, in cents."""

    groups: tuple[VatGroup, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int


def totals_of(parts: Iterable[Taxed]) -> Totals:
    """Sum up per rate and category, VAT once on each sum. Raises ValueError below zero."""
    sums: dict[tuple[int, str], int] = {}
    for part in parts:
        key = (part.percent, part.category)
        sums[key] = sums.get(key, 0) + part.cents
    groups = tuple(
        VatGroup(percent, category, net, vat_on(net, percent))
        for (percent, category), net in sorted(sums.items(), reverse=True)
    )
    net = sum(group.net_cents for group in groups)
    vat = sum(group.vat_cents for group in groups)
    return Totals(groups, net, vat, net + vat)


def vat_on(net_cents: int, percent: int) -> int:
    """VAT in cents on an amount that is not negative, rounded half up."""
    if net_cents < 0:
        raise ValueError("VAT is computed on what is left after discounts")
    return (net_cents * percent + 50) // 100


def share_of(cents: int, percent: int) -> int:
    """So many percent of an amount in cents, rounded half up."""
    return (cents * percent + 50) // 100


def machine_amount(cents: int) -> str:
    """1234.50 from whole cents, as XML and the EPC code want it."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02}"


def cents_in(text: str) -> int | None:
    """Whole cents from `1.234,50`, `1234,5`, `-690 €` or `690`, or None."""
    found = re.fullmatch(
        r"([-+−]?)\s*(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,(\d{1,2}))?\s*(?:€|EUR)?",
        text.replace("\u00a0", " ").strip(),
        re.ASCII,
    )
    if not found:
        return None
    cents = int(found[2].replace(".", "")) * 100 + int((found[3] or "").ljust(2, "0"))
    return -cents if found[1] in ("-", "−") else cents


def in_fours(iban: str) -> str:
    """An IBAN in groups of four, as people read it."""
    plain = iban.replace(" ", "")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))
