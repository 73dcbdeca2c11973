"""Background work on invoices: rendering their files."""

from datetime import datetime

from leaderacademy.core.jobs import Payload, handler
from leaderacademy.core.mail import Attachment, attachment_source
from leaderacademy.invoicing.service import documents
from leaderacademy.invoicing.service.issuing import RENDER


@handler(RENDER)
def render_invoice(payload: Payload, now: datetime) -> None:
    """Make and store PDF and XML; a second run finds them there."""
    documents.ensure_document(payload["invoice_id"], now)


@attachment_source("invoice")
def attach_invoice(number: int, now: datetime) -> Attachment:
    """The PDF of an invoice (by its id); rendered now when the job has not come to it yet."""
    document = documents.ensure_document(number, now)
    return Attachment(documents.file_name(number, "pdf"), "application/pdf", document.pdf)
