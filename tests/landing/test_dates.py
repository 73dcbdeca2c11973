"""The next dates of the live training on the front page."""

from datetime import date, timedelta
from typing import Any

import pytest

from leaderacademy.booking.models import Training
from leaderacademy.booking.rules.training import NewTraining
from leaderacademy.booking.service import add_training
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.landing.rules.dates import date_line


def _training(weeks: int, place: str, **other: Any) -> Training:
    now = clock.now()
    known: dict[str, Any] = {
        "format": "onsite",
        "seats": 10,
        "price_cents": 69_000,
        "second_price_cents": 59_000,
    }
    day = date.today() + timedelta(weeks=weeks)  # noqa: DTZ011 - any day in the future will do
    training = add_training(NewTraining(day=day, place=place, **{**known, **other}), now)
    session.commit()
    return training


def test_a_date_costs_what_it_costs_now(client: Any, visit: Any) -> None:
    training = _training(4, "Hamburg")
    training.early_price_cents, training.early_until = 62_000, clock.now() + timedelta(minutes=1)
    session.commit()
    assert "620 € netto je Person" in visit(client, "/").text.replace("\xa0", " ")
    training = session.get_one(type(training), training.id)
    training.early_until = clock.now()
    session.commit()
    assert "690 € netto je Person" in visit(client, "/").text.replace("\xa0", " ")


def test_the_next_three_dates_are_shown(client: Any, visit: Any) -> None:
    for weeks, place in enumerate(("Hamburg", "Köln", "Leipzig", "Ulm"), start=4):
        _training(weeks, place)
    page = visit(client, "/")
    assert [b.text for b in page.select(".dates b") if b.text in "Hamburg Köln Leipzig Ulm"] == [
        "Hamburg",
        "Köln",
        "Leipzig",
    ]
    assert "690 € netto je Person Plätze frei" in " ".join(
        page.text.replace("Person", "Person ").split()
    )


def test_each_date_leads_to_its_booking_page(client: Any, visit: Any) -> None:
    key = _training(5, "Hamburg").key
    page = visit(client, "/")
    assert page.one(".dates a").get("href") == f"/training/{key}/buchen"


def test_without_a_date_the_page_says_so_and_offers_the_course(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    assert not page.select(".dates")
    assert "Zurzeit steht kein Termin fest." in page.text


def test_a_taken_seat_changes_the_kept_page(client: Any, visit: Any) -> None:
    training = _training(5, "Hamburg", seats=6)
    before = visit(client, "/")
    session.get_one(Training, training.id).seats_taken = 4
    session.commit()
    after = visit(client, "/")
    assert "Plätze frei" in before.text
    assert "noch 2 Plätze" in after.text
    assert before.response.headers["ETag"] != after.response.headers["ETag"]


@pytest.mark.parametrize(
    ("venue", "training_format", "said"),
    [
        ("Speicherstadt", "onsite", "Speicherstadt, in Präsenz"),
        ("", "onsite", "in Präsenz"),
        ("ohne Aufzeichnung", "online", "ohne Aufzeichnung"),
    ],
)
def test_a_date_says_whether_one_travels(venue: str, training_format: str, said: str) -> None:
    new = NewTraining(
        day=date(2027, 4, 15),
        place="Hamburg",
        venue=venue,
        format=training_format,
        seats=10,
        price_cents=69_050,
        second_price_cents=0,
    )
    line = date_line(
        Training(
            key=new.key,
            starts_at=new.starts_at,
            format=new.format,
            place=new.place,
            venue=new.venue,
            price_cents=new.price_cents,
            seats=10,
            seats_taken=10,
            demo=False,
        ),
        69_050,
    )
    assert line.venue == said
    assert (line.weekday, line.day) == ("Donnerstag", "15.\u00a0April 2027")
    assert (line.price, line.seats) == ("690,50\u00a0€", "ausgebucht")
