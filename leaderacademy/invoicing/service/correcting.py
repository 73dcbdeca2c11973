"""Correcting the VAT ID of an invoice that waits for it."""

from datetime import datetime

from sqlalchemy import select

from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.invoicing.models import WaitingInvoice
from leaderacademy.invoicing.rules.vat_id import VatIdProblem, checked_vat_id
from leaderacademy.invoicing.service.confirming import ask_again


def get_waiting(waiting_id: int) -> WaitingInvoice:
    """The waiting invoice with this id; raises LookupError."""
    found = session.get(WaitingInvoice, waiting_id)
    if found is None:
        raise LookupError(f"no waiting invoice {waiting_id}")
    return found


def correct_vat_id(waiting_id: int, typed: str, now: datetime, by: Actor) -> bool:
    """Put another VAT ID on an invoice that has no number yet, and let VIES be asked about it.

    Raises VatIdProblem; False when the invoice does not wait any more.
    """
    waiting = session.scalars(
        select(WaitingInvoice)
        .where(WaitingInvoice.id == waiting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if waiting.state not in ("waiting", "refused"):
        return False
    vat_id = checked_vat_id(typed, waiting.draft["recipient"]["country"])
    if not vat_id:
        raise VatIdProblem("Bitte geben Sie die USt-IdNr. an.")
    before = waiting.vat_id
    waiting.vat_id = vat_id
    waiting.draft = {
        **waiting.draft,
        "recipient": {**waiting.draft["recipient"], "vat_id": vat_id},
    }
    session.flush()
    text = f"USt-IdNr. von {before} in {vat_id} berichtigt."
    note_action("vat-id-corrected", waiting.subject, text, by, now)
    return ask_again(waiting_id, now, by)
