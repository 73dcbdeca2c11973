"""The files of an invoice: rendered once from the frozen record, then kept with their SHA-256."""

import hashlib
from datetime import datetime

from leaderacademy.core.database import session, upsert
from leaderacademy.invoicing.document.files import render_files
from leaderacademy.invoicing.models import Invoice, InvoiceDocument
from leaderacademy.invoicing.service.issuing import get_invoice


class Damaged(Exception):  # noqa: N818 - named for what happened
    """The stored bytes are not those that were rendered."""


def find_document(invoice_id: int) -> InvoiceDocument | None:
    """The stored files, or None while the worker has not rendered them. Raises Damaged."""
    found = session.get(InvoiceDocument, invoice_id)
    if found is None:
        return None
    for content, digest in ((found.pdf, found.pdf_sha256), (found.xml, found.xml_sha256)):
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(f"invoice {invoice_id}")
    return found


def ensure_document(invoice_id: int, now: datetime) -> InvoiceDocument:
    """The stored files, drawn now if they are not there yet, in the caller's transaction."""
    found = find_document(invoice_id)
    if found is None:
        keep_document(invoice_id, draw(get_invoice(invoice_id)), now)
        found = session.get_one(InvoiceDocument, invoice_id)
    return found


def invoice_to_draw(invoice_id: int) -> Invoice:
    """The frozen record apart from any transaction, so that nobody waits while it is drawn."""
    invoice = get_invoice(invoice_id)
    session.expunge(invoice)
    return invoice


def draw(invoice: Invoice) -> tuple[bytes, bytes]:
    """PDF and XML; takes a second, for jobs only."""
    return render_files(invoice)


def keep_document(invoice_id: int, files: tuple[bytes, bytes], now: datetime) -> None:
    """Store what was drawn. Of two that drew at once the first stays, the other is dropped."""
    pdf, xml = files
    session.execute(
        upsert(InvoiceDocument.__table__)
        .values(
            invoice_id=invoice_id,
            pdf=pdf,
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
            xml=xml,
            xml_sha256=hashlib.sha256(xml).hexdigest(),
            rendered_at=now,
        )
        .on_conflict_do_nothing(index_elements=["invoice_id"])
    )


def file_name(invoice_id: int, ending: str) -> str:
    """RE-2027-0001.pdf, with nothing in it that a file system minds."""
    number = get_invoice(invoice_id).number
    kept = "".join(char if char.isalnum() or char in "-_." else "-" for char in number)
    return f"{kept}.{ending}"
