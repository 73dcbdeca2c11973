"""Sold out: a place in line with four things typed, a page that explains it, and a way out."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from leaderacademy.booking import service
from leaderacademy.booking.models import Training, WaitingEntry
from leaderacademy.core import clock
from leaderacademy.core.database import session
from tests.booking import line, shop
from tests.booking.shop import GOOD, NOW

PATH = "/training/2036-04-15-hamburg"
WISH = {
    "name": "Wanda Warter",
    "company": "Warter GmbH",
    "email": "wanda@warter.example",
    "seats": "1",
}


def _entries() -> list[WaitingEntry]:
    found = list(session.scalars(select(WaitingEntry).order_by(WaitingEntry.id)))
    session.commit()
    return found


def test_a_date_that_is_sold_out_offers_a_place_in_line_and_shows_it(client: Any) -> None:
    line.sold_out()
    page = client.visit(f"{PATH}/buchen")
    page = client.submit(page, "warten", 200, **WISH)
    (entry,) = _entries()
    assert page.response.request.path == f"/warteliste/{entry.token}"
    for words in (
        "Sie sind die einzige Anfrage",
        "Beide Plätze sind vergeben",
        "Vor Ihnen wartet",
    ):
        assert words in page.text
    (mail,) = line.mails("waiting-joined")
    assert (mail["to"], mail["context"]["position"]) == ("wanda@warter.example", 1)
    assert "no-store" in page.response.headers["Cache-Control"]
    assert page.one("meta[name=robots]").get("content") == "noindex"


def test_a_second_click_is_one_place(client: Any) -> None:
    line.sold_out()
    page = client.visit(f"{PATH}/warteliste")
    first = client.submit(page, "warten", 200, **WISH)
    second = client.submit(page, "warten", 200, **WISH)
    assert first.response.request.path == second.response.request.path
    assert len(_entries()) == 1


WRONG = [
    ("name", "", "Namen"),
    ("company", " - ", "Unternehmen"),
    ("email", "wanda", "fehlt das @"),
    ("seats", "0", "1 bis 10"),
    ("seats", "-1", "1 bis 10"),
    ("seats", "1000", "1 bis 10"),
    ("seats", None, "1 bis 10"),
]


@pytest.mark.parametrize(("field", "value", "problem"), WRONG)
def test_one_wrong_field_is_named_and_the_rest_is_kept(
    client: Any, field: str, value: str | None, problem: str
) -> None:
    line.sold_out()
    page = client.visit(f"{PATH}/warteliste")
    page = client.submit(page, "warten", 422, **{**WISH, field: value})
    (link,) = page.select(".error-summary a")
    assert problem in link.text_content()
    kept = dict(page.form("warten").form_values())
    assert all(kept[name] == text for name, text in WISH.items() if name != field)
    assert _entries() == []


def test_sold_out_while_the_checkout_was_open_everything_typed_waits_too(client: Any) -> None:
    training = shop.open_training(seats=1)
    page = client.visit(f"{PATH}/buchen")
    line.book(training)
    page = client.submit(page, "buchen", 409, **{**GOOD, "step": "book"})
    assert "Mit diesen Angaben auf die Warteliste" in page.text
    client.submit(page, "buchen", 200, step="wait")
    (entry,) = _entries()
    assert entry.name == "Katrin Lotsen"
    assert entry.typed["street"] == "Werftstraße 12"
    assert entry.typed["terms"] is True


def test_the_waiting_list_asks_an_open_checkout_only_for_what_it_needs(client: Any) -> None:
    training = shop.open_training(seats=1)
    page = client.visit(f"{PATH}/buchen")
    line.book(training)
    half = {"first_name_1": "Katrin", "last_name_1": "Lotsen", "email": "k@x.de"}
    page = client.submit(page, "buchen", 422, step="wait", **half)
    (link,) = page.select(".error-summary a")
    assert link.get("href") == "#company"
    assert client.submit(page, "buchen", 200, step="wait", company="X GmbH")
    assert _entries()[0].typed["first_name_1"] == "Katrin"


def test_too_few_seats_for_so_many_people_offer_the_list_too(client: Any) -> None:
    training, bookings = line.sold_out(2)
    page = client.submit(
        client.visit(f"{PATH}/warteliste"), "warten", 200, **{**WISH, "seats": "2"}
    )
    service.cancel_booking(bookings[0].id, NOW)
    session.commit()
    page = client.visit(page.response.request.path)
    assert "Ein Platz ist frei, Sie warten aber auf 2 Plätze zusammen" in page.text
    assert "Freien Platz jetzt buchen" in page.text
    assert line.counted(training.id) == (1, 1)


def test_who_could_simply_book_is_told_so(client: Any) -> None:
    shop.open_training()
    page = client.submit(client.visit(f"{PATH}/warteliste"), "warten", 409, **WISH)
    assert "Gerade sind genug Plätze frei" in page.text
    assert _entries() == []


def test_an_address_that_waits_already_gets_its_link_and_nobody_else_sees_it(client: Any) -> None:
    training, _ = line.sold_out()
    entry = line.wait(training, "wanda@warter.example")
    page = client.submit(client.visit(f"{PATH}/warteliste"), "warten", 200, **WISH)
    assert "Sie stehen schon auf der Warteliste" in page.text
    assert entry.token not in page.html
    assert len(_entries()) == 1
    assert len(line.mails("waiting-joined")) == 2


def test_nobody_is_flooded_with_mails_by_somebody_else(client: Any) -> None:
    line.sold_out()
    page = client.visit(f"{PATH}/warteliste")
    form = dict(page.form("warten").form_values())
    form |= WISH
    answers = [client.post(f"{PATH}/warteliste", form).status_code for _ in range(8)]
    assert answers[-1] == 429
    assert len(line.mails("waiting-joined")) <= 6


@pytest.mark.parametrize(("state", "words"), [("closed", "geschlossen"), ("cancelled", "abgesagt")])
def test_a_date_that_is_off_has_no_list(client: Any, state: str, words: str) -> None:
    training, _ = line.sold_out()
    page = client.visit(f"{PATH}/warteliste")
    session.get_one(Training, training.id).state = state
    session.commit()
    refused = client.submit(page, "warten", 409, **WISH)
    assert words in refused.text
    assert words in client.visit(f"{PATH}/warteliste").text
    assert _entries() == []


def test_leaving_and_coming_back(client: Any) -> None:
    training, _ = line.sold_out()
    entry = line.wait(training)
    line.wait(training, "b@x.de")
    page = client.visit(f"/warteliste/{entry.token}")
    assert "von 2 Anfragen" in page.text
    page = client.submit(page, "verlassen", 200)
    assert "Sie stehen nicht mehr auf der Warteliste" in page.text
    page = client.submit(page, "wieder", 200)
    assert "Vor Ihnen wartet eine Anfrage" in page.text


def test_why_it_stands_still_names_offers_to_others_and_seats_that_came_free(client: Any) -> None:
    training, bookings = line.sold_out()
    line.wait(training, "a@x.de", now=clock.now())
    entry = line.wait(training, "b@x.de", now=clock.now())
    service.cancel_booking(bookings[0].id, clock.now())
    session.commit()
    page = client.visit(f"/warteliste/{entry.token}")
    for words in ("gerade anderen angeboten", "ist ein Platz frei geworden", "Vor Ihnen wartet"):
        assert words in page.text


def test_a_token_that_was_tampered_with_opens_nothing(client: Any, trainer: Any) -> None:
    training, _ = line.sold_out()
    entry = line.wait(training)
    for guess in (entry.token[:-1], entry.token.swapcase(), str(entry.id), entry.checkout_id):
        for who in (client, trainer):
            who.visit(f"/warteliste/{guess}", 404)
            who.visit(f"/warteliste/{guess}/annehmen", 404)
    client.visit("/training/2036-04-15-atlantis/warteliste", 404)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "cancelled"}, "Dieser Termin ist abgesagt"),
        ({"starts_at": NOW - timedelta(days=400)}, "Dieser Termin ist vorbei"),
    ],
)
def test_a_date_that_is_gone_explains_itself(
    client: Any, change: dict[str, Any], words: str
) -> None:
    training, _ = line.sold_out()
    entry = line.wait(training)
    for name, value in change.items():
        setattr(training, name, value)
    session.commit()
    page = client.visit(f"/warteliste/{entry.token}")
    assert words in page.text
    assert not page.select("#verlassen")


def test_a_long_line_says_no_in_words(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from leaderacademy.booking.service import waiting

    monkeypatch.setattr(waiting, "MOST_WAITING", 1)
    training, _ = line.sold_out()
    line.wait(training)
    page = client.submit(client.visit(f"{PATH}/warteliste"), "warten", 409, **WISH)
    assert "Die Warteliste ist voll" in page.text
    assert session.scalar(select(func.count()).select_from(WaitingEntry)) == 1
