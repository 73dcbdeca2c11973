"""Vouchers: looked up while somebody types, claimed exactly as often as they may be used."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from leaderacademy.booking.models import Booking, Training, Voucher
from leaderacademy.booking.rules.price import plain_code
from leaderacademy.booking.rules.voucher import NewVoucher, voucher_problem
from leaderacademy.booking.service.seats import changed
from leaderacademy.core.audit import SYSTEM, Actor, note_action
from leaderacademy.core.database import session


class VoucherRefused(Exception):  # noqa: N818 - named for what happened
    """A voucher that cannot be used, or made, as it was given; the message says why in German."""


def find_voucher(code: str) -> Voucher | None:
    """The voucher with this code, however it was typed."""
    return session.scalar(
        select(Voucher)
        .where(Voucher.code == plain_code(code))
        .execution_options(populate_existing=True)
    )


def usable_voucher(code: str, training_id: int, now: datetime) -> Voucher | None:
    """The voucher that a buyer typed, None if none was typed; raises VoucherRefused."""
    if not plain_code(code):
        return None
    voucher = find_voucher(code)
    if voucher is None:
        raise VoucherRefused(
            "Diesen Gutschein gibt es nicht. Bitte vergleichen Sie den Code Zeichen für Zeichen."
        )
    if voucher.training_id not in (None, training_id):
        raise VoucherRefused("Dieser Gutschein gilt für einen anderen Termin.")
    if problem := voucher_problem(voucher.active, voucher.expires_at, voucher.left, now):
        raise VoucherRefused(problem)
    return voucher


def claim_voucher(voucher: Voucher, now: datetime) -> None:
    """Use it once more; raises VoucherRefused when somebody else had the last use."""
    still_good = Voucher.expires_at.is_(None) | (Voucher.expires_at > now)
    claimed = changed(
        update(Voucher)
        .where(
            Voucher.id == voucher.id,
            Voucher.active.is_(True),
            Voucher.used < Voucher.most,
            still_good,
        )
        .values(used=Voucher.used + 1)
    )
    if not claimed:
        raise VoucherRefused("Diesen Gutschein hat gerade jemand anderes eingelöst.")


def return_voucher(voucher_id: int) -> None:
    """Give one use back; only for whoever has just changed the booking's state."""
    changed(
        update(Voucher)
        .where(Voucher.id == voucher_id, Voucher.used > 0)
        .values(used=Voucher.used - 1)
    )


def add_voucher(new: NewVoucher, now: datetime) -> Voucher:
    """Make a voucher; raises VoucherRefused when the code exists."""
    voucher = Voucher(
        code=plain_code(new.code),
        percent=new.percent,
        amount_cents=new.amount_cents,
        most=new.most,
        used=0,
        expires_at=new.expires_at,
        training_id=new.training_id,
        note=new.note,
        active=True,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(voucher)
    except IntegrityError:
        raise VoucherRefused("Diesen Code gibt es schon. Bitte wählen Sie einen anderen.") from None
    return voucher


def all_vouchers() -> list[Voucher]:
    """Every voucher, the newest first."""
    return list(session.scalars(select(Voucher).order_by(Voucher.id.desc())))


def make_voucher(new: NewVoucher, now: datetime, by: Actor) -> Voucher:
    """Make a voucher in the studio; raises VoucherRefused when the code exists."""
    voucher = add_voucher(new, now)
    text = f"Gutschein {voucher.code}, {voucher.in_words}, {voucher.most}-mal."
    note_action("voucher-added", f"voucher:{voucher.id}", text, by, now)
    return voucher


def switch_voucher(voucher_id: int, active: bool, now: datetime, by: Actor = SYSTEM) -> bool:
    """Stop or allow further use; says whether that changed something."""
    done = changed(
        update(Voucher)
        .where(Voucher.id == voucher_id, Voucher.active.is_(not active))
        .values(active=active)
    )
    if done:
        voucher = session.get_one(Voucher, voucher_id, populate_existing=True)
        action, word = ("voucher-on", "an") if active else ("voucher-off", "ab")
        text = f"Gutschein {voucher.code} {word}geschaltet."
        note_action(action, f"voucher:{voucher_id}", text, by, now)
    return done


def bookings_with(voucher_id: int) -> list[Booking]:
    """Who used it, also who cancelled later; the newest first."""
    return list(
        session.scalars(
            select(Booking)
            .options(joinedload(Booking.training))
            .where(Booking.voucher_id == voucher_id)
            .order_by(Booking.id.desc())
        )
    )


def trainings_of_vouchers(vouchers: Iterable[Voucher]) -> dict[int, Training]:
    """The dates that some of these are bound to."""
    numbers = {one.training_id for one in vouchers if one.training_id is not None}
    found = session.scalars(select(Training).where(Training.id.in_(numbers)))
    return {training.id: training for training in found}
