"""Money is asked for again in three steps, by hand, and never from who has paid."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from leaderacademy.core import clock, mail
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.invoicing import service
from leaderacademy.invoicing.models import Reminder
from leaderacademy.invoicing.rules.reminding import Asked, next_due
from leaderacademy.invoicing.service import reminders
from tests.invoicing.desk import TINA, issue, without_rendering
from tests.invoicing.shop import NOW

PAGE = "/studio/rechnungen/mahnungen"
DUE = datetime(2027, 2, 17, 12, tzinfo=NOW.tzinfo)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_rendering(monkeypatch)


def due(days: int) -> list[tuple[int, int, int]]:
    found = reminders.due_reminders(DUE + timedelta(days=days))
    return [(one.invoice.id, one.step, one.cents) for one in found]


def send(days: int, *keys: str) -> int:
    sent = reminders.send_reminders(keys, DUE + timedelta(days=days), TINA)
    session.commit()
    return sent


def test_the_steps_follow_the_operators_days(app: Flask) -> None:
    made = issue()
    key = made.id
    assert due(6) == []
    assert due(7) == [(key, 1, 82_110)]
    assert send(7, f"{key}-1") == 1
    assert due(7) == due(20) == []
    assert due(21) == [(key, 2, 82_110)]
    send(21, f"{key}-2")
    assert due(35) == [(key, 3, 82_110)]
    send(35, f"{key}-3")
    assert due(400) == []
    assert [one.step for one in reminders.reminders_of(key)] == [1, 2, 3]


def test_nothing_is_asked_for_that_is_paid_or_given_back(app: Flask) -> None:
    paid, part, credited = issue(), issue(), issue()
    service.record_payment(paid.id, 82_110, DUE.date(), DUE, key="a")
    service.record_payment(part.id, 80_000, DUE.date(), DUE, key="b")
    service.issue_credit_note(credited.id, DUE, TINA)
    session.commit()
    assert due(30) == [(part.id, 1, 2_110)]


def test_who_paid_meanwhile_gets_none(app: Flask) -> None:
    made = issue()
    assert due(7)
    service.record_payment(made.id, 82_110, DUE.date(), DUE, key="a")
    assert send(7, f"{made.id}-1") == 0
    assert reminders.reminders_of(made.id) == []


def test_a_second_click_sends_nothing(app: Flask) -> None:
    made = issue()
    assert [send(7, f"{made.id}-1"), send(7, f"{made.id}-1"), send(7, f"{made.id}-2")] == [1, 0, 0]
    assert len(session.scalars(select(Job).where(Job.kind == "mail")).all()) == 1


@pytest.mark.parametrize(
    ("asked", "days", "first"),
    [
        (None, (7, 14, 14), date(2027, 2, 24)),
        (None, (0, 0, 0), date(2027, 2, 18)),
        (Asked(1, date(2027, 3, 1), date(2027, 3, 8)), (7, 14, 14), date(2027, 3, 15)),
        (Asked(1, date(2027, 3, 1), date(2027, 3, 8)), (7, 0, 0), date(2027, 3, 9)),
        (Asked(2, date(2027, 3, 1), date(2027, 3, 8)), (7, 14, 30), date(2027, 3, 31)),
    ],
)
def test_never_before_the_last_deadline_is_over(
    asked: Asked | None, days: tuple[int, int, int], first: date
) -> None:
    assert next_due(date(2027, 2, 17), asked, days) == first


@pytest.mark.parametrize("step", [1, 2, 3])
def test_the_mail_says_what_to_do_and_carries_the_invoice(app: Flask, step: int) -> None:
    made = issue()
    service.record_payment(made.id, 10_000, DUE.date(), DUE, key="a")
    for number in range(1, step):
        session.add(
            Reminder(invoice_id=made.id, step=number, cents=1, due_on=DUE.date(), sent_at=DUE)
        )
    session.flush()
    send(60, f"{made.id}-{step}")
    (job,) = session.scalars(select(Job).where(Job.kind == "mail"))
    post = mail.Post("folder:x", "A", "a@example.org", "https://a.example", "Leader Academy")
    message = mail.compose(post, job.payload, NOW)
    called = ["Zahlungserinnerung", "1. Mahnung", "2. Mahnung"][step - 1]
    assert message["Subject"] == f"{called} zur Rechnung {made.number}"
    assert message["To"] == "buch@oeztuerk.example"
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    for words in ("721,10", "DE36 0000 0000 0000 0000 00", made.reference, "25. April 2027"):
        assert words in text.replace("\u00a0", " ")
    assert not any(word in text for word in ("Zinsen", "Gebühr", "Inkasso"))
    (file,) = message.iter_attachments()
    assert file.get_filename() == f"{made.number}.pdf"


def test_the_trainer_ticks_what_goes_out(
    app: Flask, trainer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = issue(), issue()
    monkeypatch.setattr(clock, "now", lambda: DUE + timedelta(days=9))
    page = trainer.visit(PAGE)
    assert "9 Tagen" in page.text
    page = trainer.submit(page, "mahnen", send=f"{one.id}-1")
    assert "1 Mail geht hinaus" in page.text
    assert [x.get("value") for x in page.select("input[name=send]")] == [f"{other.id}-1"]
    assert "nichts angekreuzt" in trainer.submit(page, "mahnen", send=None).text
    detail = trainer.visit(f"/studio/rechnungen/{one.id}").text
    assert "Zahlungserinnerung zu RE-2027-0001 über 821,10" in detail
    assert "Frist bis 5. März 2027" in detail
    assert "erinnert" in trainer.visit("/studio/rechnungen").text


def test_nobody_to_remind(trainer: Any) -> None:
    assert "niemand zu mahnen" in trainer.visit(PAGE).text
