"""Nobody sells a real date by mistake while the seller is invented; an example can be removed."""

import functools
import operator
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training, Voucher, WaitingEntry
from leaderacademy.booking.service.examples import remove_example
from leaderacademy.booking.service.holds import hold_seats
from leaderacademy.booking.service.trainings import TrainingRefused
from leaderacademy.core import clock
from leaderacademy.core.audit import SYSTEM
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing import service as invoicing
from leaderacademy.invoicing.rules.operator import DEMO
from tests.booking import line, shop
from tests.booking.shop import NOW
from tests.booking.studio import desk

WARNING = "Noch verkauft eine erfundene Firma."


def _example(place: str = "Köln") -> Training:
    new = replace(shop.HAMBURG, place=place, seats=2)
    training = service.add_training(new, NOW, demo=True)
    session.commit()
    return training


def test_creating_a_date_and_the_date_itself_warn_of_it(trainer: Any) -> None:
    page = trainer.visit("/studio/termine/neu")
    assert WARNING in page.text
    page = trainer.submit(page, "termin", 200, **desk.TYPED)
    assert WARNING in page.text
    assert WARNING in trainer.visit(page.one("a.btn-ink").get("href")).text
    line = trainer.visit("/studio").one(".health .state-bad")
    assert "von der erfundenen Muster-Akademie" in line.text_content()
    there = line.cssselect("a")[0].get("href").partition("#")[0]
    assert trainer.visit(there).one("#verkaeufer") is not None


@pytest.fixture
def real_seller() -> Iterator[Any]:
    """Called, it sells from then on."""
    before = invoicing.operator()
    yield lambda: invoicing.configure(replace(DEMO, is_demo=False))
    invoicing.configure(before)


def test_a_real_seller_or_an_example_needs_no_warning(trainer: Any, real_seller: Any) -> None:
    example = _example()
    assert WARNING not in trainer.visit(f"/studio/termine/{example.key}").text
    assert not trainer.visit("/studio").select(".health .state-bad")
    real = shop.open_training()
    real_seller()
    for address in ("/studio/termine/neu", f"/studio/termine/{real.key}"):
        assert WARNING not in trainer.visit(address).text
    assert not trainer.visit("/studio").select(".health .state-bad")


def test_an_example_goes_with_what_was_tried_out_on_it(trainer: Any, client: Any) -> None:
    example, real = _example(), shop.open_training()
    tried, kept = desk.sell(example, shop.TWO), desk.sell(real)
    line.wait(example, "wartet@x.de", 1, clock.now())
    session.add(Voucher(code="NURHIER", percent=10, most=1, training_id=example.id, created_at=NOW))
    session.commit()
    last, now = _example(place="Ulm"), clock.now()
    hold_seats(last.id, 1, shop.new_checkouts(1)[0], "192.0.2.1", now)
    session.commit()
    remove_example(last.id, now, SYSTEM)
    session.commit()
    page = trainer.visit(f"/studio/termine/{example.key}")
    page = trainer.visit(page.one("a[href$='/loeschen']").get("href"))
    assert "2 Probebuchungen und Anfragen gehen mit" in page.text
    page = trainer.submit(page, "loeschen", 200)
    assert "ist gelöscht" in page.text
    assert "Köln" not in page.one("#kommend + table").text_content()
    client.visit(f"/training/{example.key}/buchen", 404)
    client.visit(f"/buchung/{tried.token}", 404)
    client.visit(f"/buchung/{kept.token}")
    assert session.query(WaitingEntry).count() == 0
    voucher = session.query(Voucher).one()
    assert (voucher.training_id, voucher.active) == (None, False)
    mails = [job.payload.get("attached", []) for job in session.query(Job).filter_by(kind="mail")]
    assert ["booking-calendar", tried.id] not in functools.reduce(operator.iadd, mails, [])
    assert desk.acts()[-1] == "example-removed"


def test_a_real_date_is_never_deleted(trainer: Any, learner: Any) -> None:
    real = shop.open_training()
    booking = desk.sell(real)
    trainer.get(f"/studio/termine/{real.key}/loeschen")
    desk.post(trainer, f"/studio/termine/{real.key}/loeschen")
    with pytest.raises(TrainingRefused):
        remove_example(real.id, clock.now(), SYSTEM)
    session.rollback()
    assert desk.fresh(Booking, booking.id).state == "booked"
    assert learner.get(f"/studio/termine/{_example().key}/loeschen").status_code == 403


def test_who_books_an_example_that_is_just_being_removed_reads_that_it_is_closed(app: Any) -> None:
    example = _example()
    remove_example(example.id, clock.now(), SYSTEM)
    session.commit()
    with pytest.raises(service.TrainingClosed):
        service.place_booking(example.id, shop.DETAILS, shop.new_checkouts(1)[0], NOW)
