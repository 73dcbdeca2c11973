"""How much of an invoice a credit note gives back, so that all of them come to exactly all."""

from dataclasses import dataclass
from typing import Protocol

from leaderacademy.invoicing.rules.draft import Allowance, Line
from leaderacademy.invoicing.rules.money import vat_on


@dataclass(frozen=True, slots=True)
class Credit:
    """What is given back: positive cents."""

    lines: tuple[Line, ...]
    allowances: tuple[Allowance, ...]
    net_cents: int
    vat_cents: int


class Credited(Protocol):
    """What is needed of an invoice."""

    @property
    def number(self) -> str: ...
    @property
    def lines(self) -> tuple[Line, ...]: ...
    @property
    def allowances(self) -> tuple[Allowance, ...]: ...


def everything_left(original: Credited, net: int, vat: int, untouched: bool) -> Credit:
    """All of the invoice, line by line, or in one line what earlier credit notes left of it."""
    if untouched:
        return Credit(original.lines, original.allowances, net, vat)
    rest = Line(f"Restbetrag der Rechnung {original.number}", net)
    return Credit((rest,), (), net, vat)


def credit_of(lines: tuple[Line, ...], percent: int, left_net: int, left_vat: int) -> Credit | None:
    """These net amounts, or None when they are nothing or more than is left.

    The last credit note takes what is left of the VAT, which may differ from its own rounding
    by a cent for each credit note before it: together they give back exactly what was paid.
    """
    net = sum(line.cents for line in lines)
    if not 0 < net <= left_net or any(line.cents < 0 for line in lines):
        return None
    vat = left_vat if net == left_net else min(vat_on(net, percent), left_vat)
    return Credit(lines, (), net, vat)
