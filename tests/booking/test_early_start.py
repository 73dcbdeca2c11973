"""A date within the time to withdraw: a private person asks for it, or does not book it."""

from datetime import date, timedelta
from typing import Any

import pytest

from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.withdrawal import asks_early_start
from leaderacademy.booking.service.people import export_person
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.mail import compose
from tests.booking import line, shop
from tests.booking.studio import desk
from tests.booking.test_withdrawing import CONTRACT, POST, PRIVATE, _one, open_house

__all__ = ["open_house"]

WISH = "Ich verlange ausdrücklich, dass das Training vor dem Ende der Widerrufsfrist beginnt."


def _soon(days: int = 8, **changed: Any) -> str:
    day = (clock.now() + timedelta(days=days)).date()
    return f"/training/{shop.open_training(day=day, **changed).key}/buchen"


def _send(client: Any, page: Any, status: int, **typed: Any) -> Any:
    return client.submit(page, "buchen", status, **{**PRIVATE, **typed})


def test_it_is_asked_of_private_persons_until_the_time_to_withdraw_is_over() -> None:
    day = timedelta(days=1)
    for business, starts_at, asked in (
        (False, CONTRACT + 8 * day, True),
        (False, CONTRACT + 14 * day, True),
        (False, CONTRACT + 15 * day, False),
        (True, CONTRACT + 8 * day, False),
    ):
        assert asks_early_start(business, CONTRACT, starts_at) is asked


def test_without_the_wish_nothing_is_booked_and_with_it_the_mail_names_it(
    client: Any, open_house: None
) -> None:
    page = _send(client, client.visit(_soon()), 422)
    assert (
        "Das Training liegt in Ihrer Widerrufsfrist." in page.one(".error-summary").text_content()
    )
    assert WISH in page.text
    page = _send(client, page, 200, early_start="1")
    assert "ausdrücklich verlangt am" in page.text
    booking = _one()
    assert booking.early_start_at is not None
    (mail,) = desk.mails("booking-confirmation")
    for kind in ("plain", "html"):
        body = compose(POST, {**mail, "attached": []}, CONTRACT).get_body((kind,))
        assert body is not None
        text = " ".join(str(body.get_content()).split())
        assert "ausdrücklich verlangt, dass das Training vor dem Ende der Widerrufsfrist" in text


@pytest.mark.parametrize(("days", "typed"), [(8, {"business": "1"}), (30, {})])
def test_of_companies_and_for_dates_far_ahead_it_is_not_asked(
    client: Any, open_house: None, days: int, typed: dict[str, str]
) -> None:
    page = client.visit(_soon(days))
    assert (WISH in page.text) is (days == 8)
    _send(client, page, 200, early_start="1", **typed)
    assert _one().early_start_at is None


def test_where_only_companies_book_the_page_does_not_speak_of_it(client: Any) -> None:
    page = client.visit(_soon())
    assert WISH not in page.text
    client.submit(page, "buchen", 200, **{**shop.GOOD, "step": "book"})
    assert _one().early_start_at is None


def test_whoever_waited_is_asked_when_there_is_a_seat(client: Any, open_house: None) -> None:
    day = (clock.now() + timedelta(days=8)).date()
    training, bookings = line.sold_out(2, day=day)
    entry = line.wait(training, now=clock.now())
    entry.typed = {**shop.TYPED, "people": "1", "vat_id": "", "terms": True, "early_start": True}
    line.service.cancel_booking(bookings[0].id, clock.now())
    session.commit()
    page = client.visit(f"/warteliste/{entry.token}")
    assert WISH in page.text
    assert not page.select("#annehmen")
    page = client.submit(page, "buchen", 422, step="book")
    page = client.submit(page, "buchen", 200, step="book", early_start="1")
    assert "Gebucht." in page.text


def test_moving_into_the_time_to_withdraw_asks_too(client: Any, open_house: None) -> None:
    shop.open_training(day=date(2036, 4, 15))
    far = "/training/2036-04-15-hamburg/buchen"
    _send(client, client.visit(far), 200)
    soon = _soon(place="Köln").split("/")[2]
    address = f"/buchung/{_one().token}/umbuchen/{soon}"
    session.rollback()
    page = client.visit(address)
    page = client.submit(page, "umbuchen", 422)
    assert "Das Training liegt in Ihrer Widerrufsfrist." in page.text
    page = client.submit(page, "umbuchen", 200, early_start="1")
    assert "Umgebucht" in page.text
    assert _one().early_start_at is not None


def test_it_leaves_with_the_export(learner: Any, open_house: None) -> None:
    _send(learner, learner.visit(_soon()), 200, early_start="1")
    exported = export_person(learner.person_id, None)["bookings"][0]
    assert exported["early_start_at"] == session.query(Booking).one().early_start_at.isoformat()


def test_private_persons_see_the_whole_price_first(client: Any, open_house: None) -> None:
    address = _soon()
    for path in ("/", "/training"):
        prices = client.visit(path).one(".dates .num").text_content().replace("\xa0", " ")
        assert prices.startswith("821,10 € je Person mit USt.690 € netto"), path
    page = client.visit(address)
    (total,) = page.select(".only-wide .total")
    assert "Gesamtpreis821,10" in total.text_content()
    assert total.getprevious() is None
    assert "Jede weitere Person: 702,10 € mit Umsatzsteuer, 590 € netto" in page.text
    form = {**dict(page.form("buchen").form_values()), "business": "1"}
    answer = client.post(address.replace("buchen", "preis"), form)
    assert "Gesamtpreis" not in answer.text


def test_companies_see_net_prices(client: Any) -> None:
    shop.open_training()
    for path in ("/", "/training"):
        prices = client.visit(path).one(".dates .num").text_content().replace("\xa0", " ")
        assert prices.startswith("690 € netto je Person"), path


def test_the_trainer_moves_it_only_when_the_private_person_has_asked(
    trainer: Any, client: Any, open_house: None
) -> None:
    _send(client, client.visit(_soon(30)), 200)
    booking, soon = _one().id, _soon(8, place="Köln").split("/")[2]
    address = f"/studio/buchungen/{booking}/umbuchen/{soon}"
    page = trainer.submit(trainer.visit(address), "umbuchen", 422)
    assert "Ohne diesen ausdrücklichen Wunsch" in page.one("#early_start-error").text_content()
    trainer.submit(page, "umbuchen", 200, early_start="1")
    moved = desk.fresh(Booking, booking)
    assert (moved.training.key, moved.early_start_at is not None) == (soon, True)
    session.rollback()
