"""The invoice as a page: our look, printed to PDF/A-3 and readable aloud."""

from leaderacademy.core.pdf import papers, render_pdf
from leaderacademy.invoicing.document.girocode import girocode
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.dates import day_in_words, span_in_words
from leaderacademy.invoicing.rules.money import euro, plain_euro


def invoice_page(invoice: Invoice) -> bytes:
    """The PDF without its XML."""
    return render_pdf(invoice_html(invoice), "invoice.css", variant="pdf/a-3b")


def invoice_html(invoice: Invoice) -> str:
    """The page as HTML."""
    pays = not invoice.is_credit_note and invoice.due_cents > 0
    code = (
        girocode(invoice.account, invoice.due_cents, invoice.reference).svg_data_uri(border=0)
        if pays
        else ""
    )
    return papers.get_template("invoicing/document.html").render(
        invoice=invoice,
        kind="Stornorechnung" if invoice.is_credit_note else "Rechnung",
        to=invoice.recipient,
        country=_country(invoice.recipient.country),
        us=invoice.seller,
        account=invoice.account,
        code=code,
        euro=euro,
        amount=plain_euro,
        day=day_in_words,
        supplied=span_in_words(invoice.supplied_from, invoice.supplied_to),
        iban=_in_fours(invoice.account.iban),
    )


def _country(code: str) -> str:
    from babel import Locale  # late: 4 MB of tables

    # Inside Germany nobody writes the country on a letter.
    name: str = Locale("de").territories.get(code, code)
    return "" if code == "DE" else name


def _in_fours(iban: str) -> str:
    return "\u00a0".join(iban[i : i + 4] for i in range(0, len(iban), 4))
