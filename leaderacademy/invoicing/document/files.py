"""PDF/A-3 with the XML of EN 16931 inside, both from the same frozen record."""

from leaderacademy.invoicing.document.page import invoice_page
from leaderacademy.invoicing.document.xml import invoice_xml
from leaderacademy.invoicing.models import Invoice


def render_files(invoice: Invoice) -> tuple[bytes, bytes]:
    """The PDF and the XML of an invoice or credit note; takes about a second."""
    import facturx

    xml = invoice_xml(invoice)
    page = invoice_page(invoice)
    kind = "Stornorechnung" if invoice.is_credit_note else "Rechnung"
    # check_schematron would send the invoice to a server; the tests run the rules that ship
    # with the library instead.
    pdf = facturx.generate_from_binary(
        page,
        xml,
        flavor="factur-x",
        level="en16931",
        check_xsd=True,
        check_schematron=False,
        afrelationship="alternative",
        lang="de-DE",
        pdf_metadata={
            "author": invoice.seller.company,
            "keywords": "Factur-X, ZUGFeRD, EN 16931",
            "title": f"{kind} {invoice.number}",
            "subject": f"{kind} {invoice.number} vom {invoice.issued_on:%d.%m.%Y}",
        },
    )
    return bytes(pdf), xml
