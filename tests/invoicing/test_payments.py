"""What is open is derived from the invoice, its credit notes and the money that moved."""

from datetime import date

import pytest
from flask import Flask

from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from tests.invoicing.shop import NOW, draft

DAY = date(2027, 2, 10)


def pay(invoice_id: int, cents: int, key: str) -> bool:
    return service.record_payment(invoice_id, cents, DAY, NOW, key=key)


def test_money_in_parts_double_and_too_much(app: Flask) -> None:
    made = service.issue_invoice(draft(), NOW)
    states = [service.balance_of(made.id).state]
    for cents, key in ((40_000, "a"), (42_110, "b"), (82_110, "c"), (-82_110, "d")):
        assert pay(made.id, cents, key)
        states.append(service.balance_of(made.id).state)
    assert states == ["open", "partly", "paid", "refund", "paid"]


def test_the_same_payment_counts_once(app: Flask) -> None:
    made = service.issue_invoice(draft(), NOW)
    assert pay(made.id, 82_110, "bank:1")
    assert not pay(made.id, 82_110, "bank:1")
    assert service.open_amount(made.id) == 0


def test_a_credited_invoice_owes_the_money_back(app: Flask) -> None:
    made = service.issue_invoice(draft(), NOW)
    pay(made.id, made.gross_cents, "a")
    note = service.issue_credit_note(made.id, NOW)
    assert service.open_amount(made.id) == -82_110
    with pytest.raises(ValueError, match="recorded on an invoice"):
        pay(note.id, 1, "b")
    with pytest.raises(LookupError):
        service.open_amount(note.id)


def test_who_waits_for_money_is_told_in_the_same_transaction(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "leaderacademy.invoicing.service.payments.on_payment",
        [lambda invoice, left, now: heard.append((invoice.number, left))],
    )
    made = service.issue_invoice(draft(), NOW)
    pay(made.id, 82_110, "a")
    session.commit()
    assert heard == [(made.number, 0)]
