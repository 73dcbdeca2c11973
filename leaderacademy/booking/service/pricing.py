"""The price of a booking that is being typed: tariff, early bird, voucher and the buyer's VAT."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from leaderacademy.booking.models import Training, Voucher
from leaderacademy.booking.rules.price import Price, PriceLine, price_lines, price_with
from leaderacademy.booking.service.vouchers import VoucherRefused, usable_voucher
from leaderacademy.invoicing.rules.money import vat_on
from leaderacademy.invoicing.rules.vat import (
    Blocked,
    Buyer,
    Policy,
    Supply,
    Treatment,
    treatment_of,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """What it would cost; without a price while something about the VAT is open.

    `problems` are (field, German sentence) pairs: what keeps this from being booked; `private`
    people are shown the whole price first (PAngV).
    """

    lines: tuple[PriceLine, ...]
    price: Price | None
    treatment: Treatment | None
    voucher: Voucher | None
    problems: tuple[tuple[str, str], ...]
    private: bool = False

    @property
    def net_cents(self) -> int:
        """The sum of the rows."""
        return sum(line.cents for line in self.lines)

    @property
    def open_question(self) -> str:
        """Why there is no VAT yet, in one sentence."""
        return next((text for name, text in self.problems if name != "voucher"), "")


def quote(
    training: Training, people: int, buyer: Buyer, voucher_code: str, policy: Policy, now: datetime
) -> Quote:
    """The price for so many people; never raises for what a buyer may type."""
    problems = []
    voucher = None
    try:
        voucher = usable_voucher(voucher_code, training.id, now)
    except VoucherRefused as refusal:
        problems.append(("voucher", str(refusal)))
    lines = price_lines(people, training.tariff, now, voucher.discount if voucher else None)
    found = quote_of_lines(training, lines, buyer, policy, voucher)
    return replace(found, problems=(*problems, *found.problems))


def quote_of_lines(
    training: Training,
    lines: tuple[PriceLine, ...],
    buyer: Buyer,
    policy: Policy,
    voucher: Voucher | None,
) -> Quote:
    """These rows with the VAT of this date for this buyer."""
    try:
        treatment = treatment_of(supply_of(training), buyer, policy)
    except Blocked as blocked:
        problems = ((blocked.field, blocked.message),)
        return Quote(lines, None, None, voucher, problems, not buyer.is_company)
    net = sum(line.cents for line in lines)
    price = price_with(lines, treatment.percent, vat_on(net, treatment.percent), treatment.reason)
    return Quote(lines, price, treatment, voucher, (), not buyer.is_company)


def supply_of(training: Training) -> Supply:
    """The date as the rules of the VAT read it."""
    return Supply("online" if training.format == "online" else "onsite", training.country)


def private_gross(training: Training, net_cents: int, policy: Policy) -> int | None:
    """What a private person in Germany pays for this; None where only companies may book it."""
    if not policy.consumers:
        return None
    try:
        percent = treatment_of(supply_of(training), Buyer("DE", is_company=False), policy).percent
    except Blocked:
        return None
    return net_cents + vat_on(net_cents, percent)


def seal(training: Training, price: Price) -> str:
    """Names what a buyer sees: gross, reason of the VAT, day and place. A change shows in it."""
    seen = (
        *(price.net_cents, price.gross_cents, price.reason),
        *(training.starts_at.timestamp(), training.ends_at.timestamp()),
        *(training.format, training.place, training.venue),
    )
    digest = hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
    return f"{price.gross_cents}.{digest}"


def gross_in(seen: str) -> int | None:
    """The gross cents that stood on the page, for words only; nothing is charged by it."""
    cents = seen.partition(".")[0]
    return int(cents) if cents.isascii() and cents.isdigit() and len(cents) < 12 else None
