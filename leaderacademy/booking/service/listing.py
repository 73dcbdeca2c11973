"""The trainer's list of bookings: searched, filtered and paged in two queries, or whole as rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from leaderacademy.booking.models import Booking, Participant, Training
from leaderacademy.booking.rules.export import Cell, Euros
from leaderacademy.booking.rules.paid import paid_in_words
from leaderacademy.booking.service.balances import CREDITED, OPEN, paid_as, with_balances
from leaderacademy.booking.service.money import PREFIX
from leaderacademy.core.database import session
from leaderacademy.core.listing import Listed, contains, limited, page_within
from leaderacademy.invoicing.models import Invoice, WaitingInvoice

STATE_WORDS = {
    "booked": "gebucht",
    "held": "in Zahlung",
    "offered": "angeboten",
    "waiting": "wartet",
    "cancelled": "storniert",
    "expired": "verfallen",
}


# What a booking can be today; who waits or fills in the form has none yet.
STATE_CHOICES = {name: STATE_WORDS[name] for name in ("booked", "cancelled")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows; empty means all. `words` must all be found somewhere."""

    words: tuple[str, ...] = ()
    training: str = ""
    state: str = ""
    paid: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One booking with its money."""

    booking: Booking
    number: str
    reference: str
    invoiced_cents: int | None
    credited_cents: int
    open_cents: int | None

    @property
    def state_word(self) -> str:
        """„gebucht“"""
        return STATE_WORDS[self.booking.state]

    @property
    def paid(self) -> tuple[str, str]:
        """How the money stands, and the kind of its mark."""
        return paid_in_words(
            self.booking.gross_cents if not self.booking.training.demo else 0,
            self.open_cents,
            self.invoiced_cents,
            self.credited_cents,
        )


def list_bookings(wanted: Wanted) -> Listed[Line]:
    """One page, the newest first."""
    count = count_bookings(wanted)
    page = page_within(wanted.page, count)
    # Which fifty is found first, so that nothing is joined or summed for the others.
    chosen = _narrowed(select(Booking.id), wanted).order_by(*_NEWEST)
    numbers = limited(chosen, page).subquery()
    query = _rows().where(Booking.id.in_(select(numbers.c.id)))
    return Listed([_line(*row) for row in session.execute(query)], count, page)


def count_bookings(wanted: Wanted) -> int:
    """How many there are, on all pages."""
    return session.scalar(_narrowed(select(func.count()).select_from(Booking), wanted)) or 0


_NEWEST = (Booking.created_at.desc(), Booking.id.desc())


def _rows() -> Select[Any]:
    columns = (Booking, Invoice.number, Invoice.reference, Invoice.gross_cents, CREDITED, OPEN)
    query: Select[Any] = (
        with_balances(select(*columns).select_from(Booking))
        .join(Training, Training.id == Booking.training_id)
        .options(contains_eager(Booking.training), selectinload(Booking.participants))
        .order_by(*_NEWEST)
    )
    return query


def _line(booking: Booking, number: str, reference: str, *cents: Any) -> Line:
    return Line(booking, number or "", reference or "", *cents)


def _narrowed(query: Any, wanted: Wanted) -> Any:
    if wanted.paid:
        query = with_balances(query).where(paid_as(wanted.paid))
    if wanted.training:
        chosen = select(Training.id).where(Training.key == wanted.training).scalar_subquery()
        query = query.where(Booking.training_id == chosen)
    if wanted.state:
        query = query.where(Booking.state == wanted.state)
    for word in wanted.words:
        query = query.where(_found(word))
    return query


def _found(word: str) -> ColumnElement[bool]:
    """The word in company, mail, order number, names, invoice number or a transfer's reference."""
    named = select(Participant.booking_id).where(
        or_(contains(Participant.first_name, word), contains(Participant.last_name, word))
    )
    numbered = select(Invoice.subject).where(
        or_(contains(Invoice.number, word), contains(Invoice.reference, word)),
    )
    waiting = select(WaitingInvoice.subject).where(contains(WaitingInvoice.reference, word))
    subject = literal(PREFIX) + cast(Booking.id, String)
    return or_(
        contains(Booking.company, word),
        contains(Booking.email, word),
        contains(Booking.order_number, word),
        Booking.id.in_(named),
        subject.in_(numbered.union_all(waiting)),
    )


def exported(wanted: Wanted) -> Iterator[tuple[Cell, ...]]:
    """The whole filtered list, one row per booking in the order of HEADINGS.

    Plain columns instead of objects: ten thousand bookings take a fifth of the time.
    """
    chosen = _narrowed(select(Booking.id), wanted)
    names = _names(chosen)
    columns = [getattr(Booking, name) for name in (*_COPIED, "id", "state", "created_at")]
    money = (Invoice.number, Invoice.reference, OPEN.label("left"))
    place = (Training.starts_at, Training.place.label("city"), Training.venue)
    query = (
        with_balances(select(*columns, *money, *place).select_from(Booking))
        .join(Training, Training.id == Booking.training_id)
        .where(Booking.id.in_(chosen))
        .order_by(*_NEWEST)
    )
    for row in session.execute(query):
        yield _cells(row, names.get(row.id, ""))


_COPIED = (
    *("company", "industry", "seats", "email", "accounting_email", "phone", "street", "postcode"),
    *("town", "country", "vat_id", "order_number", "voucher_code", "net_cents", "vat_cents"),
    *("gross_cents", "notes", "trainer_note"),
)


def _names(chosen: Select[Any]) -> dict[int, str]:
    """Who comes, by booking: „Katrin Lotsen, Jens Brandt“."""
    found: dict[int, str] = {}
    rows = session.execute(
        select(Participant.booking_id, Participant.first_name, Participant.last_name)
        .where(Participant.booking_id.in_(chosen))
        .order_by(Participant.booking_id, Participant.position)
    )
    for booking_id, first, last in rows:
        before = f"{found[booking_id]}, " if booking_id in found else ""
        found[booking_id] = f"{before}{first} {last}"
    return found


def _cells(one: Any, names: str) -> tuple[Cell, ...]:
    where = f"{one.city}, {one.venue}" if one.venue else one.city
    return (
        *(one.id, one.created_at, STATE_WORDS[one.state], one.starts_at, where, one.company),
        *(one.industry, names, one.seats),
        *(one.email, one.accounting_email, one.phone, one.street, one.postcode, one.town),
        *(one.country, one.vat_id, one.order_number, one.voucher_code, Euros(one.net_cents)),
        *(Euros(one.vat_cents), Euros(one.gross_cents)),
        None if one.left is None else Euros(one.left),
        *(one.number or "", one.reference or "", one.notes, one.trainer_note),
    )
