"""Background work on money: rendering files, asking VIES, reading statements."""

from datetime import datetime

from leaderacademy.core.database import session
from leaderacademy.core.jobs import Payload, handler
from leaderacademy.core.mail import Attachment, attachment_source
from leaderacademy.invoicing.rules.vies import ViesSilent
from leaderacademy.invoicing.service import confirming, documents, lines, statements
from leaderacademy.invoicing.service.issuing import RENDER
from leaderacademy.invoicing.service.vies import ask_vies
from leaderacademy.invoicing.service.waiting import CHECK


@handler(RENDER)
def render_invoice(payload: Payload, now: datetime) -> None:
    """Make and store PDF and XML; a second run finds them there."""
    documents.ensure_document(payload["invoice_id"], now)


@attachment_source("invoice")
def attach_invoice(number: int, now: datetime) -> Attachment:
    """The PDF of an invoice (by its id); rendered now when the job has not come to it yet."""
    document = documents.ensure_document(number, now)
    return Attachment(documents.file_name(number, "pdf"), "application/pdf", document.pdf)


@handler(CHECK)
def check_vat_id(payload: Payload, now: datetime) -> None:
    """Ask VIES and issue or refuse the invoice; raises ViesSilent, to be tried again later."""
    waiting_id = payload["waiting_id"]
    vat_id = confirming.vat_id_to_ask(waiting_id)
    # VIES may take its time: nobody else shall wait for our transaction meanwhile.
    session.rollback()
    if vat_id is None:
        return
    try:
        answer = ask_vies(vat_id)
    except ViesSilent as silence:
        confirming.note_silence(waiting_id, str(silence), now)
        # Kept although the job fails: it is what explains the waiting.
        session.commit()
        raise
    if confirming.apply_answer(waiting_id, answer, now) is not None:
        # Its money may have come before its number.
        lines.plan_rematching(now)


@handler(statements.READ)
def read_statement(payload: Payload, now: datetime) -> None:
    """Read and match a bank's file step by step; begun anew when it was interrupted."""
    for _ in statements.read_in_steps(payload["statement_id"], now):
        # Each step shows in the progress bar, and other writers get their turn.
        session.commit()


@handler(lines.REMATCH)
def match_lines(_payload: Payload, _now: datetime) -> None:
    """Look again what the open lines may be for."""
    lines.rematch()
