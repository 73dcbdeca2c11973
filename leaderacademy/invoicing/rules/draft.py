"""What an invoice is made from: recipient, lines, discounts and dates, all copied when issued."""

from dataclasses import dataclass
from datetime import date

from leaderacademy.invoicing.rules.money import Taxed, Totals, totals_of
from leaderacademy.invoicing.rules.vat import Treatment


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets the invoice; `country` is ISO with two letters."""

    company: str
    street: str
    postcode: str
    city: str
    country: str
    name: str = ""
    extra: str = ""
    vat_id: str = ""
    mail: str = ""
    accounting_mail: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing supplied: net cents for each, how many, and small print below the text."""

    text: str
    unit_cents: int
    quantity: int = 1
    note: str = ""

    @property
    def cents(self) -> int:
        """Net cents of all."""
        return self.unit_cents * self.quantity


@dataclass(frozen=True, slots=True)
class Allowance:
    """A discount on the whole (voucher, early bird): positive net cents that are taken off."""

    text: str
    cents: int


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """An invoice before it has a number.

    `subject` names what it is for in the words of whoever orders it (`booking:17`); invoicing
    only keeps it. `supplied_from` and `supplied_to` are the days of the training.
    `payment_days` None: the operator's terms. `reference` is what the buyer writes on the
    transfer; empty: the invoice's number.
    `prepaid_cents` is gross that was paid on an invoice which this one replaces.
    """

    subject: str
    recipient: Recipient
    lines: tuple[Line, ...]
    treatment: Treatment
    supplied_from: date
    supplied_to: date
    allowances: tuple[Allowance, ...] = ()
    order_number: str = ""
    reference: str = ""
    payment_days: int | None = None
    note: str = ""
    prepaid_cents: int = 0


class DraftProblem(ValueError):  # noqa: N818 - named for what happened
    """A draft that no invoice can be made of: a programming error, not a buyer's."""


def totals_of_draft(draft: InvoiceDraft) -> Totals:
    """Net, VAT and gross in cents; raises DraftProblem."""
    if not draft.lines:
        raise DraftProblem("an invoice has at least one line")
    if any(line.unit_cents < 0 or line.quantity < 1 for line in draft.lines):
        raise DraftProblem("a line has a price that is not negative and a quantity from 1")
    if any(allowance.cents < 0 for allowance in draft.allowances):
        raise DraftProblem("a discount is given as a positive amount")
    rate = (draft.treatment.percent, draft.treatment.category)
    parts = [Taxed(line.cents, *rate) for line in draft.lines]
    parts += [Taxed(-allowance.cents, *rate) for allowance in draft.allowances]
    if sum(part.cents for part in parts) < 0:
        raise DraftProblem("the discounts are larger than the price")
    totals = totals_of(parts)
    if not 0 <= draft.prepaid_cents <= totals.gross_cents:
        raise DraftProblem("more cannot have been paid than the invoice comes to")
    return totals
