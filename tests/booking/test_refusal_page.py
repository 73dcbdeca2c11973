"""The page of those who come too late is drawn once, and shows each of them their own texts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from leaderacademy.booking.models import Training
from leaderacademy.booking.views import checkout, refusal
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.kept import Kept
from tests.booking import shop

PATH = "/training/2036-04-15-hamburg/buchen"


@pytest.fixture
def drawn(client: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The checkouts that are really drawn while the date is sold out."""
    made: list[str] = []
    really = checkout.render_template

    def draw(template: str, **shown: Any) -> str:
        made.append(template)
        return really(template, **shown)

    monkeypatch.setattr(checkout, "render_template", draw)
    monkeypatch.setattr(refusal, "_pages", Kept(64))
    return made


def _form(client: Any) -> dict[str, str]:
    shop.open_training(place="Köln")
    shop.open_training()
    form = dict(client.visit(PATH).form("buchen").form_values())
    session.execute(update(Training).values(seats_taken=Training.seats))
    session.execute(update(Training).where(Training.place == "Köln").values(seats_taken=0))
    session.commit()
    session.remove()
    return {**form, **shop.GOOD, "step": "book"}


def _refused(client: Any, form: dict[str, str]) -> Any:
    return client.checked(client.post(PATH, form), 409)


def test_everybody_gets_their_own_texts_on_one_page(client: Any, drawn: list[str]) -> None:
    form = _form(client)
    drawn.clear()
    for company in ("Lotsen & Söhne", '"><script>', "\ue000email\ue001", "\\1 \\g<0>"):
        typed = {**form, "company": company, "last_name_1": company, "notes": f"a\n{company}"}
        page = _refused(client, typed)
        kept = dict(page.form("buchen").form_values())
        assert (kept["company"], kept["last_name_1"]) == (company, company)
        assert kept["notes"].splitlines() == ["a", company]
        assert kept["email"] == shop.TYPED["email"]
        assert kept["checkout_id"] == form["checkout_id"]
        assert "ausgebucht" in page.text
    assert drawn == ["booking/checkout.html"]


def test_another_date_costs_what_it_costs_now(client: Any, drawn: list[str]) -> None:
    form = _form(client)
    early = {"early_price_cents": 62_000, "early_until": clock.now() + timedelta(minutes=1)}
    session.execute(update(Training).values(**early))
    session.commit()
    assert "Köln, Speicherstadt · 620 € netto je Person" in _others(client, form)
    session.execute(update(Training).values(early_until=clock.now()))
    session.commit()
    assert "Köln, Speicherstadt · 690 € netto je Person" in _others(client, form)


def _others(client: Any, form: dict[str, str]) -> str:
    return " ".join(_refused(client, form).one(".rows li").text_content().split())


@pytest.mark.parametrize(
    "change",
    [
        {"country": "AT", "postcode": "1010", "vat_id": ""},
        {"course_stage": "finished"},
        {"share_documents": "team"},
        {"course_mails": "1"},
        {"people": "2", "first_name_2": "Jens", "last_name_2": "Brandt"},
    ],
)
def test_whoever_chose_otherwise_gets_another_page(
    client: Any, drawn: list[str], change: dict[str, str]
) -> None:
    form = _form(client)
    _refused(client, form)
    drawn.clear()
    kept = dict(_refused(client, {**form, **change}).form("buchen").form_values())
    assert change.items() <= kept.items()
    assert drawn == ["booking/checkout.html"]


def test_what_changes_about_the_dates_is_seen_at_once(client: Any, drawn: list[str]) -> None:
    form = _form(client)
    assert "Köln" in _refused(client, form).text
    session.execute(update(Training).where(Training.place == "Köln").values(state="closed"))
    session.commit()
    session.remove()
    assert "Köln" not in _refused(client, form).text


def test_who_is_signed_in_shares_no_page(learner: Any, drawn: list[str]) -> None:
    form = _form(learner)
    drawn.clear()
    for _ in range(2):
        _refused(learner, form)
    assert len(drawn) == 2
    assert not refusal._pages._values
