"""What the tests of accounts and team share: pressing buttons that a page has or had."""

from typing import Any

from sqlalchemy import select

from leaderacademy.accounts.models import Person
from leaderacademy.core.audit import AuditEntry
from leaderacademy.core.database import session
from tests.accounts.people import token_on
from tests.pages import Page, Visitor


def press(visitor: Visitor, path: str, **fields: Any) -> Page:
    """Send a form to `path`, whether or not a page shows it, and open what follows."""
    answer = visitor.post(path, {"csrf_token": token_on(visitor, "/studio/team"), **fields})
    if answer.status_code == 303:
        answer = visitor.get(answer.headers["Location"])
    return visitor.checked(answer, answer.status_code)


def stored(person_id: int) -> Person:
    """The account as the database has it."""
    session.remove()
    person = session.get(Person, person_id)
    session.remove()
    assert person is not None
    return person


def logged() -> list[tuple[str, str, str]]:
    """Action, subject and actor of everything in the audit log, oldest first."""
    session.remove()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    session.remove()
    return [(entry.action, entry.subject, entry.actor) for entry in entries]
