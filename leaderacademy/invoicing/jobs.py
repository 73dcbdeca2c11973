"""Background work on money: rendering files, asking VIES, reading statements."""

from datetime import datetime

from leaderacademy.core.database import session, writing
from leaderacademy.core.jobs import Payload, handler
from leaderacademy.core.mail import Attachment, attachment_source
from leaderacademy.invoicing.models import InvoiceDocument
from leaderacademy.invoicing.rules.card import event_of_session
from leaderacademy.invoicing.rules.vies import ViesSilent
from leaderacademy.invoicing.service import (
    card_checkout,
    card_events,
    confirming,
    documents,
    lines,
    statements,
)
from leaderacademy.invoicing.service.card_checkout import ASK, CLOSE
from leaderacademy.invoicing.service.card_company import CardRefused, close_checkout, read_checkout
from leaderacademy.invoicing.service.card_events import EVENT
from leaderacademy.invoicing.service.issuing import RENDER
from leaderacademy.invoicing.service.operator import takes_cards
from leaderacademy.invoicing.service.vies import ask_vies
from leaderacademy.invoicing.service.waiting import CHECK


@handler(RENDER)
def render_invoice(payload: Payload, now: datetime) -> None:
    """Make and store PDF and XML; a second run finds them there."""
    _drawn(payload["invoice_id"], now)


def _drawn(invoice_id: int, now: datetime) -> InvoiceDocument:
    found = documents.find_document(invoice_id)
    if found is not None:
        return found
    invoice = documents.invoice_to_draw(invoice_id)
    # Drawing takes a second: on SQLite nobody could book meanwhile if our transaction stayed open.
    session.rollback()
    files = documents.draw(invoice)
    with writing():
        documents.keep_document(invoice_id, files, now)
        session.commit()
    return session.get_one(InvoiceDocument, invoice_id)


@attachment_source("invoice")
def attach_invoice(number: int, now: datetime) -> Attachment:
    """The PDF of an invoice (by its id); rendered now when the job has not come to it yet."""
    document = _drawn(number, now)
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


@handler(EVENT)
def process_card_event(payload: Payload, now: datetime) -> None:
    """Record what Stripe told us; a second run finds it done."""
    card_events.process_event(payload["card_event_id"], now)


@handler(ASK)
def ask_about_checkout(payload: Payload, now: datetime) -> None:
    """When no event came: ask what became of a checkout. Raises CardSilent, to be tried again."""
    session_id = card_checkout.session_to_ask_about(payload["card_payment_id"])
    session.rollback()
    if session_id is None or not takes_cards():
        return
    thing = read_checkout(session_id)
    card_events.keep_event(event_of_session(thing, now), now)


@handler(CLOSE)
def close_old_checkout(payload: Payload, _now: datetime) -> None:
    """Close the page of a checkout that was replaced."""
    session.rollback()
    try:
        close_checkout(payload["session_id"])
    except CardRefused:
        return  # paid or closed meanwhile; if paid, an event tells
