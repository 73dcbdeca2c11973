"""A wish counts only after the click in its mail, and is kept as proof."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.models import Person
from leaderacademy.booking.service import place_booking
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import Job
from leaderacademy.nudges.rules.consent import CONSENT
from leaderacademy.nudges.service.consent import adopt_wishes, ask_at_checkout, ask_consent
from tests.booking import shop
from tests.nudges.conftest import new_wish, wishes
from tests.pages import Visitor


def confirm_links() -> list[str]:
    """Addresses of the mails of confirmation that are in the outbox."""
    session.remove()
    jobs = session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))
    payloads = [job.payload for job in jobs]
    session.remove()
    return [
        f"/kursnachrichten/bestaetigen/{one['context']['token']}"
        for one in payloads
        if one["template"] == "course-mails-confirm"
    ]


def ordered(learner: Any) -> str:
    page = learner.visit("/konto/nachrichten")
    page = learner.submit(page, "ask-form", status=200)
    assert "Wir haben eine Nachricht an ada@example.org geschickt." in page.text
    return confirm_links()[-1]


def test_ordering_sends_a_mail_and_nothing_counts_before_its_button(
    learner: Any, client: Any
) -> None:
    address = ordered(learner)
    (wish,) = wishes()
    assert (wish.confirmed_at, wish.text, wish.source) == (None, CONSENT, "account")
    page = client.visit(address)
    assert CONSENT in page.text
    assert wishes()[0].confirmed_at is None, "looking confirms nothing"
    page = client.checked(client.post(address, dict(page.root.forms[-1].form_values())))
    assert "Die Kursnachrichten sind bestellt" in page.text
    assert wishes()[0].confirmed_at is not None
    assert "Sie gehen an ada@example.org" in learner.visit("/konto/nachrichten").text


def test_a_link_confirms_once_and_says_so_the_second_time(learner: Any, client: Any) -> None:
    address = ordered(learner)
    token = dict(client.visit(address).root.forms[-1].form_values())
    assert client.post(address, token).status_code == 200
    page = client.checked(client.post(address, token), 410)
    assert "schon bestätigt" in page.text
    client.visit(address, 410)


def test_a_link_ends_after_two_weeks(learner: Any, client: Any, moved_clock: Any) -> None:
    address = ordered(learner)
    moved_clock.forward(days=14, minutes=1)
    client.visit(address, 410)


def test_registering_with_the_box_asks_and_without_it_does_not(app: Flask) -> None:
    for box, count in ((None, 0), ("1", 1)):
        visitor = Visitor(app)
        page = visitor.visit("/registrieren")
        assert CONSENT in page.text
        assert not page.select("#course_mails[checked]"), "off by default"
        visitor.submit(
            page,
            "/registrieren",
            name="Cleo",
            email=f"cleo{count}@example.org",
            password=None,
            course_mails=box,
        )
        assert len(wishes()) == count
    assert wishes()[0].source == "register"


def test_a_refused_form_keeps_the_tick(client: Any) -> None:
    page = client.visit("/registrieren")
    page = client.submit(page, "/registrieren", status=422, name="", course_mails="1")
    assert page.select("#course_mails[checked]")


def test_a_stranger_who_types_an_address_orders_for_its_owner_only_what_the_owner_confirms(
    app: Flask, learner: Any, client: Any
) -> None:
    stranger = Visitor(app)
    page = stranger.visit("/registrieren")
    stranger.submit(
        page, "/registrieren", name="X", email="Ada@Example.org", password=None, course_mails="1"
    )
    (wish,) = wishes()
    assert wish.person_id != learner.person_id
    (address,) = confirm_links()
    client.post(address, dict(client.visit(address).root.forms[-1].form_values()))
    assert wishes()[0].person_id == learner.person_id


def test_ordering_again_and_again_writes_few_mails(learner: Any) -> None:
    for _ in range(8):
        learner.submit(learner.visit("/konto/nachrichten"), "ask-form")
    assert len(confirm_links()) == 5
    assert len(wishes()) == 1


def test_off_is_off_at_once_and_only_review_is_kept(learner: Any, client: Any) -> None:
    address = ordered(learner)
    client.post(address, dict(client.visit(address).root.forms[-1].form_values()))
    for choice, words in (
        ("review", "nur noch Fragen zum Wiederholen"),
        ("pause", "Dreißig Tage lang"),
        ("all", "alle Kursnachrichten"),
        ("none", "keine Kursnachrichten mehr"),
    ):
        page = learner.visit("/konto/nachrichten")
        page = learner.submit(page, "choice-form", status=200, wahl=choice)
        assert words in page.text
    (wish,) = wishes()
    assert wish.ended_by == "person"
    assert learner.visit("/konto/nachrichten").form("ask-form") is not None


def test_another_address_needs_a_new_yes(learner: Any, app: Flask) -> None:
    now = clock.now()
    session.add(new_wish(learner.person_id, "frueher@example.org", now))
    session.commit()
    page = learner.visit("/konto/nachrichten")
    assert "Ihr Konto hat jetzt eine andere Adresse" in page.text
    assert page.form("ask-form") is not None


def test_a_buyer_without_an_account_is_asked_and_an_account_takes_the_wish_over(
    app: Flask, client: Any
) -> None:
    now = clock.now()
    visitor = Person(created_at=now)
    session.add(visitor)
    session.flush()
    ask_at_checkout(visitor.id, "Kauf@example.org", now)
    session.commit()
    (address,) = confirm_links()
    page = client.checked(
        client.post(address, dict(client.visit(address).root.forms[-1].form_values()))
    )
    assert "gibt es noch kein Konto" in page.text
    assert wishes()[0].person_id is None
    owner = Visitor.with_account(app, "kauf@example.org", "Kai Käufer")
    adopt_wishes()
    session.commit()
    assert wishes()[0].person_id == owner.person_id


def test_the_checkouts_box_leads_somewhere(app: Flask) -> None:
    details = replace(shop.DETAILS, course_mails=True)
    place_booking(shop.open_training().id, details, "checkout-1", shop.NOW)
    session.commit()
    assert [(wish.source, wish.person_id) for wish in wishes()] == [("checkout", None)]
    assert len(confirm_links()) == 1


def test_two_wishes_never_hold_for_one_person(app: Flask, learner: Any) -> None:
    from leaderacademy.nudges.service.consent import confirm_consent

    now = clock.now()
    session.add(new_wish(learner.person_id, "ada@example.org", now, token="old", scope="review"))
    session.commit()
    ask_consent(learner.person_id, "ada@example.org", "account", now)
    session.commit()
    confirm_consent(confirm_links()[-1].rpartition("/")[2], now)
    session.commit()
    assert [wish.ended_by for wish in wishes()] == ["replaced", None]


def test_what_nobody_answered_is_forgotten(app: Flask, learner: Any) -> None:
    from leaderacademy.nudges.service.people import forget_old

    ordered(learner)
    now = clock.now()
    forget_old(now + timedelta(days=13))
    session.commit()
    assert len(wishes()) == 1
    forget_old(now + timedelta(days=15))
    session.commit()
    assert wishes() == []


def test_the_mail_of_confirmation_holds_no_name(learner: Any) -> None:
    ordered(learner)
    session.remove()
    (job,) = [j for j in session.scalars(select(Job)) if j.kind == "mail"]
    assert not re.search("Ada", str(job.payload["context"]))
