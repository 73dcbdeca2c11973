"""The studio's first page says in plain German whether all is well."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from leaderacademy.booking import service
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.models import CardEvent, WaitingInvoice
from tests.booking import shop
from tests.booking.studio import desk


def _lines(later: timedelta = timedelta(0)) -> list[tuple[str, str]]:
    found = [(line.kind, line.text) for line in service.health(clock.now() + later)]
    session.rollback()
    return found


def test_an_empty_house_is_well(trainer: Any) -> None:
    assert _lines() == [
        ("good", "Noch keine Buchung."),
        ("good", "Alle fälligen Mails sind verschickt."),
    ]
    assert "Noch keine Buchung." in trainer.visit("/studio").text


def test_it_names_the_last_booking_and_mails_that_are_late_or_failed(trainer: Any) -> None:
    desk.sell(shop.open_training(), shop.TWO)
    _seller, first, mails = _lines()
    assert "2\u00a0Plätze für Hamburg, 15." in first[1]
    assert mails[0] == "good"  # it is due only this moment
    assert _lines(timedelta(minutes=20))[2] == (
        "warn",
        "1\u00a0Mail wartet seit über 15\u00a0Minuten auf den Versand.",
    )
    session.execute(update(Job).where(Job.kind == "mail").values(failed_at=clock.now()))
    session.commit()
    assert _lines()[2][0] == "bad"
    assert "1 Mail ließ sich auch nach zehn Versuchen" in trainer.visit("/studio").text


def test_it_counts_invoices_that_wait_for_a_vat_id(app: Any) -> None:
    training = shop.open_training(format="online", place="Online live")
    austrian = replace(shop.DETAILS, country="AT", vat_id="ATU12345675", postcode="1010")
    for _ in range(2):
        desk.sell(training, austrian)
    assert _lines()[-1][1].startswith("2\u00a0Rechnungen warten")
    session.execute(update(WaitingInvoice).values(state="refused"))
    session.commit()
    assert _lines()[-1] == (
        "bad",
        "2\u00a0Rechnungen stehen: Die USt-IdNr. gilt als ungültig.",
    )


def test_money_that_asks_for_a_hand_is_one_press_away(trainer: Any) -> None:
    training = shop.open_training()
    paid, _late = desk.sell(training), desk.sell(training)
    day = clock.now().date()
    invoicing.record_payment(paid.invoice_id or 0, 82_110, day, clock.now(), key="a")
    service.cancel_booking(paid.id, clock.now())
    keep = CardEvent(event_id="e", kind="k", body="{}", outcome="?", attention=True)
    keep.received_at = clock.now()
    session.add(keep)
    session.commit()
    page = trainer.visit("/studio")
    links = {one.text_content().strip(): one.get("href") for one in page.select("main a")}
    assert links["Kartenzahlungen zu klären: 1."] == "/studio/kartenzahlungen"
    refund = "Rechnungen mit Geld, das zurückzuzahlen ist: 1."
    assert "RE-" in trainer.visit(links[refund]).text
    later = clock.now() + timedelta(days=30)
    assert invoicing.health(later).overdue_invoices == 1
    session.rollback()
