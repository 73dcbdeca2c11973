"""Every kind of invoice is PDF/A-3 with valid XML inside, and both name the same amounts."""

import io
from collections.abc import Callable

import facturx
import pikepdf
import pypdfium2
import pytest
from lxml import etree

from leaderacademy.invoicing.document.girocode import BadAccount, girocode
from leaderacademy.invoicing.document.xml import NAMESPACES
from leaderacademy.invoicing.rules.money import euro, machine_amount
from leaderacademy.invoicing.rules.operator import DEMO, Account
from tests.invoicing.legal import NAMES, Rendered

Documents = dict[str, Rendered]
Check = Callable[[bytes], list[str]]


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    return " ".join(text.replace("\u00a0", " ").split())


def in_xml(document: Rendered, path: str) -> list[str]:
    root = etree.fromstring(document.xml)
    return [node.text or "" for node in root.iterfind(f".//{path}", NAMESPACES)]


@pytest.mark.parametrize("name", NAMES)
def test_the_xml_keeps_schema_and_rules(name: str, documents: Documents, failures: Check) -> None:
    xml = documents[name].xml
    assert facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    assert failures(xml) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("german-onsite", b"821.10</ram:GrandTotalAmount>", b"821.11</ram:GrandTotalAmount>"),
        ("german-onsite", b">131.10</ram:CalculatedAmount>", b">135.10</ram:CalculatedAmount>"),
        ("austrian-online", b"ATU12345675", b"12345675"),
        ("voucher", b"33.33</ram:ActualAmount>", b"43.33</ram:ActualAmount>"),
        ("swiss-online", b"<ram:CategoryCode>O<", b"<ram:CategoryCode>S<"),
    ],
)
def test_a_falsified_document_is_caught(
    name: str, old: bytes, new: bytes, documents: Documents, failures: Check
) -> None:
    xml = documents[name].xml
    assert old in xml
    assert failures(xml.replace(old, new))


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_is_archivable_and_carries_its_xml(name: str, documents: Documents) -> None:
    document = documents[name]
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        with pdf.open_metadata() as meta:
            assert meta["pdfaid:part"] == "3"
            assert meta["pdfaid:conformance"] == "B"
            assert "EN 16931" in str(meta)
        assert list(pdf.attachments) == ["factur-x.xml"]
        assert pdf.attachments["factur-x.xml"].get_file().read_bytes() == document.xml
        assert len(pdf.Root.AF) == 1
        assert pdf.Root.AF[0].AFRelationship == "/Alternative"
        assert pdf.Root.OutputIntents
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("de")
        assert "/Encrypt" not in pdf.trailer
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert all(
            "/FontFile" in str(font.DescendantFonts[0].FontDescriptor.keys()) for font in fonts
        )


@pytest.mark.parametrize("name", NAMES)
def test_pdf_and_xml_name_the_same_amounts(name: str, documents: Documents) -> None:
    document = documents[name]
    invoice, text = document.invoice, text_of(document.pdf)
    amounts = {
        "ram:TaxBasisTotalAmount": invoice.net_cents,
        "ram:TaxTotalAmount": invoice.vat_cents,
        "ram:GrandTotalAmount": invoice.gross_cents,
        "ram:DuePayableAmount": invoice.due_cents,
    }
    for path, cents in amounts.items():
        assert in_xml(document, path) == [machine_amount(cents)]
        if cents:
            assert euro(cents).replace("\u00a0", " ") in text
    for line, in_line in zip(invoice.lines, in_xml(document, "ram:LineTotalAmount"), strict=False):
        assert in_line == machine_amount(line.cents)
        assert euro(line.cents).replace("\u00a0", " ") in text
    for one in invoice.allowances:
        assert euro(-one.cents).replace("\u00a0", " ") in text
    assert in_xml(document, "rsm:ExchangedDocument/ram:ID") == [invoice.number]
    assert invoice.number in text


@pytest.mark.parametrize("name", ["austrian-online", "swiss-online", "small", "exempt"])
def test_the_reason_for_no_vat_stands_on_both(name: str, documents: Documents) -> None:
    document = documents[name]
    note = document.invoice.vat_note
    assert note
    assert note in text_of(document.pdf)
    assert note in in_xml(document, "ram:ExemptionReason")


def test_reverse_charge_names_both_vat_ids(documents: Documents) -> None:
    text = text_of(documents["austrian-online"].pdf)
    assert "ATU12345675" in text
    assert DEMO.seller.vat_id in text


def test_a_credit_note_names_its_invoice(documents: Documents) -> None:
    document = documents["credit-part"]
    assert document.invoice.original_number in text_of(document.pdf)
    assert in_xml(document, "ram:InvoiceReferencedDocument/ram:IssuerAssignedID") == [
        document.invoice.original_number
    ]


def test_what_was_paid_before_is_not_asked_for_again(documents: Documents) -> None:
    part, whole = documents["prepaid-part"], documents["prepaid-all"]
    assert in_xml(part, "ram:TotalPrepaidAmount") == ["300.00"]
    assert "Bitte überweisen Sie 521,10 €" in text_of(part.pdf)
    assert in_xml(whole, "ram:DuePayableAmount") == ["0.00"]
    assert "Es ist nichts zu zahlen." in text_of(whole.pdf)
    assert "Bitte überweisen" not in text_of(whole.pdf)


def test_an_invented_seller_shows(documents: Documents) -> None:
    assert "Muster" in text_of(documents["german-onsite"].pdf).split("Muster-Akademie")[0]


def test_the_code_on_the_invoice_fills_in_the_transfer(documents: Documents) -> None:
    import zxingcpp

    document = documents["german-onsite"]
    picture = pypdfium2.PdfDocument(document.pdf)[0].render(scale=3).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    lines = found.text.split("\n")
    assert lines[0] == "BCD"
    assert lines[3:8] == [
        "SCT",
        DEMO.account.bic,
        DEMO.account.holder,
        DEMO.account.iban,
        "EUR821.1",
    ]
    assert document.invoice.reference in lines


def test_no_code_is_made_for_a_wrong_iban() -> None:
    with pytest.raises(BadAccount):
        girocode(Account("Muster", "DE37000000000000000000"), 100, "RE-1")
