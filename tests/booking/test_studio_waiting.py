"""The trainer sees who waits for which date, offers now, and removes; all of it is noted."""

from typing import Any

import pytest

from leaderacademy.booking import service
from leaderacademy.booking.models import Training
from leaderacademy.core import clock
from leaderacademy.core.audit import history_of
from leaderacademy.core.database import session
from tests.booking import line

PATH = "/studio/warteliste"


def _form(entry: Any, act: str) -> str:
    return f"{PATH}/{entry.id}/{act}"


def test_an_empty_list_says_how_it_fills(trainer: Any) -> None:
    assert "Niemand wartet" in trainer.visit(PATH).text


def test_each_date_shows_its_line_in_order_with_offers_under_way(trainer: Any) -> None:
    training, bookings = line.sold_out(seats=3)
    for number, name in enumerate(("a@x.de", "b@x.de", "c@x.de")):
        line.wait(training, name, seats=2 if number == 0 else 1, now=clock.now())
    service.cancel_booking(bookings[0].id, clock.now())
    session.commit()
    page = trainer.visit(PATH)
    rows = [" ".join(row.text_content().split()) for row in page.select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["1", "Wanda", "2"]
    assert "Angebot" in rows[1]
    assert "3 von 3 Plätzen vergeben" in page.text


def test_the_trainer_offers_a_seat_and_the_history_says_who(trainer: Any) -> None:
    training, _ = line.sold_out(1)
    first, second = line.wait(training, "a@x.de"), line.wait(training, "b@x.de")
    page = trainer.submit(trainer.visit(PATH), _form(second, "anbieten"), 200)
    assert "Es ist kein Platz frei" in page.text
    session.get_one(Training, training.id).seats = 2
    session.commit()
    page = trainer.submit(trainer.visit(PATH), _form(second, "anbieten"), 200)
    assert "hat jetzt ein Angebot" in page.text
    assert (line.state(first), line.state(second)) == ("waiting", "offered")
    (made,) = history_of(f"waiting:{second.id}")
    assert (made.action, made.actor) == ("offer-made", "Tina Trainer")
    session.get_one(Training, training.id).state = "closed"
    session.commit()
    page = trainer.submit(page, _form(first, "anbieten"), 200)
    assert "nimmt keine Buchungen an" in page.text


def test_the_trainer_removes_an_entry_and_its_seat_goes_on(trainer: Any) -> None:
    training, bookings = line.sold_out(1)
    first, second = (line.wait(training, f"{n}@x.de", now=clock.now()) for n in "ab")
    service.cancel_booking(bookings[0].id, clock.now())
    session.commit()
    page = trainer.visit(PATH)
    after = trainer.submit(page, _form(first, "entfernen"), 200)
    assert "steht nicht mehr auf der Warteliste" in after.text
    assert (line.state(first), line.state(second)) == ("removed", "offered")
    assert {one.action for one in history_of(f"waiting:{first.id}")} >= {"waiting-removed"}
    again = trainer.submit(page, _form(first, "entfernen"), 200)
    assert "stand schon nicht mehr" in again.text
    page = trainer.visit(f"/warteliste/{first.token}")
    assert not page.select("#wieder")


def test_only_trainers_see_and_change_it(learner: Any, client: Any) -> None:
    training, _ = line.sold_out(1)
    entry = line.wait(training)
    token = learner.visit("/konto").select("[name=csrf_token]")[0].get("value")
    for act in ("anbieten", "entfernen"):
        answer = learner.post(_form(entry, act), {"csrf_token": token})
        assert answer.status_code == 403
    learner.visit(PATH, 403)
    assert client.get(PATH).status_code == 303
    assert line.state(entry) == "waiting"


@pytest.mark.usefixtures("app")
def test_a_hundred_who_wait_cost_no_more_queries_than_one(
    trainer: Any,
    queries: list[str],
) -> None:
    training, _ = line.sold_out(1)
    for number in range(12):
        line.wait(training, f"{number}@x.de")
    session.remove()
    queries.clear()
    trainer.visit(PATH)
    assert len(queries) <= 5, queries
