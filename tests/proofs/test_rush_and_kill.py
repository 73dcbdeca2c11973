"""Proofs 2 and 3: a rush on real server processes, and kill -9 of one at every step."""

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.core.database import session
from leaderacademy.core.jobs import LEASE, Job
from leaderacademy.invoicing.models import Invoice
from tests.booking import line, shop
from tests.core.test_mail import Server
from tests.proofs.house import House

PATH = "/training/2036-04-15-hamburg/buchen"
STEPS = {
    "after the claim": 0,
    "after the invoice": 0,
    "after the booking": 0,
    "before the commit": 0,
    "after the commit": 1,
}


def seats() -> int:
    session.remove()
    training_id = shop.open_training(seats=20).id
    session.remove()
    return training_id


def numbers() -> list[str]:
    found = list(session.scalars(select(Invoice.number).order_by(Invoice.ordinal)))
    session.remove()
    return found


def test_a_hundred_buyers_over_http_get_exactly_twenty_seats(app: Flask, servers: House) -> None:
    training_id = seats()
    answers = servers.all_at_once(PATH, 100)
    won = [one for one in answers if one.status == 303]
    lost = [one for one in answers if one.status != 303]
    assert {one.status for one in lost} == {409}
    assert len({one.location for one in won}) == len(won) == 20
    assert all("ausgebucht" in one.text for one in lost)
    assert shop.sold(training_id) == (20, 20, 20)
    year = numbers()[0][3:7]
    assert numbers() == [f"RE-{year}-{number:04d}" for number in range(1, 21)]
    assert servers.ask("GET", won[0].location).status == 200


def test_after_kill_9_while_held_seats_become_a_booking_they_are_still_held(
    app: Flask, servers: House
) -> None:
    training_id = seats()
    form = {**servers.form(PATH), "held": "1"}
    assert servers.ask("POST", PATH, {**form, "step": "check"}).status == 200
    servers.arm("after the held seats")
    assert servers.ask("POST", PATH, form).status == 0
    assert line.counted(training_id) == (1, 1)
    session.remove()
    assert servers.ask_until_answered("POST", PATH, form).status == 303
    assert shop.sold(training_id) == (1, 1, 1)


@pytest.mark.parametrize("step", STEPS)
def test_after_kill_9_at_any_step_nothing_is_lost_or_there_twice(
    app: Flask, servers: House, step: str
) -> None:
    training_id = seats()
    form = servers.form(PATH)
    servers.arm(step)
    assert servers.ask("POST", PATH, form).status == 0
    assert servers.died
    done = STEPS[step]
    assert shop.sold(training_id) == (done, done, done)
    assert len(numbers()) == done
    # The buyer saw an error of the browser and presses once more, and once again.
    answers = [servers.ask_until_answered("POST", PATH, form) for _ in range(2)]
    assert [one.status for one in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert shop.sold(training_id) == (1, 1, 1)
    (number,) = numbers()
    assert number.endswith("-0001")  # what died has left no gap


def test_a_confirmation_is_sent_at_least_once_and_at_most_twice(app: Flask, servers: House) -> None:
    assert shop.buy(seats(), shop.new_checkouts(1)[0]).startswith("booked")
    server = Server()
    server.controller.start()
    url, lease = f"smtp://127.0.0.1:{server.port}", int(LEASE.total_seconds()) + 1
    seen: list[tuple[int, int]] = []
    try:
        for turn, step in enumerate(("before the mail", "after the mail was accepted", "", "")):
            if step:
                servers.arm(step)
            code = servers.work(turn * lease, url)
            seen.append((code, len(server.messages)))
    finally:
        server.controller.stop()
    assert seen == [(-9, 0), (-9, 1), (0, 2), (0, 2)]
    # For its reader twice is the same mail; and what came has its invoice.
    assert len({message["Message-ID"] for message in server.messages}) == 1
    for message in server.messages:
        assert len(list(message.iter_attachments())) == 2
    assert not session.scalars(select(Job).where(Job.done_at.is_(None))).all()
    session.remove()
