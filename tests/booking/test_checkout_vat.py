"""The checkout says what VAT is owed and why before anybody books."""

from typing import Any

from sqlalchemy import select

from leaderacademy.booking.models import Booking
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.shop import GOOD


def test_an_online_date_asks_for_a_german_address(client: Any) -> None:
    training = shop.open_training(place="Online live", format="online")
    page = client.visit(f"/training/{training.key}/buchen")
    assert "weil Ihr Unternehmen in Deutschland sitzt" in page.text


def test_an_austrian_company_pays_no_german_vat_online_and_sees_why_before_it_books(
    client: Any,
) -> None:
    training = shop.open_training(place="Online live", format="online")
    page = client.visit(f"/training/{training.key}/buchen")
    austria = {**GOOD, "country": "AT", "postcode": "1010", "vat_id": "ATU13585627"}
    page = client.submit(page, "buchen", 409, **{**austria, "step": "book"})
    assert "Reverse Charge" in page.text
    client.submit(page, "buchen", 200, step="book")
    (booking,) = session.scalars(select(Booking))
    assert (booking.vat_cents, booking.gross_cents) == (0, 69_000)
