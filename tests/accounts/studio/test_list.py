"""The list of accounts: found by name and address, filtered, fifty to a page, few queries."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert

from leaderacademy.accounts.models import Person
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.accounts.people import anonymous
from tests.pages import Visitor

LIST = "/studio/konten"


def _many(count: int) -> None:
    now = clock.now()
    rows = [
        {
            "role": "learner",
            "name": f"Person {number:03}",
            "email": f"p{number:03}@firma.example",
            "email_key": f"p{number:03}@firma.example",
            "created_at": now,
            "confirmed_at": now if number % 2 else None,
            "deactivated_at": now if number % 10 == 0 else None,
            "deletion_due_at": now + timedelta(days=7) if number == 7 else None,
        }
        for number in range(count)
    ]
    session.execute(insert(Person), rows)
    session.commit()
    session.remove()


def _names(visitor: Visitor, query: str = "") -> list[str]:
    return [one.text_content() for one in visitor.visit(LIST + query).select("tbody th")]


def test_only_accounts_are_in_it(app: Flask, trainer: Visitor, learner: Visitor) -> None:
    anonymous(app)
    assert set(_names(trainer)) == {"Tina Trainer", "Ada Beispiel"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ada", {"Ada Beispiel"}),
        ("?q=EXAMPLE.org+bert", {"Bert Beispiel"}),
        ("?q=ada+bert", set()),
        ("?q=%25", set()),
        ("?q=_", set()),
        ("?q=%00ada", {"Ada Beispiel"}),
        ("?rolle=trainer", {"Tina Trainer"}),
        ("?rolle=learner", {"Ada Beispiel", "Bert Beispiel"}),
        ("?rolle=kapitän&stand=x&adresse=%00", {"Ada Beispiel", "Bert Beispiel", "Tina Trainer"}),
        ("?stand=gesperrt", set()),
        ("?adresse=offen", set()),
        ("?seite=99999999999999", {"Ada Beispiel", "Bert Beispiel", "Tina Trainer"}),
        ("?seite=-1", {"Ada Beispiel", "Bert Beispiel", "Tina Trainer"}),
    ],
)
def test_what_is_asked_for_is_found(
    trainer: Visitor, learner: Visitor, other_learner: Visitor, query: str, found: set[str]
) -> None:
    assert set(_names(trainer, query)) == found


def test_umlauts_are_found_in_any_case(app: Flask, trainer: Visitor) -> None:
    Visitor.with_account(app, "oe@example.org", "Österreicher")
    assert _names(trainer, "?q=%C3%B6ster") == ["Österreicher"]


def test_states_and_addresses_are_filtered(trainer: Visitor) -> None:
    _many(20)
    assert set(_names(trainer, "?stand=gesperrt")) == {"Person 000", "Person 010"}
    assert _names(trainer, "?stand=loeschung") == ["Person 007"]
    assert len(_names(trainer, "?adresse=offen")) == 10
    assert len(_names(trainer, "?adresse=bestaetigt&stand=aktiv&rolle=learner")) == 10


def test_fifty_to_a_page_and_the_filter_goes_along(trainer: Visitor) -> None:
    _many(120)
    page = trainer.visit(f"{LIST}?q=person")
    assert len(page.select("tbody tr")) == 50
    assert "120\u00a0Konten, hier 1 bis 50" in page.text.replace("120 Konten", "120\u00a0Konten")
    following = page.one("nav.pages a[rel=next]").get("href")
    assert "q=person" in str(following)
    assert len(trainer.visit(str(following)).select("tbody tr")) == 50
    assert len(trainer.visit(f"{LIST}?q=person&seite=9").select("tbody tr")) == 20


def test_a_long_list_asks_no_more_than_a_short_one(app: Flask, trainer: Visitor) -> None:
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    def count() -> int:
        asked.clear()
        trainer.visit(LIST)
        return len([one for one in asked if one.startswith("SELECT")])

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    few = count()
    _many(60)
    assert count() == few <= 3
    event.remove(app.extensions["engine"], "before_cursor_execute", note)


def test_no_cache_on_the_way_keeps_it(trainer: Visitor) -> None:
    for path in (LIST, f"{LIST}/{trainer.person_id}", "/studio/team"):
        assert trainer.get(path).headers["Cache-Control"] == "private, no-store"


def test_an_account_without_account_is_none(app: Flask, trainer: Visitor) -> None:
    assert trainer.get(f"{LIST}/{anonymous(app).person_id}").status_code == 404
    assert trainer.get(f"{LIST}/2147483648").status_code == 404
