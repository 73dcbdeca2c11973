"""A full disk while somebody books: a clear answer, nothing typed is lost, nothing booked twice."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from leaderacademy.core.database import session
from tests.booking import line, shop
from tests.booking.shop import GOOD, TYPED

PATH = "/training/2036-04-15-hamburg/buchen"
commit = session.commit


def _full() -> None:
    raise OperationalError("COMMIT", {}, Exception("database or disk is full"))


def _after_all() -> None:
    """The commit came through, and then the connection broke."""
    commit()
    _full()


@pytest.mark.parametrize("failing", [_full, _after_all])
@pytest.mark.parametrize("step", ["book", "wait"])
def test_everything_typed_is_kept_and_the_second_press_ends_on_one(
    client: Any, monkeypatch: pytest.MonkeyPatch, failing: Any, step: str
) -> None:
    training = shop.open_training(seats=1)
    page = client.visit(PATH)
    if step == "wait":
        line.book(training)
    monkeypatch.setattr(session, "commit", failing)
    page = client.submit(page, "buchen", 503, **{**GOOD, "step": step})
    assert "Das Speichern hat gerade nicht geklappt." in page.text
    assert TYPED.items() <= dict(page.form("buchen").form_values()).items()
    monkeypatch.setattr(session, "commit", commit)
    page = client.submit(page, "buchen", 200, step=step)
    assert ("Gebucht." if step == "book" else "Warteliste") in page.text
    assert shop.sold(training.id)[:2] == (1, 1)


def test_a_wrong_field_is_named_also_when_no_seat_can_be_held(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    training_id = shop.open_training().id
    page = client.visit(PATH)
    monkeypatch.setattr(session, "commit", _full)
    page = client.submit(page, "buchen", 422, **{**GOOD, "email": "falsch", "step": "book"})
    assert "fehlt das @" in page.text
    assert "reserviert" not in page.one("#buchen").text_content()
    monkeypatch.setattr(session, "commit", commit)
    assert line.counted(training_id) == (0, 0)
