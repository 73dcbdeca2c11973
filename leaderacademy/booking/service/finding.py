"""A booking for its buyer's own pages: with its date, who comes, and its mail, all at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from leaderacademy.booking.models import Booking, Participant, Training
from leaderacademy.booking.service.confirming import Letter, letter_from
from leaderacademy.booking.service.letters import contract_key_in_sql
from leaderacademy.core.jobs import Job
from leaderacademy.core.ready import Ready
from leaderacademy.core.rows import Part, side_by_side, table_of


def find_booking(token: str) -> Booking | None:
    """The booking that this secret address opens, with its date and who comes; one query."""
    found = _find(token)
    return None if found is None else found[0]


def find_with_letter(token: str, now: datetime) -> tuple[Booking, Letter] | None:
    """The same, and how it stands with its confirmation; after a move with the mail about that."""
    found = _find(token)
    return None if found is None else (found[0], letter_from(*found, now))


def _find(token: str) -> tuple[Booking, tuple[Any, ...]] | None:
    rows = _BY_TOKEN.run({"token": token})
    if not rows:
        return None
    read = [side_by_side(row[: -len(_LETTER)], *_SHOWN) for row in rows]
    booking: Booking = read[0][0]
    set_committed_value(booking, "training", read[0][1])
    set_committed_value(booking, "participants", [people for _, _, people in read])
    return booking, rows[0][-len(_LETTER) :]


# What a buyer's page shows; the rest is read by the few that need it.
_SHOWN = (
    Part(
        Booking,
        "checkout_id person_id industry course_stage share_progress share_documents course_mails "
        "terms_accepted_at voucher_id voucher_code by_card expires_at waiting_since trainer_note "
        "attention",
    ),
    Part(
        Training,
        "price_cents second_price_cents early_price_cents early_until free_days partial_days "
        "partial_percent late_percent offer_hours recorded minimum created_at cancelled_at",
    ),
    Part(Participant, "arrived_at absent_at certificate_code certified_at"),
)
# Not the whole job: until the mail has left, all its words are in it.
_LETTER = [table_of(Job).c[name] for name in ("created_at", "done_at", "failed_at", "tries")]
_BY_TOKEN = Ready(
    lambda: (
        select(*(column for part in _SHOWN for column in part.columns), *_LETTER)
        .join_from(table_of(Booking), table_of(Training))
        .join(table_of(Participant), table_of(Participant).c.booking_id == table_of(Booking).c.id)
        .outerjoin(table_of(Job), table_of(Job).c.key == contract_key_in_sql(table_of(Booking)))
        .where(table_of(Booking).c.token == bindparam("token"))
        .order_by(table_of(Participant).c.position)
    )
)
