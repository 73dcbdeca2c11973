"""Invoices and money: what other features call."""

from leaderacademy.invoicing.service.confirming import (
    ask_again,
    evidence_of,
    unsettled_invoices,
)
from leaderacademy.invoicing.service.exchanging import (
    exchange_invoice,
    readdress_waiting,
    reschedule_waiting,
    waiting_among,
)
from leaderacademy.invoicing.service.export import Retention, export_subjects, retention_of
from leaderacademy.invoicing.service.health import Health, health
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
    balances_among,
    balances_of,
    on_payment,
    open_amount,
    record_payment,
    settled_invoices_of,
)
from leaderacademy.invoicing.service.waiting import request_invoice, waiting_invoices_of

__all__ = [
    "Balance",
    "Health",
    "NothingLeft",
    "Retention",
    "as_facts",
    "ask_again",
    "balance_of",
    "balances_among",
    "balances_of",
    "configure",
    "evidence_of",
    "exchange_invoice",
    "export_subjects",
    "get_invoice",
    "health",
    "invoices_of",
    "issue_credit_note",
    "issue_invoice",
    "on_issued",
    "on_payment",
    "open_amount",
    "operator",
    "readdress_waiting",
    "record_payment",
    "request_invoice",
    "reschedule_waiting",
    "retention_of",
    "settled_invoices_of",
    "unsettled_invoices",
    "waiting_among",
    "waiting_invoices_of",
]
