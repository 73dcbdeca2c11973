"""A trainer makes vouchers, sees who used them, and switches them off."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from leaderacademy.booking.models import Voucher
from leaderacademy.core.database import session
from tests.booking import shop
from tests.booking.studio import desk

NEW = "/studio/gutscheine/neu"
TYPED = {"code": "hafen-27", "value": "10", "kind": "percent", "most": "3", "until": "31.12.2035"}
WRONG = {
    "code": ("ä!", "3 bis 40"),
    "value": ("0", "von 1 bis 100"),
    "most": ("0", "von 1 bis 10000"),
    "until": ("31.12.9999", "ist kein Tag"),
    "note": ("x" * 201, "Das sind 201"),
}


def test_a_voucher_is_made_used_and_shows_by_whom(trainer: Any) -> None:
    training = shop.open_training()
    page = trainer.submit(trainer.visit(NEW), "gutschein", **TYPED, training=training.key)
    assert "HAFEN-27" in page.text
    assert "Noch niemand" in page.text
    booking = desk.sell(training, replace(shop.DETAILS, voucher="HAFEN-27"))
    assert booking.net_cents == 62_100
    page = trainer.visit("/studio/gutscheine/1")
    assert "Lotsen-Metallbau" in page.text
    assert "1 von 3" in page.text
    assert "31. Dezember 2035" in page.text
    assert "1. Januar 2036" not in page.text
    assert "1 von 3" in trainer.visit("/studio/gutscheine").text


def test_an_amount_may_be_given_in_euros_and_for_all_dates(trainer: Any) -> None:
    trainer.submit(trainer.visit(NEW), "gutschein", **{**TYPED, "kind": "amount", "value": "49,50"})
    voucher = session.scalars(select(Voucher)).one()
    assert (voucher.amount_cents, voucher.percent, voucher.training_id) == (4_950, None, None)
    assert voucher.expires_at
    assert voucher.expires_at.isoformat() == "2035-12-31T23:00:00+00:00"


def test_every_field_wrong_alone_and_all_at_once(trainer: Any) -> None:
    page = trainer.visit(NEW)
    for name, (typed, says) in WRONG.items():
        found = trainer.submit(page, "gutschein", status=422, **{**TYPED, name: typed})
        assert says in found.one(f"#{name}-error").text_content().replace("\u00a0", " ")
        assert found.one(f"#{name}").get("value") == typed
        assert len(found.select("#fehler li")) == 1
    every = {name: typed for name, (typed, _) in WRONG.items()}
    found = trainer.submit(page, "gutschein", status=422, **{**TYPED, **every})
    assert len(found.select("#fehler li")) == len(WRONG)
    found = trainer.submit(page, "gutschein", status=422, **TYPED, training="2030-01-01-x")
    assert "gibt es nicht mehr" in found.text
    for typed in ({"kind": "x"}, {"kind": "amount", "value": "0"}, {"until": "01.01.2020"}):
        trainer.submit(page, "gutschein", status=422, **{**TYPED, **typed})
    assert session.scalar(select(func.count()).select_from(Voucher)) == 0
    session.rollback()


def test_a_code_exists_only_once(trainer: Any) -> None:
    page = trainer.visit(NEW)
    trainer.submit(page, "gutschein", **TYPED)
    found = trainer.submit(page, "gutschein", status=409, **{**TYPED, "code": "Hafen-27"})
    assert "gibt es schon" in found.one("#code-error").text_content()


def test_switched_off_it_is_worth_nothing_until_switched_on(trainer: Any) -> None:
    trainer.submit(trainer.visit(NEW), "gutschein", **TYPED)
    page = trainer.submit(trainer.visit("/studio/gutscheine/1"), "stand")
    assert "gilt nicht mehr" in page.text
    page = trainer.submit(page, "stand")
    assert not page.select(".tag-bad")
    assert "gilt wieder" in page.text
    assert desk.acts() == ["voucher-added", "voucher-off", "voucher-on"]
