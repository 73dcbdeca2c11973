"""A booking: seats, voucher, invoice and mail together, in one transaction or not at all."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from leaderacademy.booking.models import Booking, Participant, Training
from leaderacademy.booking.rules.details import MOST_PEOPLE, Details
from leaderacademy.booking.rules.withdrawal import asks_early_start
from leaderacademy.booking.service.holds import claim_held
from leaderacademy.booking.service.letters import contract_key, send_confirmation
from leaderacademy.booking.service.money import request_invoice
from leaderacademy.booking.service.offers import OfferGone, claim_offer, offer_freed_seats
from leaderacademy.booking.service.pricing import Quote, quote, seal
from leaderacademy.booking.service.seats import NotBookable, claim_for_booking, number_for_booking
from leaderacademy.booking.service.vouchers import VoucherRefused, claim_voucher
from leaderacademy.booking.service.waiting import note_booking
from leaderacademy.core.database import session
from leaderacademy.core.ready import together
from leaderacademy.core.rows import made, send, store
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.rules.vat import Buyer

# Called as (person_id, email, now) in the booking's transaction when its buyer ticked the box for
# course mails. Filled by the application.
on_course_mails: list[Callable[[int | None, str, datetime], None]] = []


class PriceChanged(Exception):  # noqa: N818 - named for what happened
    """The price, its reason or the date is not what the buyer saw; nothing was booked."""


def place_booking(
    training_id: int,
    details: Details,
    checkout_id: str,
    now: datetime,
    person_id: int | None = None,
    seen: str | None = None,
    offer: int | None = None,
    held: bool = False,
) -> Booking:
    """Claim the seats, keep the booking, its invoice and its mail, all in one transaction.

    It must be the first to write in that transaction: a refusal takes all of it back. The same
    `checkout_id` again, also at the same instant, gives back the booking that exists. `seen` is
    the seal of the price that stood on the page, `offer` a waiting entry that holds the seats;
    `held` says that this checkout may hold some itself. Raises SoldOut, TrainingClosed,
    TrainingPassed, PriceChanged or VoucherRefused, with an offer also OfferGone, TooManyForOffer.
    """
    people = len(details.participants)
    if not 1 <= people <= MOST_PEOPLE:
        raise ValueError("the number of people was not checked")
    try:
        # Nobody looks for a twin before: there is none but once in a thousand bookings.
        training, number = _claim(training_id, people, checkout_id, offer, held, now)
        own = {"id": number, "checkout_id": checkout_id, "person_id": person_id}
        booking = _keep(training, details, own, now, seen)
        if offer is not None:
            note_booking(offer, booking.id)
            offer_freed_seats(training_id, now)
    except (NotBookable, IntegrityError, VoucherRefused, PriceChanged, OfferGone):
        # The twin may have taken the last seats or inserted first while we waited for its lock.
        session.rollback()
        if twin := booked_before(checkout_id):
            return twin
        raise
    return booking


def _claim(
    training_id: int, people: int, checkout_id: str, offer: int | None, held: bool, now: datetime
) -> tuple[Training, int]:
    """The date with these seats taken, and the number of the booking that is to have them."""
    if offer is None and not held:
        return claim_for_booking(training_id, people, now)
    if offer is None:
        training = claim_held(training_id, checkout_id, people, now)
    else:
        training = claim_offer(offer, people, now)
    return training, number_for_booking()


def booked_before(checkout_id: str) -> Booking | None:
    """What an earlier click on the same form has booked."""
    return session.scalar(_BY_CHECKOUT, {"checkout": checkout_id})


_BY_CHECKOUT = select(Booking).where(Booking.checkout_id == bindparam("checkout"))


def quote_for(training: Training, details: Details, now: datetime) -> Quote:
    """The price of these details today."""
    buyer = Buyer(details.country, details.business, details.vat_id)
    policy = invoicing.operator().policy
    people = len(details.participants)
    return quote(training, people, buyer, details.voucher, policy, now)


def _keep(
    training: Training, details: Details, own: dict[str, Any], now: datetime, seen: str | None
) -> Booking:
    """`own` is the booking's number, its checkout and who is signed in."""
    found = quote_for(training, details, now)
    if found.price is None or found.treatment is None or found.problems:
        raise PriceChanged
    if seen is not None and seal(training, found.price) != seen:
        raise PriceChanged
    if found.voucher is not None:
        claim_voucher(found.voucher, now)
    booking = made(Booking, _row(training, details, found, now) | own)
    set_committed_value(booking, "training", training)
    set_committed_value(booking, "participants", _people(booking, details))
    transfer = None
    with together():
        # The invoice first: its id is in the booking's row from the beginning.
        if not training.demo and booking.gross_cents:
            transfer = request_invoice(booking, found, now, mailed=True)
        store(booking)
        send(*booking.participants)
        send_confirmation(booking, now, contract_key(booking), transfer)
    session.expire(booking, ["participants"])  # they have got their numbers
    for ask in on_course_mails if booking.course_mails else ():
        ask(booking.person_id, booking.email, now)
    return booking


def _row(training: Training, details: Details, found: Quote, now: datetime) -> dict[str, Any]:
    price = found.price
    if price is None:
        raise ValueError("a booking needs a price")
    copied = (
        *("company", "industry", "email", "accounting_email", "phone", "street", "postcode"),
        *("town", "country", "vat_id", "order_number", "business", "course_stage", "notes"),
        *("course_mails", "share_progress"),
    )
    terms = training.terms
    asked = asks_early_start(details.business, now, training.starts_at)
    return dict(
        token=secrets.token_urlsafe(24),
        training_id=training.id,
        seats=len(details.participants),
        **{name: getattr(details, name) for name in copied},
        share_documents=list(details.share_documents),
        terms_accepted_at=now,
        early_start_at=now if details.early_start and asked else None,
        voucher_id=found.voucher.id if found.voucher else None,
        voucher_code=found.voucher.code if found.voucher else "",
        lines=[[line.label, line.cents] for line in price.lines],
        net_cents=price.net_cents,
        vat_percent=price.vat_percent,
        vat_cents=price.vat_cents,
        gross_cents=price.gross_cents,
        vat_reason=price.reason,
        terms=[terms.free_days, terms.partial_days, terms.partial_percent, terms.late_percent],
        state="booked",
        created_at=now,
        booked_at=now,
    )


def _people(booking: Booking, details: Details) -> list[Participant]:
    return [
        made(
            Participant,
            {
                "booking_id": booking.id,
                "position": position,
                "first_name": name.first,
                "last_name": name.last,
            },
        )
        for position, name in enumerate(details.participants, start=1)
    ]
