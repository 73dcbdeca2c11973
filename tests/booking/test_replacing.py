"""Somebody else may come instead, at no cost, until the training begins."""

from datetime import timedelta
from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking
from leaderacademy.booking.rules.details import Name
from leaderacademy.core.database import session
from tests.booking import shop


def _booked() -> Booking:
    training = shop.open_training()
    booking = service.place_booking(training.id, shop.TWO, shop.new_checkouts(1)[0], shop.NOW)
    session.commit()
    return booking


def test_a_replacement_is_named_on_the_page(client: Any) -> None:
    booking = _booked()
    page = client.visit(f"/buchung/{booking.token}/teilnehmer/2")
    page = client.submit(page, "ersatz", 200, first_name_1="Meike", last_name_1="Ahlers")
    assert "Meike Ahlers" in page.text
    assert "Statt Jens Brandt kommt jetzt Meike Ahlers" in page.text
    assert "Jens Brandt" not in client.visit(f"/buchung/{booking.token}").text
    assert "Katrin Lotsen" in page.text


def test_an_empty_name_is_explained_and_keeps_who_comes(client: Any) -> None:
    booking = _booked()
    page = client.visit(f"/buchung/{booking.token}/teilnehmer/2")
    page = client.submit(page, "ersatz", 422, first_name_1="Meike", last_name_1="")
    assert page.select(".field-error")
    assert "Jens Brandt" in client.visit(f"/buchung/{booking.token}").text


def test_nobody_is_replaced_with_another_key_or_at_a_seat_that_is_not_there(client: Any) -> None:
    booking = _booked()
    client.visit(f"/buchung/{booking.token}/teilnehmer/3", 404)
    client.visit(f"/buchung/{booking.token[:-1]}/teilnehmer/1", 404)


def test_it_ends_with_the_beginning_and_with_cancelling(app: object) -> None:
    booking = _booked()
    begun = booking.training.starts_at + timedelta(seconds=1)
    name = Name("Meike", "Ahlers")
    with pytest.raises(service.CannotChange):
        service.replace_participant(booking, 1, name, begun)
    service.cancel_booking(booking.id, shop.NOW)
    with pytest.raises(service.CannotChange):
        service.replace_participant(booking, 1, name, shop.NOW)
