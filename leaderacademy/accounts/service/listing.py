"""The trainers' list of accounts: searched, filtered and paged in two queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from leaderacademy.accounts.models import Device, Person
from leaderacademy.accounts.rules import LEARNER, TRAINER
from leaderacademy.core.database import session
from leaderacademy.core.listing import Listed, contains, limited, page_within

ROLES = {LEARNER: "Teilnehmende", TRAINER: "Trainerinnen und Trainer"}
ADDRESSES = {"bestaetigt": "bestätigt", "offen": "nicht bestätigt"}
STATES = {
    "aktiv": "aktiv",
    "gesperrt": "gesperrt",
    "loeschung": "wird gelöscht",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows; empty means all. `words` must all be found in name or address."""

    words: tuple[str, ...] = ()
    role: str = ""
    address: str = ""
    state: str = ""
    page: int = 1


LAST_SEEN = (
    select(func.max(Device.seen_at))
    .where(Device.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "bestaetigt": Person.confirmed_at.is_not(None),
    "offen": Person.confirmed_at.is_(None),
    "aktiv": Person.deactivated_at.is_(None),
    "gesperrt": Person.deactivated_at.is_not(None),
    "loeschung": Person.deletion_due_at.is_not(None),
}


def list_accounts(wanted: Wanted) -> Listed[tuple[Person, datetime | None]]:
    """One page, the newest first: each account with the day it was last used, None if it is
    nowhere."""
    count = session.scalar(_narrowed(select(func.count()).select_from(Person), wanted)) or 0
    page = page_within(wanted.page, count)
    # Which fifty is found first, so that nobody's devices are looked at for the others.
    chosen = _narrowed(select(Person.id), wanted).order_by(Person.id.desc())
    numbers = limited(chosen, page).subquery()
    query = select(Person, LAST_SEEN).where(Person.id.in_(select(numbers.c.id)))
    rows = session.execute(query.order_by(Person.id.desc()))
    return Listed([(person, seen) for person, seen in rows], count, page)


def find_account(person_id: int) -> tuple[Person, datetime | None, int] | None:
    """An account, when and on how many devices it was last used; nobody without an account."""
    devices = select(func.count()).where(Device.person_id == Person.id).scalar_subquery()
    query = select(Person, LAST_SEEN, devices).where(
        Person.id == person_id, Person.email.is_not(None)
    )
    row = session.execute(query).first()
    return None if row is None else (row[0], row[1], row[2])


def _narrowed(query: Any, wanted: Wanted) -> Any:
    query = query.where(Person.email.is_not(None))
    if wanted.role:
        query = query.where(Person.role == wanted.role)
    for asked in filter(None, (wanted.address, wanted.state)):
        query = query.where(_CONDITIONS[asked])
    for word in wanted.words:
        query = query.where(or_(contains(Person.name, word), contains(Person.email, word)))
    return query
