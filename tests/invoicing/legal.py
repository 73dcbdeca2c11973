"""Every kind of document the law knows here, each rendered once for all tests."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from leaderacademy.invoicing import service
from leaderacademy.invoicing.document.files import render_files
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.draft import Allowance, InvoiceDraft, Line
from leaderacademy.invoicing.rules.vat import Policy
from tests.invoicing.shop import AUSTRIAN, GERMAN, NOW, ONLINE, SWISS, draft, voucher

FIRST, FURTHER = Line("Platz 1", 69_000), Line("Weiterer Platz", 59_000, 2)

CASES: dict[str, Callable[[], InvoiceDraft]] = {
    "german-onsite": draft,
    "german-online": lambda: draft(GERMAN, ONLINE),
    "austrian-online": lambda: draft(AUSTRIAN, ONLINE),
    "austrian-onsite": lambda: draft(AUSTRIAN),
    "swiss-online": lambda: draft(SWISS, ONLINE),
    "swiss-onsite": lambda: draft(SWISS),
    "small": lambda: draft(policy=Policy("small")),
    "exempt": lambda: draft(policy=Policy("exempt")),
    "voucher": lambda: draft(allowances=voucher(3_333)),
    "early-bird": lambda: draft(allowances=(Allowance("Frühbucher, 10 %", 6_900),)),
    "several": lambda: draft(lines=(FIRST, FURTHER)),
    "prepaid-part": lambda: draft(prepaid_cents=30_000),
    "prepaid-all": lambda: draft(prepaid_cents=82_110),
    "free": lambda: draft(allowances=voucher(69_000)),
}
CREDITS = ("credit-part", "credit-all")
NAMES = (*CASES, *CREDITS)


@dataclass(frozen=True)
class Rendered:
    """A document with its files."""

    invoice: Invoice
    pdf: bytes
    xml: bytes


def issue(name: str) -> Invoice:
    """The document of this name."""
    if name in CASES:
        return service.issue_invoice(CASES[name](), NOW)
    original = service.issue_invoice(
        replace(draft(allowances=voucher(3_333)), lines=(FIRST, FURTHER)), NOW
    )
    lines = [Line("Storno eines Platzes, 50 %", 29_550)] if name == "credit-part" else None
    return service.issue_credit_note(original.id, NOW, lines=lines, reason="Abgesagt.")


def render(name: str) -> Rendered:
    invoice = issue(name)
    return Rendered(invoice, *render_files(invoice))
