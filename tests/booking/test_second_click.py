"""The second click ends on the booking of the first, also when that took the last of something."""

from typing import Any

from sqlalchemy import func, select

from leaderacademy.booking.models import Booking
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.test_vouchers import _voucher

PATH = "/training/2036-04-15-hamburg/buchen"


def _clicked_twice(client: Any, **typed: str) -> None:
    page = client.visit(PATH)
    form = {**dict(page.form("buchen").form_values()), **shop.GOOD, **typed, "step": "check"}
    form["seen"] = (
        client.post(PATH, form).text.partition('name="seen" value="')[2].partition('"')[0]
    )
    answers = [client.post(PATH, {**form, "step": "book"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert session.scalar(select(func.count()).select_from(Booking)) == 1


def test_who_has_the_last_seat_keeps_it(client: Any) -> None:
    shop.open_training(seats=1)
    _clicked_twice(client)


def test_who_used_the_voucher_for_the_last_time_is_not_told_that_it_is_used_up(client: Any) -> None:
    shop.open_training()
    _voucher(most=1)
    _clicked_twice(client, voucher="TAKT-10")
