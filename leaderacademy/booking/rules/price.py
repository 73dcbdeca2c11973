"""What a booking costs: whole cents, VAT once on the sum, and the reason for the VAT in words."""

import re
from dataclasses import dataclass

VAT_PERCENT = 19

VAT_REASONS = {
    "onsite": "Mit deutscher Umsatzsteuer, weil das Training in Deutschland stattfindet.",
    "online": "Mit deutscher Umsatzsteuer, weil Ihr Unternehmen in Deutschland sitzt.",
}


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One row of the price; net cents."""

    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class Price:
    """A price in whole cents, with the VAT and its reason in one German sentence."""

    lines: tuple[PriceLine, ...]
    net_cents: int
    vat_percent: int
    vat_cents: int
    gross_cents: int
    reason: str


def price_of(people: int, first_cents: int, further_cents: int, training_format: str) -> Price:
    """The price of a booking: VAT once on the sum, rounded half up.

    Austrian and Swiss buyers of an online training would owe no German VAT; until the
    checkout asks for the country, online trainings are sold to German companies only.
    """
    if people < 1:
        raise ValueError("a booking needs at least one person")
    lines = [PriceLine("Person\u00a01", first_cents)]
    lines += [
        PriceLine(f"Person\u00a0{number}, gleiches Unternehmen", further_cents)
        for number in range(2, people + 1)
    ]
    net = sum(line.cents for line in lines)
    vat = vat_on(net, VAT_PERCENT)
    return Price(tuple(lines), net, VAT_PERCENT, vat, net + vat, VAT_REASONS[training_format])


def vat_on(net_cents: int, percent: int) -> int:
    """VAT in cents on an amount that is not negative, rounded half up."""
    return (net_cents * percent + 50) // 100


def euro(cents: int) -> str:
    """1.234,50 €, from whole cents."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02}\u00a0€"


def round_euro(cents: int) -> str:
    """690 €, but 690,50 € where there are cents."""
    return euro(cents).replace(",00", "")


def cents_in(text: str) -> int | None:
    """Whole cents from a German amount such as `690`, `1.234,50` or `690,5`, or None."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:,(\d{1,2}))?(?:\s*€)?", text.strip())
    if not found:
        return None
    return int(found[1].replace(".", "")) * 100 + int((found[2] or "").ljust(2, "0"))
