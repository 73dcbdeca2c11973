"""What is stored about invoices and money."""

from leaderacademy.invoicing.models.card import CardEvent, CardPayment
from leaderacademy.invoicing.models.invoice import (
    BankLine,
    BankStatement,
    Invoice,
    InvoiceDocument,
    InvoiceSequence,
    Payment,
    Reminder,
    VatIdEvidence,
    WaitingInvoice,
)

__all__ = [
    "BankLine",
    "BankStatement",
    "CardEvent",
    "CardPayment",
    "Invoice",
    "InvoiceDocument",
    "InvoiceSequence",
    "Payment",
    "Reminder",
    "VatIdEvidence",
    "WaitingInvoice",
]
