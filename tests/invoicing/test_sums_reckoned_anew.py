"""The sums in the XML, reckoned anew from its lines by the rules BR-CO-* of EN 16931."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import facturx
import pytest
from flask import Flask
from lxml import etree

from leaderacademy.invoicing import service
from leaderacademy.invoicing.document.xml import NAMESPACES, invoice_xml
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.draft import Allowance, Line
from leaderacademy.invoicing.rules.operator import DEMO, Seller
from tests.databases import on_one_database
from tests.invoicing.legal import NAMES, Rendered
from tests.invoicing.shop import AUSTRIAN, GERMAN, NOW, ONLINE, ONSITE, SWISS, draft

Check = Callable[[bytes], list[str]]
NOTHING = Decimal(0)
HEAD = "ram:ApplicableHeaderTradeSettlement/"


def _numbers(node: Any, path: str) -> list[Decimal]:
    return [Decimal(one.text) for one in node.iterfind(f".//{path}", NAMESPACES)]


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def broken(xml: bytes) -> dict[str, Decimal]:
    """Each rule that does not hold, with the difference in euros."""
    root = etree.fromstring(xml)
    sums = root.find(".//ram:SpecifiedTradeSettlementHeaderMonetarySummation", NAMESPACES)

    def total(name: str) -> Decimal:
        return next(iter(_numbers(sums, f"ram:{name}")), NOTHING)

    off = {"line": NOTHING}
    for item in root.iterfind(".//ram:IncludedSupplyChainTradeLineItem", NAMESPACES):
        (price,), (count,) = (
            _numbers(item, "ram:ChargeAmount"),
            _numbers(item, "ram:BilledQuantity"),
        )
        off["line"] += abs(_rounded(price * count) - _numbers(item, "ram:LineTotalAmount")[0])
    lines = sum(_numbers(root, "ram:IncludedSupplyChainTradeLineItem//ram:LineTotalAmount"))
    allowances = sum(_numbers(root, f"{HEAD}ram:SpecifiedTradeAllowanceCharge/ram:ActualAmount"))
    (base,) = _numbers(root, f"{HEAD}ram:ApplicableTradeTax/ram:BasisAmount")
    (tax,) = _numbers(root, f"{HEAD}ram:ApplicableTradeTax/ram:CalculatedAmount")
    rate = sum(_numbers(root, f"{HEAD}ram:ApplicableTradeTax/ram:RateApplicablePercent"))
    off["BR-CO-10"] = total("LineTotalAmount") - lines
    off["BR-CO-11"] = total("AllowanceTotalAmount") - allowances
    off["BR-CO-13"] = total("TaxBasisTotalAmount") - (lines - allowances)
    off["basis"] = total("TaxBasisTotalAmount") - base
    off["BR-CO-14"] = total("TaxTotalAmount") - tax
    off["BR-CO-15"] = total("GrandTotalAmount") - base - tax
    off["BR-CO-16"] = total("DuePayableAmount") - (base + tax - total("TotalPrepaidAmount"))
    off["BR-CO-17"] = tax - _rounded(base * rate / 100)
    return {rule: difference for rule, difference in off.items() if difference}


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_document(name: str, documents: dict[str, Rendered]) -> None:
    assert broken(documents[name].xml) == {}


def test_a_wrong_sum_is_seen(documents: dict[str, Rendered]) -> None:
    xml = documents["voucher"].xml
    assert broken(xml.replace(b">33.33</ram:ActualAmount>", b">33.34</ram:ActualAmount>"))
    assert broken(
        xml.replace(b">124.77</ram:Calc", b">124.78</ram:Calc")
        .replace(b">124.77</ram:TaxTotalAmount>", b">124.78</ram:TaxTotalAmount>")
        .replace(b"781.44", b"781.45")
    ) == {"BR-CO-17": Decimal("0.01")}


def _odd(chance: random.Random) -> Invoice:
    lines = tuple(
        Line(f"Platz {n}", chance.choice([1, 33, 6_999, chance.randint(1, 99_999)]), n)
        for n in range(1, chance.randint(2, 6))
    )
    third = sum(line.cents for line in lines) // 3
    allowances = tuple(Allowance(f"Gutschein {n}", chance.randint(0, third)) for n in range(2))
    recipient, supply = chance.choice([GERMAN, AUSTRIAN, SWISS]), chance.choice([ONSITE, ONLINE])
    given: dict[str, Any] = {"lines": lines, "allowances": allowances}
    last = date(2027, 4, chance.choice([15, 16]))
    return service.issue_invoice(draft(recipient, supply, supplied_to=last, **given), NOW)


@on_one_database
def test_lines_allowances_and_odd_cents(app: Flask, failures: Check) -> None:
    chance = random.Random(16931)
    for _ in range(12):
        xml = invoice_xml(_odd(chance))
        assert broken(xml) == {}
        assert failures(xml) == []
        assert facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")


@on_one_database
def test_credit_notes_come_to_what_was_charged_and_only_the_last_takes_the_cents(
    app: Flask, failures: Check
) -> None:
    """Three times 50 cents of 1.50: VAT of 9.5 cents each is 10, and 28.5 of the whole is 29."""
    invoice = service.issue_invoice(draft(lines=(Line("Platz", 50, 3),)), NOW)
    notes = [
        service.issue_credit_note(invoice.id, NOW, lines=[Line("Storno", 50)]) for _ in range(3)
    ]
    xmls = [invoice_xml(note) for note in notes]
    assert sum(note.gross_cents for note in notes) == invoice.gross_cents
    assert [broken(xml) for xml in xmls] == [{}, {}, {"BR-CO-17": Decimal("-0.01")}]
    assert [failures(xml) for xml in xmls] == [[], [], []]


@pytest.fixture
def seller() -> Iterator[Callable[[Seller], None]]:
    """seller(somebody): who sells from now on."""
    before = service.operator()
    yield lambda who: service.configure(replace(DEMO, seller=who))
    service.configure(before)


SIGNS = {"VAT ID": {"vat_id": "DE136695976"}, "tax number": {"tax_number": "20/123/45678"}}


@on_one_database
@pytest.mark.parametrize("sign", SIGNS)
def test_a_seller_with_one_number_only(
    app: Flask, failures: Check, seller: Callable[[Seller], None], sign: str
) -> None:
    """Outside the scope of VAT our VAT ID must not be called one, and yet we must be named."""
    seller(Seller("Takt GmbH", "Kai 1", "20457", "Hamburg", **SIGNS[sign]))
    buyers = [(GERMAN, ONSITE), (SWISS, ONLINE), (SWISS, ONSITE)]
    if sign == "VAT ID":
        buyers.append((AUSTRIAN, ONLINE))
    for recipient, supply in buyers:
        xml = invoice_xml(service.issue_invoice(draft(recipient, supply), NOW))
        assert failures(xml) == [], (sign, recipient.country)
        assert next(iter(SIGNS[sign].values())).encode() in xml
