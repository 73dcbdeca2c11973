"""Whatever a trainer mistypes about a date is said at its field, and stays typed."""

from typing import Any

import pytest
from sqlalchemy import func, select

from leaderacademy.booking.models import Training
from leaderacademy.core.database import session
from tests.booking.studio import desk

NEW = "/studio/termine/neu"
WRONG = {
    "title": ("x" * 201, "Das sind 201"),
    "place": ("!!!", "Bitte tragen Sie den Ort ein"),
    "venue": ("x" * 201, "Das sind 201"),
    "day": ("01.01.9999", "ist kein Tag"),
    "begin": ("25:00", "ist keine Uhrzeit"),
    "end": ("abends", "ist keine Uhrzeit"),
    "price": ("umsonst", "einen Betrag"),
    "second_price": ("-5", "einen Betrag"),
    "seats": ("0", "von 1 bis 1000"),
    "minimum": ("-1", "von 0 bis 1000"),
    "early_price": ("1.2.3", "einen Betrag"),
    "early_until": ("31.12.9999", "ist kein Tag"),
    "free_days": ("400", "von 0 bis 365"),
    "partial_days": ("x", "von 0 bis 365"),
    "partial_percent": ("101", "von 0 bis 100"),
    "late_percent": ("", "von 0 bis 100"),
}
TOGETHER = [
    ({"day": "20.05.2020"}, "day", "schon vorbei"),
    ({"begin": "18:00"}, "end", "nach dem Beginn"),
    ({"country": "AT"}, "country", "Steuerberatung"),
    ({"minimum": "13"}, "minimum", "nicht größer sein"),
    ({"early_price": "690"}, "early_price", "unter dem Preis"),
    ({"early_until": ""}, "early_until", "Bitte nennen Sie den Tag"),
    ({"early_price": ""}, "early_price", "Bitte nennen Sie den Frühbucherpreis"),
    ({"early_until": "20.05.2036"}, "early_until", "vor dem Tag"),
    ({"partial_days": "29"}, "partial_days", "näher am Termin"),
    ({"partial_percent": "60", "late_percent": "50"}, "late_percent", "nicht weniger kosten"),
]


def _refused(trainer: Any, **typed: str) -> Any:
    page = trainer.submit(trainer.visit(NEW), "termin", status=422, **{**desk.TYPED, **typed})
    assert session.scalar(select(func.count()).select_from(Training)) == 0
    session.rollback()
    for name, text in typed.items():
        assert name == "country" or (page.one(f"#{name}").get("value") or "") == text
    assert page.one("#venue").get("value") == typed.get("venue", "Salzspeicher")
    return page


def _error(page: Any, name: str) -> str:
    return " ".join(page.one(f"#{name}-error").text_content().split())


def test_each_field_wrong_by_itself(trainer: Any) -> None:
    page = trainer.visit(NEW)
    for name, (typed, says) in WRONG.items():
        found = trainer.submit(page, "termin", status=422, **{**desk.TYPED, name: typed})
        assert says in _error(found, name).replace("\u00a0", " "), name
        assert found.one(f"#{name}").get("value") == typed
        assert len(found.select("#fehler li")) == 1, found.text


def test_all_fields_wrong_at_once(trainer: Any) -> None:
    page = _refused(trainer, **{name: typed for name, (typed, _) in WRONG.items()})
    assert len(page.select("#fehler li")) == len(WRONG)


@pytest.mark.parametrize(("typed", "name", "says"), TOGETHER)
def test_what_does_not_fit_together(trainer: Any, typed: Any, name: str, says: str) -> None:
    page = _refused(trainer, **typed)
    assert says in _error(page, name)
    assert len(page.select("#fehler li")) == 1


def test_a_tampered_format_or_country_is_refused(trainer: Any) -> None:
    page = trainer.submit(
        trainer.visit(NEW), "termin", status=422, **{**desk.TYPED, "format": "x", "country": "XX"}
    )
    assert len(page.select("#fehler li")) == 2


def test_a_recorded_training_needs_a_second_yes(trainer: Any) -> None:
    page = _refused(trainer, recorded="1")
    assert "Fernunterrichtsschutzgesetz" in _error(page, "recorded_sure")
    assert page.one("#recorded").get("checked") is not None
    page = trainer.submit(page, "termin", recorded="1", recorded_sure="1")
    assert "Mit Aufzeichnung" in page.text


def test_online_has_no_country_of_its_own(trainer: Any) -> None:
    typed = {**desk.TYPED, "format": "online", "country": "AT", "place": "Online live"}
    trainer.submit(trainer.visit(NEW), "termin", **typed)
    assert session.scalars(select(Training)).one().country == "DE"
