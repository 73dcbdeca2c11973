"""What somebody has booked or waits for, as the account and the page of the training list it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from leaderacademy.accounts.models import Person
from leaderacademy.accounts.rules import OwnPage
from leaderacademy.booking.models import IN_LINE, Booking, Training, WaitingEntry
from leaderacademy.booking.service.people import theirs
from leaderacademy.core.database import session


def own_pages(person: Person, now: datetime) -> list[OwnPage]:
    """All bookings and places in line, the latest date first; in two queries.

    Also those made with the confirmed address without signing in: whoever reads its mail has had
    their links anyway.
    """
    bookings = [(one.training, _booking(one, now)) for one in _bookings(person)]
    entries = [(one.training, _entry(one)) for one in _entries(person, now)]
    return [page for _, page in sorted([*bookings, *entries], key=_starts, reverse=True)]


def own_pages_ahead(person: Person, now: datetime) -> list[OwnPage]:
    """Only what is still to come, the next date first."""
    bookings = [
        (one.training, _booking(one, now))
        for one in _bookings(person)
        if one.state == "booked" and one.training.ends_at > now
    ]
    entries = [(one.training, _entry(one)) for one in _entries(person, now)]
    return [page for _, page in sorted([*bookings, *entries], key=_starts)]


def _starts(pair: tuple[Training, OwnPage]) -> datetime:
    return pair[0].starts_at


def _bookings(person: Person) -> list[Booking]:
    mine = theirs(Booking, person.id, person.confirmed_email)
    query = select(Booking).where(mine).options(joinedload(Booking.training))
    return list(session.scalars(query.order_by(Booking.id)))


def _entries(person: Person, now: datetime) -> list[WaitingEntry]:
    mine = theirs(WaitingEntry, person.id, person.confirmed_email)
    query = select(WaitingEntry).where(mine, WaitingEntry.state.in_(IN_LINE))
    query = query.join(Training).where(Training.starts_at > now)
    return list(session.scalars(query.options(joinedload(WaitingEntry.training))))


def _title(training: Training) -> str:
    return f"{training.weekday}, {training.day}, {training.place}"


def _booking(booking: Booking, now: datetime) -> OwnPage:
    people = "eine Person" if booking.seats == 1 else f"{booking.seats}\u00a0Personen"
    if booking.state != "booked":
        standing = "storniert"
    elif booking.training.state == "cancelled":
        standing = "Termin abgesagt"
    elif booking.training.ends_at <= now:
        standing = "vorbei"
    else:
        standing = "gebucht"
    mark = ", Beispieltermin" if booking.training.demo else ""
    return OwnPage(_title(booking.training), f"{standing}, {people}{mark}", _page(booking))


def _page(booking: Booking) -> str:
    return f"/buchung/{booking.token}"


def _entry(entry: WaitingEntry) -> OwnPage:
    offered = entry.state == "offered"
    note = "Platz für Sie frei gehalten: bitte antworten" if offered else "auf der Warteliste"
    return OwnPage(_title(entry.training), note, f"/warteliste/{entry.token}")
