"""Seats are held while a checkout is open: from the first press that does not book."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from leaderacademy.booking import service
from leaderacademy.booking.models import CheckoutHold, Training
from leaderacademy.booking.rules.holding import MOST_A_DAY, hold_until, most_held, network_of
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
from tests.booking import line, shop
from tests.booking.shop import GOOD, NOW, TYPED
from tests.pages import Page, Visitor

PATH = "/training/2036-04-15-hamburg/buchen"
SECOND = {"first_name_2": "Jens", "last_name_2": "Brandt"}


def _send(visitor: Any, page: Any, step: str, status: int = 200, **typed: Any) -> Page:
    found: Page = visitor.submit(page, "buchen", status, **{**GOOD, "step": step, **typed})
    return found


def _holds() -> int:
    found = session.scalar(select(func.count()).select_from(CheckoutHold)) or 0
    session.remove()
    return found


def _told(page: Any) -> str:
    return " ".join(note.text_content() for note in page.select(".note")).replace("\xa0", " ")


def test_a_wrong_field_holds_the_seat_and_the_page_says_until_when(
    client: Any, moved_clock: Any
) -> None:
    training_id = shop.open_training().id
    opened = client.visit(PATH)
    assert line.counted(training_id) == (0, 0), "opening a page must not hold anything"
    page = _send(client, opened, "book", 422, email="falsch")
    assert line.counted(training_id) == (1, 1)
    assert "Ihr Platz ist bis" in _told(page)
    assert "Uhr für Sie reserviert." in _told(page)
    page = _send(client, page, "add")
    assert "Ihre 2 Plätze sind bis" in _told(page)
    assert line.counted(training_id) == (2, 2)
    page = _send(client, page, "remove-2")
    assert line.counted(training_id) == (1, 1)
    assert "Gebucht." in _send(client, page, "book").text
    assert line.counted(training_id) == (1, 1)
    assert _holds() == 0


def test_who_fills_in_everything_books_without_a_hold(client: Any) -> None:
    training_id = shop.open_training().id
    _send(client, client.visit(PATH), "book")
    assert _holds() == 0
    assert line.counted(training_id) == (1, 1)


@pytest.mark.parametrize("step", ["price", "check", ""])
def test_the_last_seat_belongs_to_whoever_has_begun(client: Any, app: Any, step: str) -> None:
    training_id = shop.open_training(seats=1).id
    page = _send(client, client.visit(PATH), step)
    assert "Ihr Platz ist bis" in _told(page)
    assert "ausgebucht" in Visitor(app).visit(PATH).text
    assert "Gebucht." in _send(client, page, "book").text
    assert shop.sold(training_id) == (1, 1, 1)


def test_going_back_and_sending_the_first_page_again_finds_the_own_seat(client: Any) -> None:
    training_id = shop.open_training(seats=1).id
    opened = client.visit(PATH)
    _send(client, opened, "book", 422, email="falsch")
    assert "Ihr Platz ist bis" in _told(_send(client, opened, "book", 422, email="noch falsch"))
    assert "Gebucht." in _send(client, opened, "book").text
    assert shop.sold(training_id) == (1, 1, 1)


def test_a_hold_that_is_over_gives_its_seat_back_once_to_whoever_waits(
    client: Any, moved_clock: Any
) -> None:
    training = shop.open_training(seats=1)
    page = _send(client, client.visit(PATH), "price")
    moved_clock.forward(minutes=10)
    page = _send(client, page, "price")  # held for longer: the first job finds nothing to do
    entry = line.wait(training, now=clock.now())
    why = client.visit(f"/warteliste/{entry.token}").text
    assert "Ein Platz ist nur reserviert, solange jemand eine Buchung ausfüllt." in why
    moved_clock.forward(minutes=10)
    run_due(clock.now())
    assert _holds() == 1
    moved_clock.forward(minutes=6)
    for _ in range(2):
        run_due(clock.now())
    assert line.state(entry) == "offered"
    assert line.counted(training.id) == (1, 1)
    page = _send(client, page, "book", 409)
    assert "Ihre Reservierung ist abgelaufen. Inzwischen haben andere gebucht." in _told(page)
    assert "Dieser Termin ist ausgebucht" in _told(page)
    assert TYPED.items() <= dict(page.form("buchen").form_values()).items()
    assert page.select("button[value=wait]")


def test_who_held_a_seat_of_a_date_that_was_cancelled_reads_of_no_other_buyers(
    client: Any, moved_clock: Any
) -> None:
    training = shop.open_training()
    page = _send(client, client.visit(PATH), "price")
    session.get_one(Training, training.id).state = "cancelled"
    session.commit()
    moved_clock.forward(minutes=16)
    run_due(clock.now())
    page = _send(client, page, "book", 409)
    assert "Dieser Termin ist abgesagt" in _told(page)
    assert "andere gebucht" not in _told(page)


def test_after_a_hold_is_over_a_seat_that_is_still_free_is_simply_booked(
    client: Any, moved_clock: Any
) -> None:
    shop.open_training()
    page = _send(client, client.visit(PATH), "price")
    moved_clock.forward(minutes=16)
    run_due(clock.now())
    assert _holds() == 0
    assert "Gebucht." in _send(client, page, "book").text


def test_for_more_people_than_there_are_seats_the_page_says_what_is_held(client: Any) -> None:
    training = shop.open_training(seats=2)
    line.book(training)
    page = _send(client, client.visit(PATH), "price")
    page = _send(client, page, "add")
    assert "Ein Platz ist bis" in _told(page)
    assert "Für 2 Personen reichen die Plätze gerade nicht" in _told(page)
    page = _send(client, page, "book", 409, **SECOND)
    assert "Für 2 Personen reichen die Plätze gerade nicht" in _told(page)
    assert "Gerade hat jemand" not in _told(page)
    assert page.select("button[value=wait]")
    page = _send(client, _send(client, page, "remove-2"), "book")
    assert shop.sold(training.id) == (2, 2, 2)


def test_whoever_waits_instead_holds_nothing_any_more(client: Any) -> None:
    training = shop.open_training(seats=2)
    line.book(training)
    page = _send(client, _send(client, client.visit(PATH), "price"), "add")
    page = _send(client, page, "wait", **SECOND)
    assert page.response.request.path.startswith("/warteliste/")
    assert line.counted(training.id) == (1, 1)


def test_what_was_typed_takes_its_seats_along_to_another_date(client: Any) -> None:
    first, other = shop.open_training(), shop.open_training(place="Köln")
    page = _send(client, client.visit(PATH), "price")
    page.form("buchen").set("action", PATH.replace("hamburg", "koeln"))
    page = _send(client, page, "check")
    assert (line.counted(first.id), line.counted(other.id)) == ((0, 0), (1, 1))
    _send(client, page, "book")
    assert (line.counted(first.id), line.counted(other.id)) == ((0, 0), (1, 1))


def test_open_checkouts_hold_a_third_of_a_date_at_most(app: Any) -> None:
    assert [most_held(seats) for seats in (1, 5, 10, 20)] == [2, 2, 3, 6]
    training = shop.open_training(seats=10)
    numbers = shop.new_checkouts(4)
    held = [service.hold_seats(training.id, 1, one, one, NOW) for one in numbers]
    session.commit()
    assert [one is not None for one in held] == [True, True, True, False]
    # Growing is bounded by the same share: what is held stays.
    again = service.hold_seats(training.id, 4, numbers[0], "", NOW)
    session.commit()
    assert again is not None
    assert again.seats == 1
    assert line.counted(training.id) == (3, 3)


def test_one_network_holds_a_few_times_a_day_and_books_as_ever_after_that(client: Any) -> None:
    training = shop.open_training(seats=30)
    told = [_told(_send(client, client.visit(PATH), "price")) for _ in range(MOST_A_DAY + 1)]
    assert ["reserviert" in one for one in told] == [True] * MOST_A_DAY + [False]
    assert "Gebucht." in _send(client, client.visit(PATH), "book").text
    assert line.counted(training.id) == (MOST_A_DAY + 1, MOST_A_DAY + 1)


def test_a_network_is_an_address_or_the_64_bits_of_a_line() -> None:
    assert network_of("192.0.2.7") == network_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert network_of("2001:db8:1:2::7") == network_of("2001:db8:1:2:ffff::1")
    assert network_of("2001:db8:1:2::7") != network_of("2001:db8:1:3::7")
    assert network_of("unix") == "unix"


def test_a_hold_can_be_renewed_but_not_for_ever() -> None:
    far, minute = NOW + timedelta(days=9), timedelta(minutes=1)
    assert hold_until(NOW, far, NOW) == NOW + 15 * minute
    assert hold_until(NOW, far, NOW + 40 * minute) == NOW + 45 * minute
    assert hold_until(NOW, NOW + 5 * minute, NOW) == NOW + 5 * minute


def test_a_form_that_claims_a_hold_it_has_not_books_what_is_free(client: Any) -> None:
    training = shop.open_training(seats=1)
    opened = client.visit(PATH)
    other = shop.new_checkouts(1)[0]
    service.hold_seats(training.id, 1, other, "", NOW)
    session.commit()
    page = _send(client, opened, "book", 409, held="1")
    assert "ausgebucht" in _told(page)
    assert line.counted(training.id) == (1, 1)
    for number in ("", "x" * 500, "../.."):
        _send(client, opened, "price", held="1", checkout_id=number)
    assert line.counted(training.id) == (1, 1)


def test_a_date_closed_meanwhile_honours_what_it_holds_and_a_cancelled_one_does_not(
    client: Any,
) -> None:
    training_id = shop.open_training().id
    page = _send(client, client.visit(PATH), "price")
    for state, status, words in (("cancelled", 409, "abgesagt"), ("closed", 200, "Gebucht.")):
        session.get_one(Training, training_id).state = state
        session.commit()
        session.remove()
        assert words in _send(client, page, "book", status).text


def test_the_studio_says_how_many_seats_are_held_and_until_when(client: Any, trainer: Any) -> None:
    training = shop.open_training()
    _send(client, client.visit(PATH), "price")
    address = f"/studio/termine/{training.key}"
    page = trainer.visit(address)
    words = "Davon nur reserviert, weil gerade jemand die Buchung ausfüllt: 1 Platz, bis"
    assert words in page.text
    _send(client, client.visit(PATH), "book")
    session.remove()
    assert "1 Platz, bis" in trainer.visit(address).text
