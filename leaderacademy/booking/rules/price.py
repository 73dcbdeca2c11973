"""What a booking costs: whole cents net, early bird and voucher, and the VAT once on the sum."""

import re
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One row of the price; net cents, negative for what is taken off."""

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


@dataclass(frozen=True, slots=True)
class Tariff:
    """The prices of one date in net cents; until `early_until` nobody pays more than `early`."""

    first_cents: int
    further_cents: int
    early_cents: int | None = None
    early_until: datetime | None = None

    def is_early(self, now: datetime) -> bool:
        """Whether the early-bird price holds."""
        return self.early_until is not None and now <= self.early_until


@dataclass(frozen=True, slots=True)
class Discount:
    """What a voucher takes off: a share of the sum, or an amount of net cents."""

    code: str
    percent: int | None
    amount_cents: int | None


def price_lines(
    people: int, tariff: Tariff, now: datetime, discount: Discount | None = None
) -> tuple[PriceLine, ...]:
    """The rows of the price, one per person; a voucher never makes the sum negative."""
    if people < 1:
        raise ValueError("a booking needs at least one person")
    early = tariff.early_cents if tariff.is_early(now) else None
    lines = []
    for number in range(1, people + 1):
        label = f"Person\u00a0{number}" + (", gleiches Unternehmen" if number > 1 else "")
        cents = tariff.first_cents if number == 1 else tariff.further_cents
        if early is not None and early < cents:
            label, cents = f"{label}, Frühbucher", early
        lines.append(PriceLine(label, cents))
    if discount is not None:
        off = discount_on(sum(line.cents for line in lines), discount)
        lines.append(PriceLine(f"Gutschein {discount.code}", -off))
    return tuple(lines)


def discount_on(net_cents: int, discount: Discount) -> int:
    """Net cents that a voucher takes off this sum, a share rounded half up."""
    if discount.percent is not None:
        return (net_cents * discount.percent + 50) // 100
    return min(net_cents, discount.amount_cents or 0)


def discount_in_words(discount: Discount) -> str:
    """„10 %“ or „50 €“."""
    if discount.percent is not None:
        return f"{discount.percent}\u00a0%"
    return round_euro(discount.amount_cents or 0)


def price_with(lines: tuple[PriceLine, ...], vat_percent: int, vat: int, reason: str) -> Price:
    """The whole price of these rows; `vat` are the cents of VAT on their sum."""
    net = sum(line.cents for line in lines)
    return Price(lines, net, vat_percent, vat, net + vat, reason)


def plain_code(text: str) -> str:
    """A voucher's code as it is kept: capitals, no blanks."""
    return re.sub(r"\s", "", text).upper()


def euro(cents: int) -> str:
    """1.234,50 € or −1,50 €, from whole cents."""
    sign = "\u2212" if cents < 0 else ""
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
