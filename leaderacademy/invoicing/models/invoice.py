"""What is stored about money: frozen invoices with their files, payments, bank lines."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from leaderacademy.core.database import Base, UtcDateTime
from leaderacademy.invoicing.rules.draft import Allowance, Line, Recipient
from leaderacademy.invoicing.rules.operator import Account, Seller
from leaderacademy.invoicing.rules.vies import waiting_in_words


class InvoiceSequence(Base):
    """The last number of each series; its row is locked until the issuing transaction ends."""

    __tablename__ = "invoice_sequence"

    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int]


class Invoice(Base):
    """An invoice or a credit note as it was issued. Triggers refuse every change and deletion.

    All amounts are positive cents, on a credit note too: there they are given back.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("kind IN ('invoice', 'credit_note')", name="kind"),
        CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_is_net_and_vat"),
        CheckConstraint("net_cents >= 0 AND vat_cents >= 0", name="amounts"),
        CheckConstraint("(kind = 'credit_note') = (original_id IS NOT NULL)", name="original"),
        UniqueConstraint("series", "ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    series: Mapped[str] = mapped_column(String(60))
    ordinal: Mapped[int]
    original_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    original_number: Mapped[str] = mapped_column(String(60), default="")
    subject: Mapped[str] = mapped_column(String(80), index=True)
    reference: Mapped[str] = mapped_column(String(60), index=True)
    issued_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    supplied_from: Mapped[date]
    supplied_to: Mapped[date]
    order_number: Mapped[str] = mapped_column(String(60))
    company: Mapped[str] = mapped_column(String(200))
    recipient_copy: Mapped[dict[str, Any]] = mapped_column(JSON)
    seller_copy: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_copy: Mapped[dict[str, Any]] = mapped_column(JSON)
    line_copies: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    allowance_copies: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    vat_percent: Mapped[int]
    vat_category: Mapped[str] = mapped_column(String(2))
    vat_reason: Mapped[str] = mapped_column(String(300))
    vat_note: Mapped[str] = mapped_column(String(300))
    vat_code: Mapped[str] = mapped_column(String(40))
    net_cents: Mapped[int]
    vat_cents: Mapped[int]
    gross_cents: Mapped[int]
    # Paid on an invoice that this one replaced, before it was issued.
    prepaid_cents: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def due_cents(self) -> int:
        """What was to be paid when it was issued."""
        return self.gross_cents - self.prepaid_cents

    @property
    def is_credit_note(self) -> bool:
        """Whether it gives money back."""
        return self.kind == "credit_note"

    @property
    def recipient(self) -> Recipient:
        """Who it was addressed to."""
        return Recipient(**self.recipient_copy)

    @property
    def seller(self) -> Seller:
        """Who we were then."""
        return Seller(**self.seller_copy)

    @property
    def account(self) -> Account:
        """Where the money was to go then."""
        return Account(**self.account_copy)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What was supplied."""
        return tuple(
            Line(copy["text"], copy["unit_cents"], copy["quantity"], copy["note"])
            for copy in self.line_copies
        )

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """Discounts on the whole."""
        return tuple(Allowance(copy["text"], copy["cents"]) for copy in self.allowance_copies)


class WaitingInvoice(Base):
    """An invoice without a number yet: the buyer's VAT ID has still to be confirmed."""

    __tablename__ = "waiting_invoice"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'issued', 'refused', 'dropped')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    company: Mapped[str] = mapped_column(String(200))
    vat_id: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    gross_cents: Mapped[int]
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), index=True)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def state_in_words(self) -> str:
        """What the trainer's list says, and what to do."""
        return waiting_in_words(self.state, self.vat_id, asked=self.tried_at is not None)


class VatIdEvidence(Base):
    """What VIES said, when, and the number of the consultation; kept like an invoice."""

    __tablename__ = "vat_id_evidence"
    __table_args__ = (
        CheckConstraint("answer IN ('valid', 'invalid', 'unavailable', 'manual')", name="answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    vat_id: Mapped[str] = mapped_column(String(20), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(String(20))
    consultation_number: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(String(300))


class InvoiceDocument(Base):
    """The files of an invoice, rendered once; triggers refuse every change and deletion."""

    __tablename__ = "invoice_document"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    xml: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    xml_sha256: Mapped[str] = mapped_column(String(64))
    rendered_at: Mapped[datetime] = mapped_column(UtcDateTime)


OFFSET = "moved:"  # how the key of money begins that went from one invoice to another
WAYS = {"transfer": "Überweisung", "card": "Karte", "other": "von Hand"}


class Payment(Base):
    """Money that came in (positive cents), was given back (negative), or was set off."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("cents <> 0", name="not_nothing"),
        CheckConstraint("method IN ('transfer', 'card', 'other')", name="method"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The same key twice is the same payment: a bank line, a card event, a form sent twice.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    cents: Mapped[int]
    received_on: Mapped[date]
    method: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_offset(self) -> bool:
        """Whether nobody paid anything: it was set off against another invoice."""
        return self.key.startswith(OFFSET)

    @property
    def way(self) -> str:
        """„Überweisung“, „Karte“, „von Hand“ or „verrechnet“."""
        return "verrechnet" if self.is_offset else WAYS[self.method]


class BankStatement(Base):
    """One uploaded file and how far its lines have been read and matched."""

    __tablename__ = "bank_statement"
    __table_args__ = (
        CheckConstraint("state IN ('reading', 'ready', 'applied', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[str] = mapped_column(String(20))
    problem: Mapped[str] = mapped_column(Text)
    iban: Mapped[str] = mapped_column(String(34))
    line_count: Mapped[int]
    done_count: Mapped[int]
    known_count: Mapped[int]
    outgoing_count: Mapped[int] = mapped_column(default=0)
    pending_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BankLine(Base):
    """One movement on our account; `fingerprint` is the same in every file that holds it."""

    __tablename__ = "bank_line"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'open', 'applied', 'assigned', 'ignored')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statement.id"), index=True)
    position: Mapped[int]
    booked_on: Mapped[date]
    cents: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    iban: Mapped[str] = mapped_column(String(34))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), index=True)
    match: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    # What it pays, or would pay: pairs of an invoice's id and cents.
    shares: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    ticked: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    # Counts how often its booking was taken back, so that it can be booked anew.
    round: Mapped[int] = mapped_column(default=0)


class Reminder(Base):
    """One step of asking for money again."""

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint("step BETWEEN 1 AND 3", name="step"),
        UniqueConstraint("invoice_id", "step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    step: Mapped[int]
    cents: Mapped[int]
    due_on: Mapped[date]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
