"""An invoice gets its number in the transaction that orders it and copies all it needs."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from leaderacademy.core.audit import Actor, history_of
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import Invoice, WaitingInvoice
from leaderacademy.invoicing.rules.draft import DraftProblem, Line
from leaderacademy.invoicing.rules.operator import DEMO
from leaderacademy.invoicing.service.waiting import draft_of
from tests.invoicing.shop import AUSTRIAN, GERMAN, NOW, ONLINE, draft, voucher

TINA = Actor(7, "Tina Trainer")


def issue(**changes: object) -> Invoice:
    made = service.issue_invoice(draft(**changes), NOW, TINA)  # type: ignore[arg-type]
    session.commit()
    return made


def test_numbers_follow_each_other_and_begin_anew_each_year(app: Flask) -> None:
    first, second = issue(), issue()
    later = service.issue_invoice(draft(), NOW.replace(year=2028))
    assert [first.number, second.number] == ["RE-2027-0001", "RE-2027-0002"]
    assert later.number == "RE-2028-0001"


def test_a_transaction_that_fails_leaves_no_gap(app: Flask) -> None:
    issue()
    service.issue_invoice(draft(), NOW)
    session.rollback()
    assert issue().number == "RE-2027-0002"


def test_everything_is_copied(app: Flask) -> None:
    made = issue(lines=(Line("Platz", 69_000, 2),), allowances=voucher())
    session.expire_all()
    assert made.recipient == GERMAN
    assert made.seller == DEMO.seller
    assert made.account == DEMO.account
    assert made.lines == (Line("Platz", 69_000, 2),)
    assert made.allowances == voucher()
    assert (made.net_cents, made.vat_cents, made.gross_cents) == (133_000, 25_270, 158_270)
    assert made.due_on == date(2027, 2, 17)
    assert made.reference == made.number
    assert made.is_demo


def test_the_rendering_is_ordered_and_the_history_written(app: Flask) -> None:
    made = issue()
    jobs = session.scalars(select(Job)).all()
    assert [(job.kind, job.payload) for job in jobs] == [
        ("render-invoice", {"invoice_id": made.id})
    ]
    (entry,) = history_of(f"invoice:{made.id}")
    assert (entry.actor, entry.action) == ("Tina Trainer", "invoice-issued")


@pytest.mark.parametrize(
    "change",
    [
        {"lines": ()},
        {"lines": (Line("x", -1),)},
        {"lines": (Line("x", 1, 0),)},
        {"lines": (Line("x", 100),), "allowances": voucher(101)},
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(app: Flask, change: dict[str, object]) -> None:
    with pytest.raises(DraftProblem):
        service.issue_invoice(replace(draft(), **change), NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice SET gross_cents = gross_cents + 1, net_cents = net_cents + 1",
        "DELETE FROM invoice",
    ],
)
def test_the_database_refuses_to_change_an_invoice(app: Flask, statement: str) -> None:
    made = issue()
    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(text(statement))
    session.rollback()
    assert session.get(Invoice, made.id) is not None


def test_without_its_trigger_the_invoice_could_be_changed(app: Flask) -> None:
    made = issue()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE invoice DISABLE TRIGGER USER"))
    else:
        session.execute(text("DROP TRIGGER invoice_no_update"))
    session.execute(text("UPDATE invoice SET note = 'changed'"))
    session.expire(made)
    assert made.note == "changed"
    session.rollback()


def test_all_of_an_invoice_is_credited_once(app: Flask) -> None:
    made = issue(allowances=voucher())
    note = service.issue_credit_note(made.id, NOW, TINA, reason="Termin abgesagt")
    session.commit()
    assert note.number == "SR-2027-0001"
    assert note.original_number == made.number
    assert (note.lines, note.allowances) == (made.lines, made.allowances)
    assert note.gross_cents == made.gross_cents
    assert service.open_amount(made.id) == 0
    with pytest.raises(service.NothingLeft):
        service.issue_credit_note(made.id, NOW)
    session.rollback()
    with pytest.raises(service.NothingLeft):
        service.issue_credit_note(note.id, NOW)


def test_parts_come_to_exactly_the_whole(app: Flask) -> None:
    made = issue(lines=(Line("Platz", 10_003, 3),))
    for _ in range(2):
        service.issue_credit_note(made.id, NOW, lines=[Line("Storno eines Platzes", 10_003)])
    with pytest.raises(service.NothingLeft):
        service.issue_credit_note(made.id, NOW, lines=[Line("zu viel", 10_004)])
    rest = service.issue_credit_note(made.id, NOW)
    assert rest.net_cents == 10_003
    assert service.open_amount(made.id) == 0


def test_a_reverse_charge_invoice_waits_without_a_number(app: Flask) -> None:
    ordered = draft(AUSTRIAN, ONLINE)
    waiting = service.request_invoice(ordered, NOW)
    session.commit()
    assert isinstance(waiting, WaitingInvoice)
    assert waiting.gross_cents == 69_000
    assert waiting.reference.startswith("LA-")
    assert draft_of(waiting) == replace(ordered, reference=waiting.reference)
    assert session.scalars(select(Invoice)).all() == []
    assert isinstance(service.request_invoice(draft(), NOW), Invoice)
