"""A booking's invoice and credit note; the only place where booking talks to invoicing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.rules.dates import BERLIN
from leaderacademy.booking.service.pricing import Quote
from leaderacademy.core.audit import SYSTEM, Actor
from leaderacademy.core.database import session
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.document.girocode import girocode_svg, is_real
from leaderacademy.invoicing.models import Invoice, WaitingInvoice
from leaderacademy.invoicing.models.invoice import OFFSET
from leaderacademy.invoicing.rules.draft import Allowance, InvoiceDraft, Line, Recipient
from leaderacademy.invoicing.rules.money import in_fours, vat_on
from leaderacademy.invoicing.rules.operator import Account
from leaderacademy.invoicing.service.operator import takes_cards
from leaderacademy.invoicing.service.undoing import payments_of_invoice

PREFIX = "booking:"
CANCELLED = "Rücktritt von der Buchung"


def subject_of(booking: Booking) -> str:
    """What invoices and the audit log call this booking."""
    return f"{PREFIX}{booking.id}"


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a buyer needs to pay; `cents` is what is still open."""

    account: Account
    reference: str
    cents: int
    due_on: date | None

    @property
    def has_code(self) -> bool:
        """Whether a GiroCode can be drawn: only for an account that can exist."""
        return is_real(self.account)

    def code(self) -> bytes:
        """The GiroCode as an SVG file; raises BadAccount."""
        return girocode_svg(self.account, self.cents, self.reference)

    @property
    def iban(self) -> str:
        """In groups of four, as people read it."""
        return in_fours(self.account.iban)


def request_invoice(
    booking: Booking,
    found: Quote,
    now: datetime,
    prepaid_cents: int = 0,
    *,
    by: Actor = SYSTEM,
    mailed: bool = False,
) -> Transfer:
    """Issue its invoice in this transaction, or let it wait until the VAT ID is confirmed.

    `prepaid_cents` was paid on the invoice that this one replaces. For a booking that is not
    stored yet, and is confirmed with this invoice in the same transaction, it is `mailed`. Gives
    back how to pay it.
    """
    if found.treatment is None:
        raise ValueError("an invoice needs its VAT")
    first, last = supplied_days(booking.training)
    draft = InvoiceDraft(
        subject=subject_of(booking),
        recipient=recipient_of(booking),
        lines=invoice_lines(booking),
        treatment=found.treatment,
        supplied_from=first,
        supplied_to=last,
        allowances=tuple(
            Allowance(line.label, -line.cents) for line in found.lines if line.cents < 0
        ),
        order_number=booking.order_number,
        prepaid_cents=min(prepaid_cents, booking.gross_cents),
        payment_days=days_to_pay(first, now.astimezone(BERLIN).date()),
    )
    # Else the hook `invoice_issued` notes its id, now or when the VAT ID has been confirmed.
    issued = invoicing.request_invoice(draft, now, by, mailed=mailed)
    cents = booking.gross_cents - draft.prepaid_cents
    if isinstance(issued, Invoice):
        if mailed:
            set_committed_value(booking, "invoice_id", issued.id)
        return Transfer(issued.account, issued.reference, cents, issued.due_on)
    return Transfer(invoicing.operator().account, issued.reference, cents, None)


def days_to_pay(first: date, today: date) -> int:
    """The operator's days, but the money is due before the training begins, as the terms say."""
    return max(0, min(invoicing.operator().terms.payment_days, (first - today).days - 1))


def recipient_of(booking: Booking) -> Recipient:
    """Whom its invoice is addressed to."""
    return Recipient(
        company=booking.company,
        street=booking.street,
        postcode=booking.postcode,
        city=booking.town,
        country=booking.country,
        vat_id=booking.vat_id,
        mail=booking.email,
        accounting_mail=booking.accounting_email,
    )


def mails_of(subject: str) -> tuple[str, str] | None:
    """The buyer's and the accounting address of today, which an older invoice does not know."""
    number = subject.removeprefix(PREFIX)
    if number == subject or not number.isdecimal():
        return None
    query = select(Booking.email, Booking.accounting_email).where(Booking.id == int(number))
    row = session.execute(query).first()
    return None if row is None else (row[0], row[1])


def invoice_lines(booking: Booking) -> tuple[Line, ...]:
    """One line a seat, at the agreed price, with who comes."""
    return tuple(_line(booking, place) for place in range(booking.seats))


def supplied_days(training: Training) -> tuple[date, date]:
    """The first and the last day of the date, as clocks in Germany show them."""
    first, last = training.starts_at, training.ends_at
    return first.astimezone(BERLIN).date(), last.astimezone(BERLIN).date()


def _line(booking: Booking, place: int) -> Line:
    label, cents = booking.lines[place]
    note = f"{label}: {booking.participants[place].name}"
    return Line(f"{booking.training.title}, {booking.training.day}", cents, 1, note)


def give_back(
    booking: Booking, fee_cents: int, now: datetime, by: Actor, reason: str = CANCELLED
) -> Invoice | None:
    """Credit what need not be paid when these net cents stay owed; None when nothing.

    An invoice that still waits for its number is withdrawn when nothing stays owed.
    """
    if booking.invoice_id is None:
        if not fee_cents:
            _withdraw(subject_of(booking))
        return None
    net = booking.net_cents - fee_cents
    if net <= 0:
        return None
    lines = [Line(reason, net)] if fee_cents else None
    try:
        # A number that is taken for nothing is given back with the savepoint.
        with session.begin_nested():
            return invoicing.issue_credit_note(
                booking.invoice_id, now, by, lines=lines, reason=reason
            )
    except invoicing.NothingLeft:
        return None


def _withdraw(subject: str) -> None:
    session.execute(
        update(WaitingInvoice)
        .where(WaitingInvoice.subject == subject, WaitingInvoice.state.in_(("waiting", "refused")))
        .values(state="dropped")
    )


def carry_over(booking: Booking, invoice: Invoice, now: datetime) -> None:
    """What was paid on an invoice that another has replaced counts for the new one.

    Also what was taken back there meanwhile; called again it finds nothing to carry.
    """
    older = [one for one in documents_of(booking) if not one.is_credit_note and one is not invoice]
    balances = invoicing.balances_of(one.id for one in older)
    for old in older:
        if left := balances[old.id].open:
            day, last = now.astimezone(BERLIN).date(), payments_of_invoice(old.id)[-1:]
            pair = ((old, invoice, left), (invoice, old, -left))
            for target, other, cents in pair:
                key = f"{OFFSET}{target.id}:{last[0].id if last else 0}"
                note = f"verrechnet mit {other.number}"
                invoicing.record_payment(
                    target.id, cents, day, now, key=key, method="other", note=note
                )


@dataclass(frozen=True, slots=True)
class Settlement:
    """What cancelling does with the money, in gross cents: `paid` so far, `owed` afterwards."""

    paid: int
    owed: int
    by_card: bool

    @property
    def back(self) -> int:
        """What the buyer gets back."""
        return max(0, self.paid - self.owed)

    @property
    def left(self) -> int:
        """What the buyer still has to pay."""
        return max(0, self.owed - self.paid)


def settlement_of(booking: Booking, fee_cents: int) -> Settlement | None:
    """What becomes of the money when these net cents stay owed; None where none is asked for."""
    documents = documents_of(booking)
    if not documents and waiting_invoice_of(booking) is None:
        return None
    balances = invoicing.balances_among(documents).values()
    owed = 0
    if fee_cents:
        charged = sum(one.gross - one.credited for one in balances) or booking.gross_cents
        given = booking.net_cents - fee_cents
        owed = max(0, charged - given - vat_on(given, booking.vat_percent))
    payments = [one for document in documents for one in payments_of_invoice(document.id)]
    card = any(one.method == "card" for one in payments)
    return Settlement(sum(one.paid for one in balances), owed, card)


def refund_of(booking: Booking) -> int:
    """Cents that the buyer gets back, over all invoices of the booking."""
    return owed_back(settled_documents_of(booking)[1])


def owed_back(balances: dict[int, invoicing.Balance]) -> int:
    """Cents that are to be given back on these invoices."""
    return sum(balance.owed_back for balance in balances.values())


def documents_of(booking: Booking) -> list[Invoice]:
    """Its invoice and credit notes, in the order they were issued."""
    return list(invoicing.invoices_of(subject_of(booking)))


def settled_documents_of(
    booking: Booking,
) -> tuple[list[Invoice], dict[int, invoicing.Balance]]:
    """The same and what was paid on each invoice; one query."""
    return invoicing.settled_invoices_of(subject_of(booking))


def document_of(booking: Booking, credit_note: bool, number: str = "") -> Invoice | None:
    """Its newest invoice or credit note, or the one of this number; a move leaves older ones."""
    found = [one for one in documents_of(booking) if one.is_credit_note == credit_note]
    wanted = [one for one in found if not number or one.number == number]
    return wanted[-1] if wanted else None


def waiting_invoice_of(booking: Booking) -> WaitingInvoice | None:
    """What has no number yet, because the buyer's VAT ID has still to be confirmed."""
    if booking.invoice_id is not None:
        return None
    waiting = invoicing.waiting_invoices_of(subject_of(booking))
    return next((one for one in waiting if one.state in ("waiting", "refused")), None)


def transfer_of(booking: Booking, documents: list[Invoice]) -> Transfer | None:
    """How to pay what is open; known from the first second, also while the invoice waits.

    `documents` are those of documents_of(booking). None once we have cancelled the date: its
    invoice is about to be credited.
    """
    return transfer_by(booking, documents, invoicing.balances_among(documents))


def transfer_by(
    booking: Booking, documents: list[Invoice], balances: dict[int, invoicing.Balance]
) -> Transfer | None:
    """The same for whoever knows already what was paid, by the ids of the invoices."""
    if booking.training.state == "cancelled":
        return None
    invoice = next((one for one in documents if one.id == booking.invoice_id), None)
    if invoice is not None:
        cents = balances[invoice.id].open
        return (
            Transfer(invoice.account, invoice.reference, cents, invoice.due_on)
            if cents > 0
            else None
        )
    waiting = waiting_invoice_of(booking)
    if waiting is None or booking.state != "booked":
        return None
    return Transfer(invoicing.operator().account, waiting.reference, waiting.gross_cents, None)


def takes_card(booking: Booking, transfer: Transfer | None) -> bool:
    """Whether what is open may be paid by card: only an issued invoice, only where it is set up."""
    return transfer is not None and booking.invoice_id is not None and takes_cards()
