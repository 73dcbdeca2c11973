"""A page of the booking asks the database a fixed, small number of times."""

from typing import Any

from sqlalchemy import update

from leaderacademy.booking import service
from leaderacademy.booking.models import Training
from leaderacademy.core.database import is_postgresql, session
from tests.booking import shop


def test_twenty_dates_cost_no_more_than_one(client: Any, queries: list[str]) -> None:
    for number in range(20):
        shop.open_training(place=f"Ort {number}")
    session.remove()
    queries.clear()
    client.visit("/training")
    assert len(queries) == 1, queries


def test_the_checkout_costs_one_query(client: Any, queries: list[str]) -> None:
    training = shop.open_training()
    queries.clear()
    client.visit(f"/training/{training.key}/buchen")
    assert len(queries) == 1, queries


def test_a_booking_costs_four_statements_or_what_they_are_where_each_is_sent_alone(
    client: Any, queries: list[str]
) -> None:
    training = shop.open_training()
    page = client.visit(f"/training/{training.key}/buchen")
    session.remove()
    form = dict(page.form("buchen").form_values())
    queries.clear()
    answer = client.post(f"/training/{training.key}/buchen", {**form, **shop.GOOD, "step": "book"})
    assert answer.status_code == 303
    # a look at the date; the seats; the number; and, for PostgreSQL in one, the invoice and its
    # history, the booking, who comes, the mail that draws and sends it
    assert len(queries) == (4 if is_postgresql() else 8), queries


def test_the_buyers_page_costs_two_queries(client: Any, queries: list[str]) -> None:
    training = shop.open_training()
    (checkout_id,) = shop.new_checkouts(1)
    booking = service.place_booking(training.id, shop.TWO, checkout_id, shop.NOW)
    session.commit()
    session.remove()
    queries.clear()
    client.visit(f"/buchung/{booking.token}")
    # the booking with its date, its people and its mail; its documents and what is paid
    assert len(queries) == 2, queries


def test_whoever_comes_too_late_costs_three_reads_and_no_place_in_the_line_of_writers(
    client: Any, queries: list[str]
) -> None:
    training = shop.open_training()
    page = client.visit(f"/training/{training.key}/buchen")
    session.execute(update(Training).values(seats_taken=Training.seats))
    session.commit()
    session.remove()
    form = dict(page.form("buchen").form_values())
    queries.clear()
    answer = client.post(f"/training/{training.key}/buchen", {**form, **shop.GOOD, "step": "book"})
    assert answer.status_code == 409
    # the date, an earlier click on this form, the other dates
    assert len(queries) == 3, queries
    assert all(one.startswith("SELECT") for one in queries)
