"""The invoice as XML in the profile EN 16931 of Factur-X and ZUGFeRD (Cross Industry Invoice)."""

from datetime import date
from typing import Any

from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.money import machine_amount

PROFILE = "urn:cen.eu:en16931:2017"
_CEFACT = "urn:un:unece:uncefact:data:standard:"
NAMESPACES = {
    "rsm": f"{_CEFACT}CrossIndustryInvoice:100",
    "ram": f"{_CEFACT}ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_CEFACT}UnqualifiedDataType:100",
    "qdt": f"{_CEFACT}QualifiedDataType:100",
}
INVOICE, CREDIT_NOTE = "380", "381"
TRANSFER = "58"
PIECES = "C62"


class Tree:
    """An element that adds children by short names such as `ram:Name`."""

    def __init__(self, element: Any) -> None:
        self.element = element

    def add(self, path: str, text: str | None = None, **attributes: str) -> "Tree":
        """Add the elements of `path` (parted by slashes) below each other; gives the last."""
        from lxml import etree  # late, see core/pdf.py

        element = self.element
        for name in path.split("/"):
            prefix, _, local = name.partition(":")
            element = etree.SubElement(element, f"{{{NAMESPACES[prefix]}}}{local}")
        if text is not None:
            element.text = text
        for name, value in attributes.items():
            element.set(name, value)
        return Tree(element)

    def add_date(self, path: str, day: date) -> None:
        """A day in the format 102 (20270415)."""
        self.add(f"{path}/udt:DateTimeString", f"{day:%Y%m%d}", format="102")


def invoice_xml(invoice: Invoice) -> bytes:
    """The whole document; amounts are those of the frozen record, nothing is computed anew."""
    from lxml import etree

    root = Tree(etree.Element(f"{{{NAMESPACES['rsm']}}}CrossIndustryInvoice", nsmap=NAMESPACES))
    root.add(
        "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        PROFILE,
    )
    head = root.add("rsm:ExchangedDocument")
    head.add("ram:ID", invoice.number)
    head.add("ram:TypeCode", CREDIT_NOTE if invoice.is_credit_note else INVOICE)
    head.add_date("ram:IssueDateTime", invoice.issued_on)
    for text in (invoice.vat_note, invoice.note):
        if text:
            head.add("ram:IncludedNote/ram:Content", text)
    deal = root.add("rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(invoice.lines, start=1):
        _line(deal, number, line, invoice)
    _agreement(deal, invoice)
    delivery = deal.add("ram:ApplicableHeaderTradeDelivery")
    delivery.add_date(
        "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime", invoice.supplied_to
    )
    _settlement(deal, invoice)
    made: bytes = etree.tostring(
        root.element, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return made


def _line(deal: Tree, number: int, line: Any, invoice: Invoice) -> None:
    item = deal.add("ram:IncludedSupplyChainTradeLineItem")
    item.add("ram:AssociatedDocumentLineDocument/ram:LineID", str(number))
    product = item.add("ram:SpecifiedTradeProduct")
    product.add("ram:Name", line.text)
    if line.note:
        product.add("ram:Description", line.note)
    item.add(
        "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount",
        machine_amount(line.unit_cents),
    )
    item.add(
        "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", str(line.quantity), unitCode=PIECES
    )
    settlement = item.add("ram:SpecifiedLineTradeSettlement")
    _rate(settlement.add("ram:ApplicableTradeTax"), invoice)
    settlement.add(
        "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
        machine_amount(line.cents),
    )


def _rate(tax: Tree, invoice: Invoice) -> None:
    tax.add("ram:TypeCode", "VAT")
    tax.add("ram:CategoryCode", invoice.vat_category)
    if invoice.vat_category != "O":  # outside the scope of VAT there is no rate, not even zero
        tax.add("ram:RateApplicablePercent", str(invoice.vat_percent))


def _agreement(deal: Tree, invoice: Invoice) -> None:
    agreement = deal.add("ram:ApplicableHeaderTradeAgreement")
    _seller(agreement.add("ram:SellerTradeParty"), invoice)
    to = invoice.recipient
    buyer = agreement.add("ram:BuyerTradeParty")
    buyer.add("ram:Name", to.company or to.name)
    if to.company and to.name:
        buyer.add("ram:DefinedTradeContact/ram:PersonName", to.name)
    _address(buyer, to)
    if to.mail:
        buyer.add("ram:URIUniversalCommunication/ram:URIID", to.mail, schemeID="EM")
    if to.vat_id and invoice.vat_category != "O":
        buyer.add("ram:SpecifiedTaxRegistration/ram:ID", to.vat_id, schemeID="VA")
    if invoice.order_number:
        agreement.add("ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", invoice.order_number)


def _seller(party: Tree, invoice: Invoice) -> None:
    us = invoice.seller
    # Outside the scope of VAT the rules (BR-O-02) forbid our VAT ID, and then want another sign.
    shows_vat_id = bool(us.vat_id) and invoice.vat_category != "O"
    if not shows_vat_id:
        party.add("ram:ID", us.tax_number or us.vat_id)
    party.add("ram:Name", us.company)
    if us.register:
        party.add("ram:SpecifiedLegalOrganization/ram:ID", us.register)
    contact = party.add("ram:DefinedTradeContact")
    contact.add("ram:PersonName", us.director or us.company)
    if us.phone:
        contact.add("ram:TelephoneUniversalCommunication/ram:CompleteNumber", us.phone)
    if us.mail:
        contact.add("ram:EmailURIUniversalCommunication/ram:URIID", us.mail)
    _address(party, us)
    if us.mail:
        party.add("ram:URIUniversalCommunication/ram:URIID", us.mail, schemeID="EM")
    if us.tax_number:
        party.add("ram:SpecifiedTaxRegistration/ram:ID", us.tax_number, schemeID="FC")
    if shows_vat_id:
        party.add("ram:SpecifiedTaxRegistration/ram:ID", us.vat_id, schemeID="VA")


def _address(party: Tree, who: Any) -> None:
    address = party.add("ram:PostalTradeAddress")
    for name, text in (
        ("PostcodeCode", who.postcode),
        ("LineOne", who.street),
        ("LineTwo", getattr(who, "extra", "")),
        ("CityName", who.city),
    ):
        if text:
            address.add(f"ram:{name}", text)
    address.add("ram:CountryID", who.country)


def _settlement(deal: Tree, invoice: Invoice) -> None:
    settlement = deal.add("ram:ApplicableHeaderTradeSettlement")
    settlement.add("ram:PaymentReference", invoice.reference)
    settlement.add("ram:InvoiceCurrencyCode", "EUR")
    if not invoice.is_credit_note:
        _means(settlement.add("ram:SpecifiedTradeSettlementPaymentMeans"), invoice)
    _vat(settlement.add("ram:ApplicableTradeTax"), invoice)
    if invoice.supplied_from != invoice.supplied_to:
        period = settlement.add("ram:BillingSpecifiedPeriod")
        period.add_date("ram:StartDateTime", invoice.supplied_from)
        period.add_date("ram:EndDateTime", invoice.supplied_to)
    for allowance in invoice.allowances:
        taken = settlement.add("ram:SpecifiedTradeAllowanceCharge")
        taken.add("ram:ChargeIndicator/udt:Indicator", "false")
        taken.add("ram:ActualAmount", machine_amount(allowance.cents))
        taken.add("ram:Reason", allowance.text)
        _rate(taken.add("ram:CategoryTradeTax"), invoice)
    terms = settlement.add("ram:SpecifiedTradePaymentTerms")
    if invoice.is_credit_note:
        terms.add("ram:Description", "Bereits gezahlte Beträge rechnen wir an oder erstatten sie.")
    else:
        terms.add_date("ram:DueDateDateTime", invoice.due_on)
    _sums(settlement, invoice)
    if invoice.is_credit_note:
        settlement.add(
            "ram:InvoiceReferencedDocument/ram:IssuerAssignedID", invoice.original_number
        )


def _means(means: Tree, invoice: Invoice) -> None:
    to = invoice.account
    means.add("ram:TypeCode", TRANSFER)
    account = means.add("ram:PayeePartyCreditorFinancialAccount")
    account.add("ram:IBANID", to.iban)
    account.add("ram:AccountName", to.holder)
    if to.bic:
        means.add("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", to.bic)


def _vat(tax: Tree, invoice: Invoice) -> None:
    tax.add("ram:CalculatedAmount", machine_amount(invoice.vat_cents))
    tax.add("ram:TypeCode", "VAT")
    if invoice.vat_note:
        tax.add("ram:ExemptionReason", invoice.vat_note)
    tax.add("ram:BasisAmount", machine_amount(invoice.net_cents))
    tax.add("ram:CategoryCode", invoice.vat_category)
    if invoice.vat_code:
        tax.add("ram:ExemptionReasonCode", invoice.vat_code)
    if invoice.vat_category != "O":
        tax.add("ram:RateApplicablePercent", str(invoice.vat_percent))


def _sums(settlement: Tree, invoice: Invoice) -> None:
    off = sum(allowance.cents for allowance in invoice.allowances)
    sums = settlement.add("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    sums.add("ram:LineTotalAmount", machine_amount(sum(line.cents for line in invoice.lines)))
    if invoice.allowances:
        sums.add("ram:AllowanceTotalAmount", machine_amount(off))
    sums.add("ram:TaxBasisTotalAmount", machine_amount(invoice.net_cents))
    sums.add("ram:TaxTotalAmount", machine_amount(invoice.vat_cents), currencyID="EUR")
    sums.add("ram:GrandTotalAmount", machine_amount(invoice.gross_cents))
    if invoice.prepaid_cents:
        sums.add("ram:TotalPrepaidAmount", machine_amount(invoice.prepaid_cents))
    sums.add("ram:DuePayableAmount", machine_amount(invoice.due_cents))
