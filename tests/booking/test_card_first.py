"""Whoever has paid by card does not wait for PDF files that others are waiting for."""

from sqlalchemy import select

from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import enqueue, run_due
from leaderacademy.invoicing.models import CardEvent
from tests.booking import card
from tests.booking.card import GROSS, House


def test_an_event_is_dealt_with_before_what_takes_long(house: House) -> None:
    told = house.stripe.pay(house.checkout())
    for _ in range(5):
        enqueue("render-invoice", {"invoice_id": house.invoice_id}, clock.now())
    session.commit()
    session.remove()
    house.tell(told)
    run_due(clock.now(), limit=1)
    session.remove()
    assert card.payments() == [GROSS]
    assert session.scalars(select(CardEvent.processed_at)).one() is not None
