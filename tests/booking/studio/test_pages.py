"""Every page of the trainer's half of the booking opens, full and empty."""

from typing import Any

import pytest

from tests.booking import shop
from tests.booking.studio import desk

EMPTY = (
    "/studio",
    "/studio/termine",
    "/studio/termine/neu",
    "/studio/buchungen",
    "/studio/gutscheine",
    "/studio/gutscheine/neu",
    "/studio/protokoll",
)
OF_A_DATE = ("", "/bearbeiten", "/absagen", "/teilnehmer", "/anwesenheit", "/vorbereitung")


def test_an_empty_house_shows_what_to_do(trainer: Any, visit: Any) -> None:
    for address in EMPTY:
        visit(trainer, address)


def test_the_pages_of_a_date_open_with_and_without_bookings(trainer: Any, visit: Any) -> None:
    training = shop.open_training()
    for end in OF_A_DATE:
        visit(trainer, f"/studio/termine/{training.key}{end}")
    booking = desk.sell(training, shop.TWO)
    for end in OF_A_DATE:
        visit(trainer, f"/studio/termine/{training.key}{end}")
    for end in ("", "/stornieren", "/teilnehmer/1"):
        visit(trainer, f"/studio/buchungen/{booking.id}{end}")
    assert "Lotsen-Metallbau" in visit(trainer, "/studio/buchungen").text


@pytest.mark.parametrize(
    "address",
    ["/studio/termine/nie", "/studio/buchungen/999", "/studio/gutscheine/999"],
)
def test_what_does_not_exist_is_not_found(trainer: Any, visit: Any, address: str) -> None:
    visit(trainer, address, 404)


def test_nobody_else_opens_a_page_or_a_list_of_bookings(learner: Any, client: Any) -> None:
    training = shop.open_training()
    booking = desk.sell(training)
    pages = [f"/studio/termine/{training.key}{end}" for end in OF_A_DATE]
    pages += [f"/studio/buchungen/{booking.id}", "/studio/buchungen.csv", "/studio/buchungen.xlsx"]
    for address in pages:
        assert learner.get(address).status_code == 403
        assert client.get(address).status_code == 303
