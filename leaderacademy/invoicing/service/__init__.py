"""Invoices and money: what other features call."""

from leaderacademy.invoicing.service.issuing import (
    NothingLeft,
    as_facts,
    get_invoice,
    invoices_of,
    issue_credit_note,
    issue_invoice,
    on_issued,
)
from leaderacademy.invoicing.service.operator import configure, operator
from leaderacademy.invoicing.service.payments import (
    Balance,
    balance_of,
    balances_of,
    on_payment,
    open_amount,
    record_payment,
)
from leaderacademy.invoicing.service.waiting import request_invoice, waiting_invoices_of

__all__ = [
    "Balance",
    "NothingLeft",
    "as_facts",
    "balance_of",
    "balances_of",
    "configure",
    "get_invoice",
    "invoices_of",
    "issue_credit_note",
    "issue_invoice",
    "on_issued",
    "on_payment",
    "open_amount",
    "operator",
    "record_payment",
    "request_invoice",
    "waiting_invoices_of",
]
