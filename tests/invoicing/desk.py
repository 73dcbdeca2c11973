"""A trainer's desk: invoices that were issued, statements that were handed in and read."""

from dataclasses import replace
from typing import Any

from leaderacademy.core import clock, jobs
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import BankStatement, Invoice
from leaderacademy.invoicing.service import documents, statements
from tests.invoicing.shop import GERMAN, NOW, draft

TINA = Actor(7, "Tina Trainer")


def issue(company: str = GERMAN.company, **changes: Any) -> Invoice:
    """One invoice over 821.10 euros; the day of NOW."""
    recipient = replace(GERMAN, company=company)
    made = service.issue_invoice(draft(recipient, **changes), NOW, TINA)
    session.commit()
    session.expunge(made)  # it never changes, and outlives the requests of a test
    return made


def without_rendering(monkeypatch: Any) -> None:
    """The worker's PDF takes a second; these tests are about money."""
    monkeypatch.setattr(documents, "render_files", lambda invoice: (b"%PDF a", b"<xml/>"))


def hand_in(content: bytes, name: str = "umsaetze.csv") -> BankStatement:
    """Hand in a file and let the worker read it."""
    statement, _is_new = statements.receive_statement(name, content, NOW, TINA)
    session.commit()
    work()
    session.expire_all()
    return statements.get_statement(statement.id)


def work() -> None:
    """Let the worker do all that is due."""
    jobs.run_due(clock.now().replace(year=2040))
    session.expire_all()
