"""What a trainer does with one booking, and that the audit log knows it."""

from types import SimpleNamespace
from typing import Any

import pytest

from leaderacademy.booking.models import Booking
from leaderacademy.booking.service.people import export_person
from leaderacademy.booking.views.studio import booking as pages
from leaderacademy.invoicing import service as invoicing
from tests.booking import shop
from tests.booking.studio import desk


def _sold() -> Booking:
    return desk.sell(shop.open_training(), shop.TWO)


def _open(trainer: Any, booking: Booking) -> Any:
    return trainer.visit(f"/studio/buchungen/{booking.id}")


def test_cancelling_with_the_fee_of_the_steps_another_or_none(trainer: Any) -> None:
    costs = (
        ({"cost": "terms"}, 0),
        ({"cost": "other", "percent": "25"}, 32_000),
        ({"cost": "free"}, 0),
    )
    training = shop.open_training()
    for typed, fee_cents in costs:
        booking = desk.sell(training, shop.TWO)
        page = trainer.visit(f"/studio/buchungen/{booking.id}/stornieren")
        page = trainer.submit(page, "stornieren", **typed)
        assert "storniert" in page.text
        after = desk.fresh(Booking, booking.id)
        assert (after.state, after.fee_cents) == ("cancelled", fee_cents)
        (note,) = [
            one for one in invoicing.invoices_of(f"booking:{booking.id}") if one.is_credit_note
        ]
        assert note.net_cents == booking.net_cents - fee_cents
    assert desk.acts().count("booking-cancelled") == 3


def test_a_second_click_on_cancel_does_nothing_more(trainer: Any) -> None:
    booking = _sold()
    page = trainer.visit(f"/studio/buchungen/{booking.id}/stornieren")
    trainer.submit(page, "stornieren", cost="free")
    assert "nicht mehr aktiv" in trainer.submit(page, "stornieren", cost="free").text
    assert len(desk.mails("booking-cancelled")) == 1


def test_a_wrong_fee_is_said_at_its_field(trainer: Any) -> None:
    booking = _sold()
    page = trainer.visit(f"/studio/buchungen/{booking.id}/stornieren")
    for typed in ("", "-1", "101", "halb"):
        found = trainer.submit(page, "stornieren", status=422, cost="other", percent=typed)
        assert "von 0 bis 100" in found.one("#percent-error").text_content()
        assert found.one("#percent").get("value") == typed
        assert found.one("input[name=cost][checked]").get("value") == "other"
    trainer.submit(page, "stornieren", status=422, cost="gratis")
    assert desk.fresh(Booking, booking.id).state == "booked"


def test_somebody_else_comes_also_on_the_day_itself(trainer: Any) -> None:
    booking = _sold()
    desk.begin(booking.training)
    page = trainer.visit(f"/studio/buchungen/{booking.id}/teilnehmer/2")
    found = trainer.submit(page, "ersatz", status=422, first_name_1="", last_name_1="Neu")
    assert found.one("#last_name_1").get("value") == "Neu"
    trainer.submit(page, "ersatz", first_name_1="Nele", last_name_1="Neu")
    assert [p.name for p in desk.participants(booking)] == ["Katrin Lotsen", "Nele Neu"]
    assert desk.acts()[-1] == "participant-replaced"
    assert trainer.get(f"/studio/buchungen/{booking.id}/teilnehmer/9").status_code == 404


def test_the_confirmation_is_sent_again_with_everything(trainer: Any) -> None:
    booking = _sold()
    trainer.submit(_open(trainer, booking), "bestaetigung")
    first, second = desk.mails("booking-confirmation")
    assert first["attached"] == second["attached"]
    assert first["id"] != second["id"]
    page = trainer.visit(f"/studio/buchungen/{booking.id}/stornieren")
    trainer.submit(page, "stornieren", cost="free")
    desk.post(trainer, f"/studio/buchungen/{booking.id}/bestaetigung")
    assert len(desk.mails("booking-confirmation")) == 2


def test_the_button_pressed_twice_sends_one_confirmation(trainer: Any) -> None:
    booking = _sold()
    page = _open(trainer, booking)
    assert "geht noch einmal an" in trainer.submit(page, "bestaetigung").text
    assert "bleibt bei einer Mail" in trainer.submit(page, "bestaetigung").text
    assert len(desk.mails("booking-confirmation")) == 2
    assert desk.acts() == ["confirmation-resent"]
    # Whoever opens the page anew means it.
    trainer.submit(_open(trainer, booking), "bestaetigung")
    assert len(desk.mails("booking-confirmation")) == 3


def test_a_note_is_kept_stays_typed_and_leaves_with_the_export(trainer: Any) -> None:
    booking = _sold()
    page = _open(trainer, booking)
    found = trainer.submit(page, "notiz", status=422, note="x" * 2001)
    assert found.one("#note").text_content() == "x" * 2001
    page = trainer.submit(page, "notiz", note="Ruft am Montag an.\n= 1 + 1")
    assert page.one("#note").text_content().strip() == "Ruft am Montag an.\n= 1 + 1"
    trainer.submit(page, "notiz")
    assert desk.acts().count("booking-noted") == 1  # the same again is nothing new
    told = export_person(0, booking.email)["bookings"][0]
    assert told["trainer_note"].startswith("Ruft am Montag")


def test_documents_open_only_at_their_own_booking(
    trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = _sold()
    other = desk.sell(booking.training)
    address = f"/studio/buchungen/{booking.id}/belege/{booking.invoice_id}.pdf"
    assert trainer.get(address).status_code == 303  # it is being drawn
    monkeypatch.setattr(pages, "find_document", lambda _id: SimpleNamespace(pdf=b"%PDF-1.7"))
    assert trainer.get(address).data.startswith(b"%PDF")
    wrong = f"/studio/buchungen/{other.id}/belege/{booking.invoice_id}.pdf"
    assert trainer.get(wrong).status_code == 404
