"""A voucher is used as often as it may be, until its day, however many come at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Voucher
from leaderacademy.booking.rules.voucher import NewVoucher
from leaderacademy.booking.service import placing
from leaderacademy.booking.service.vouchers import add_voucher, find_voucher
from leaderacademy.core.database import session
from tests.booking import shop

pytestmark = pytest.mark.usefixtures("app")

WITH_CODE = replace(shop.DETAILS, voucher="TAKT-10")


def _voucher(**changed: Any) -> int:
    new = replace(NewVoucher("takt-10", 10, None, 1), **changed)
    voucher = add_voucher(new, shop.NOW)
    session.commit()
    return voucher.id


def _book(training_id: int, checkout_id: str) -> str:
    try:
        service.place_booking(training_id, WITH_CODE, checkout_id, shop.NOW)
        session.commit()
        return "booked"
    except (service.VoucherRefused, service.PriceChanged):
        session.rollback()
        return "refused"
    finally:
        session.remove()


def _claim_without_guard(_voucher: Voucher, _now: object) -> None:
    """The claim switched off, for the negative control."""


def test_of_many_at_once_only_as_many_as_allowed_use_it() -> None:
    _voucher(most=2)
    training_id = shop.open_training().id
    session.remove()
    answers = shop.all_at_once(training_id, shop.new_checkouts(8), _book)
    assert answers == {"booked": 2, "refused": 6}
    voucher = find_voucher("TAKT-10")
    assert voucher is not None
    assert (voucher.used, shop.sold(training_id)[0]) == (2, 2)


def test_without_the_claim_it_would_be_used_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "claim_voucher", _claim_without_guard)
    _voucher(most=2)
    training_id = shop.open_training().id
    session.remove()
    assert shop.all_at_once(training_id, shop.new_checkouts(8), _book)["booked"] > 2


@pytest.mark.parametrize(("until", "answer"), [(-1, "refused"), (0, "refused"), (1, "booked")])
def test_it_ends_at_its_moment(until: int, answer: str) -> None:
    _voucher(expires_at=shop.NOW + timedelta(seconds=until))
    training_id = shop.open_training().id
    assert _book(training_id, shop.new_checkouts(1)[0]) == answer


def test_cancelling_gives_the_use_back() -> None:
    _voucher()
    training_id = shop.open_training().id
    booking = service.place_booking(training_id, WITH_CODE, shop.new_checkouts(1)[0], shop.NOW)
    session.commit()
    assert booking.net_cents == 62_100
    service.cancel_booking(booking.id, shop.NOW)
    session.commit()
    assert _book(training_id, shop.new_checkouts(1)[0]) == "booked"
