"""A trainer corrects what a buyer typed; an invoice that shows it is exchanged at the same time."""

from dataclasses import dataclass
from datetime import datetime

from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.billing import (
    NAMES,
    ON_INVOICE,
    Billing,
    changes_between,
    in_words,
)
from leaderacademy.booking.service.letters import send_correction
from leaderacademy.booking.service.money import (
    carry_over,
    invoice_lines,
    recipient_of,
    subject_of,
    supplied_days,
)
from leaderacademy.booking.service.pricing import supply_of
from leaderacademy.booking.service.seats import fresh_booking, lock_training
from leaderacademy.core.audit import Actor, note_action
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import Invoice
from leaderacademy.invoicing.rules.vat import Blocked, Buyer, treatment_of

WHY = "Die Angaben zum Rechnungsempfänger wurden berichtigt."
MEANWHILE = "Die Buchung hat sich inzwischen geändert. Bitte laden Sie die Seite neu."
OTHER_VAT = (
    "Damit gälte eine andere Umsatzsteuer als bei der Buchung. Stornieren Sie kostenfrei und "
    "buchen Sie neu."
)
ASKED_ABOUT = (
    "Diese Buchung ist ohne deutsche Umsatzsteuer, weil die USt-IdNr. geprüft wird. Eine andere "
    "tragen Sie unter „Wartet auf VIES“ ein, solange die Rechnung wartet; danach stornieren Sie "
    "und buchen neu."
)


class BillingRefused(Exception):  # noqa: N818 - named for what happened
    """Nothing was changed; `field` names where the German message belongs, or is empty."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was corrected, in words; the credit note and the new invoice where there are some."""

    words: list[str]
    documents: tuple[Invoice, Invoice] | None = None


def billing_of(booking: Booking) -> Billing:
    """What is known of the buyer now."""
    return Billing(**{name: getattr(booking, name) for name in NAMES})


def correct_billing(
    booking_id: int, new: Billing, seen: str, now: datetime, by: Actor
) -> Corrected:
    """Keep what was typed, exchange the invoice that shows it, and write to the buyer.

    `seen` is the seal of what stood on the page. Pressed twice it is one correction. Raises
    BillingRefused.
    """
    # The lock that a move, an exchange and a cancelling take too: one after the other.
    training = lock_training(fresh_booking(booking_id).training_id)
    booking = fresh_booking(booking_id)
    old = billing_of(booking)
    changes = changes_between(old, new)
    if not changes:
        return Corrected([])
    if booking.training_id != training.id or seen != old.seal:
        raise BillingRefused("", MEANWHILE)
    if booking.state not in ("booked", "cancelled"):
        raise BillingRefused("", "Diese Buchung ist nicht abgeschlossen.")
    _check_vat(booking, new, changes)
    for name in changes:
        setattr(booking, name, getattr(new, name))
    session.flush()
    documents = _exchange(booking, changes, now, by)
    booking = fresh_booking(booking_id)
    words = in_words(changes)
    send_correction(booking, changes, words, documents, now)
    text = f"Berichtigt: {', '.join(words)}."
    if documents:
        text += f" {documents[0].original_number} ist ersetzt durch {documents[1].number}."
    note_action("billing-corrected", subject_of(booking), text, by, now)
    return Corrected(words, documents)


def _check_vat(booking: Booking, new: Billing, changes: list[str]) -> None:
    """Country and VAT ID may be corrected as long as the VAT stays what was agreed."""
    if not {"country", "vat_id"} & set(changes):
        return
    buyer = Buyer(new.country, booking.business, new.vat_id)
    try:
        found = treatment_of(supply_of(booking.training), buyer, invoicing.operator().policy)
    except Blocked as blocked:
        field = blocked.field if blocked.field in ("country", "vat_id") else "country"
        raise BillingRefused(field, blocked.message) from blocked
    if (found.percent, found.reason) != (booking.vat_percent, booking.vat_reason):
        raise BillingRefused("country", OTHER_VAT)
    if found.needs_vies:
        raise BillingRefused("vat_id" if "vat_id" in changes else "country", ASKED_ABOUT)


def _exchange(
    booking: Booking, changes: list[str], now: datetime, by: Actor
) -> tuple[Invoice, Invoice] | None:
    """The credit note and the new invoice; None where no issued invoice shows what was wrong."""
    corrected = (recipient_of(booking), booking.order_number)
    if booking.invoice_id is None:
        for waiting in invoicing.waiting_among([subject_of(booking)]):
            invoicing.readdress_waiting(waiting, *corrected)
        return None
    balance = invoicing.balance_of(booking.invoice_id)
    if not set(changes) & set(ON_INVOICE) or balance.credited >= balance.gross:
        return None
    old, days = invoicing.get_invoice(booking.invoice_id), supplied_days(booking.training)
    note, issued = invoicing.exchange_invoice(
        old, invoice_lines(booking), days, WHY, now, by, corrected
    )
    carry_over(fresh_booking(booking.id), issued, now)
    return note, issued
