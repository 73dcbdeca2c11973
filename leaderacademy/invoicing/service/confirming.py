"""What VIES said about a waiting invoice: kept as evidence, then issued or refused."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue
from leaderacademy.invoicing.models import Invoice, VatIdEvidence, WaitingInvoice
from leaderacademy.invoicing.rules.vies import ViesAnswer
from leaderacademy.invoicing.service.issuing import issue_invoice
from leaderacademy.invoicing.service.waiting import CHECK, draft_of


def vat_id_to_ask(waiting_id: int) -> str | None:
    """The VAT ID of an invoice that still waits, or None when there is nothing left to do."""
    return session.scalar(
        select(WaitingInvoice.vat_id).where(
            WaitingInvoice.id == waiting_id, WaitingInvoice.state == "waiting"
        )
    )


def note_silence(waiting_id: int, why: str, now: datetime) -> None:
    """Keep that VIES gave no answer; the invoice goes on waiting."""
    waiting = session.get_one(WaitingInvoice, waiting_id)
    _keep(waiting, "unavailable", now, text=why)
    session.execute(
        update(WaitingInvoice)
        .where(WaitingInvoice.id == waiting_id, WaitingInvoice.state == "waiting")
        .values(tried_at=now)
    )


def apply_answer(waiting_id: int, answer: ViesAnswer, now: datetime) -> Invoice | None:
    """Keep the evidence; issue the invoice once, or refuse it. The invoice when it was now."""
    state = "issued" if answer.answer == "valid" else "refused"
    # Of two workers with the same answer one changes the row; the other one does nothing.
    taken = session.scalars(
        update(WaitingInvoice)
        .where(WaitingInvoice.id == waiting_id, WaitingInvoice.state == "waiting")
        .values(state=state, tried_at=now)
        .returning(WaitingInvoice)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if taken is None:
        return None
    _keep(taken, answer.answer, now, answer)
    if state == "refused":
        text = f"VIES kennt die USt-IdNr. {taken.vat_id} nicht. Die Rechnung wartet auf Sie."
        note_action("vat-id-refused", taken.subject, text, SYSTEM, now)
        return None
    invoice = issue_invoice(draft_of(taken), now)
    taken.invoice_id = invoice.id
    session.flush()
    return invoice


def ask_again(waiting_id: int, now: datetime, by: Actor) -> bool:
    """Let VIES be asked once more, after a refusal or a long silence; whether that is possible."""
    waiting = session.scalars(
        update(WaitingInvoice)
        .where(WaitingInvoice.id == waiting_id, WaitingInvoice.state.in_(("waiting", "refused")))
        .values(state="waiting", tried_at=None)
        .returning(WaitingInvoice)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if waiting is None:
        return False
    enqueue(CHECK, {"waiting_id": waiting_id}, now)
    text = f"Die USt-IdNr. {waiting.vat_id} wird noch einmal geprüft."
    note_action("vat-id-asked-again", waiting.subject, text, by, now)
    return True


def unsettled_invoices() -> Sequence[WaitingInvoice]:
    """What waits for VIES or was refused, the oldest first: the trainer's list."""
    return session.scalars(
        select(WaitingInvoice)
        .where(WaitingInvoice.state.in_(("waiting", "refused")))
        .order_by(WaitingInvoice.created_at, WaitingInvoice.id)
    ).all()


def evidence_of(subject: str) -> Sequence[VatIdEvidence]:
    """All that VIES ever said for this subject (`booking:17`), in order."""
    return session.scalars(
        select(VatIdEvidence).where(VatIdEvidence.subject == subject).order_by(VatIdEvidence.id)
    ).all()


def _keep(
    waiting: WaitingInvoice,
    answer: str,
    now: datetime,
    given: ViesAnswer | None = None,
    text: str = "",
) -> None:
    session.add(
        VatIdEvidence(
            subject=waiting.subject,
            vat_id=waiting.vat_id,
            asked_at=now,
            answer=answer,
            consultation_number=given.consultation_number if given else "",
            name=given.name if given else "",
            address=given.address if given else "",
            text=text,
        )
    )
    session.flush()
