"""A deactivated account opens to nobody, tells no stranger, and loses nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from leaderacademy.accounts import devices, service
from leaderacademy.accounts.links import BadLinkError, create_link, digest, get_link
from leaderacademy.accounts.rules import Purpose
from leaderacademy.accounts.service import managing
from leaderacademy.core import clock
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session
from leaderacademy.learning.models import ReviewLink
from leaderacademy.learning.service.review import find_review_link
from leaderacademy.team.service.check_in import create_check_in_link, find_check_in_link
from tests.accounts.people import (
    PASSWORD,
    confirmed_account,
    last_token,
    open_mail,
    people,
    person_of,
    register,
    sign_in,
    written_mails,
)
from tests.accounts.studio.team import logged, press, stored
from tests.pages import Visitor

CLEO = "cleo@example.org"
TRAINER = Actor(99, "Tina")


@pytest.fixture
def cleo(app: Flask) -> Visitor:
    visitor = confirmed_account(app, CLEO)
    visitor.person_id = people()[-1].id
    return visitor


def _lock(trainer: Visitor, person_id: int) -> Any:
    page = trainer.visit(f"/studio/konten/{person_id}")
    return trainer.submit(page, "sperren", 200)


def test_all_devices_are_signed_out_at_once(trainer: Visitor, cleo: Visitor) -> None:
    page = _lock(trainer, cleo.person_id)
    assert "gesperrt und überall abgemeldet" in page.text
    assert person_of(cleo) is None
    assert cleo.get("/konto/nachrichten").status_code == 303
    assert logged()[-1] == ("account-deactivated", f"person:{cleo.person_id}", "Tina Trainer")


def test_a_password_is_refused_like_a_wrong_one(
    app: Flask, trainer: Visitor, cleo: Visitor
) -> None:
    wrong = sign_in(Visitor(app), CLEO, "falsches Passwort hier")
    _lock(trainer, cleo.person_id)
    right = sign_in(Visitor(app), CLEO, PASSWORD)
    unknown = sign_in(Visitor(app), "niemand@example.org", PASSWORD)
    assert right.status == wrong.status == unknown.status == 422
    assert right.text == wrong.text == unknown.text


def test_links_by_mail_are_answered_alike_and_only_the_mail_says_why(
    app: Flask, trainer: Visitor, cleo: Visitor
) -> None:
    _lock(trainer, cleo.person_id)
    for path, form in (("/anmelden", "anmelden"), ("/passwort-vergessen", "")):
        pages = []
        for address in (CLEO, "niemand@example.org"):
            visitor = Visitor(app)
            fields = {"email": address, "how": "link"}
            pages.append(visitor.submit(visitor.visit(path), form or path, 200, **fields).text)
        assert pages[0] == pages[1]
    told = [mail.template for mail in written_mails() if mail.to == CLEO][-2:]
    assert told == ["account-deactivated", "account-deactivated"]


def test_registering_again_looks_the_same_and_opens_nothing(
    app: Flask, trainer: Visitor, cleo: Visitor
) -> None:
    _lock(trainer, cleo.person_id)
    here, there = Visitor(app), Visitor(app)
    one = register(here, CLEO).text.replace(CLEO, "")
    other = register(there, "neu@example.org").text.replace("neu@example.org", "")
    assert one == other
    assert [m.template for m in written_mails() if m.to == CLEO][-1] == "account-deactivated"


@pytest.mark.parametrize("purpose", [Purpose.SIGN_IN, Purpose.RESET, Purpose.CONFIRM])
def test_a_link_that_was_sent_before_is_void(
    app: Flask, trainer: Visitor, cleo: Visitor, purpose: Purpose
) -> None:
    token = create_link(purpose, clock.now(), cleo.person_id, CLEO)
    session.commit()
    _lock(trainer, cleo.person_id)
    path = {"sign-in": "anmelden/link", "reset": "passwort", "confirm": "bestaetigen"}[purpose]
    Visitor(app).visit(f"/{path}/{token}", 410)


@pytest.mark.parametrize("purpose", [Purpose.SIGN_IN, Purpose.RESET, Purpose.CONFIRM])
def test_a_link_read_in_the_very_moment_opens_nothing(cleo: Visitor, purpose: Purpose) -> None:
    now = clock.now()
    managing.deactivate(cleo.person_id, now, TRAINER)
    link = get_link(purpose, create_link(purpose, now, cleo.person_id, CLEO), now)
    act = {
        Purpose.SIGN_IN: lambda: service.sign_in_by_link(link, now),
        Purpose.RESET: lambda: service.reset_password(link, "hash", now),
        Purpose.CONFIRM: lambda: service.confirm(link, True, now),
    }[purpose]
    with pytest.raises(BadLinkError):
        act()
    session.rollback()


def test_a_claim_confirmed_elsewhere_does_not_open_it(
    app: Flask, trainer: Visitor, learner: Visitor
) -> None:
    """The claim was made before its address was somebody's, who was then deactivated."""
    claim = Visitor(app)
    register(claim, CLEO)
    token = last_token("confirm-address")
    owner = confirmed_account(app, CLEO)
    owner_id = person_of(owner).id  # type: ignore[union-attr]
    _lock(trainer, owner_id)
    claim.submit(claim.visit(f"/bestaetigen/{token}"), "", 410)
    assert stored(owner_id).deactivated_at is not None


def test_an_unconfirmed_account_stays_shut_too(app: Flask, trainer: Visitor) -> None:
    visitor = Visitor(app)
    register(visitor, CLEO)
    person_id = people()[-1].id
    token = last_token("confirm-address")
    _lock(trainer, person_id)
    assert person_of(visitor) is None
    assert sign_in(Visitor(app), CLEO).status == 422
    Visitor(app).visit(f"/bestaetigen/{token}", 410)


def test_links_that_act_without_signing_in_are_over(trainer: Visitor, cleo: Visitor) -> None:
    now = clock.now()
    check_in = create_check_in_link(cleo.person_id, now)
    link = ReviewLink(
        token_digest=digest("wiederholen"),
        person_id=cleo.person_id,
        questions=["leader-erkennen"],
        created_at=now,
        expires_at=now + timedelta(days=7),
    )
    session.add(link)
    session.commit()
    assert find_check_in_link(check_in)[1] is False  # type: ignore[index]
    assert find_review_link("wiederholen", now)
    managing.deactivate(cleo.person_id, now, TRAINER)
    assert find_check_in_link(check_in)[1] is True  # type: ignore[index]
    assert find_review_link("wiederholen", now) is None
    session.rollback()


def test_let_in_again_everything_is_there(app: Flask, trainer: Visitor, cleo: Visitor) -> None:
    before = stored(cleo.person_id)
    _lock(trainer, cleo.person_id)
    page = trainer.submit(trainer.visit(f"/studio/konten/{cleo.person_id}"), "entsperren", 200)
    assert "entsperrt" in page.text
    after = stored(cleo.person_id)
    assert (after.name, after.password_hash) == (before.name, before.password_hash)
    sign_in(cleo, CLEO)
    assert person_of(cleo) is not None
    assert [action for action, _, _ in logged()] == ["account-deactivated", "account-reactivated"]


def test_a_trainer_is_not_deactivated(app: Flask, trainer: Visitor) -> None:
    other = Visitor.with_account(app, "uwe@example.org", "Uwe", role="trainer")
    for person_id in (other.person_id, trainer.person_id):
        page = press(trainer, f"/studio/konten/{person_id}/sperren")
        assert "muss es zuerst verlassen" in page.text
        assert stored(person_id).deactivated_at is None


def test_twice_is_said_and_changes_nothing(trainer: Visitor, learner: Visitor) -> None:
    assert (
        "ist nicht gesperrt"
        in press(trainer, f"/studio/konten/{learner.person_id}/entsperren").text
    )
    _lock(trainer, learner.person_id)
    assert "schon gesperrt" in press(trainer, f"/studio/konten/{learner.person_id}/sperren").text
    assert len(logged()) == 1


def test_a_confirmation_is_sent_again_but_not_without_end(
    app: Flask, trainer: Visitor, moved_clock: Any
) -> None:
    visitor = Visitor(app)
    register(visitor, CLEO)
    path = f"/studio/konten/{people()[-1].id}"
    for _ in range(4):  # the registration was the first of five
        page = trainer.submit(trainer.visit(path), "bestaetigung", 200)
        assert "unterwegs" in page.text
    assert "viele Nachrichten" in trainer.submit(trainer.visit(path), "bestaetigung").text
    assert [m.template for m in written_mails() if m.to == CLEO] == ["confirm-address"] * 5
    open_mail(visitor, f"/bestaetigen/{last_token('confirm-address')}")
    moved_clock.forward(hours=1)
    assert "schon bestätigt" in press(trainer, f"{path}/bestaetigung").text


def _race(app: Flask, person_id: int) -> bool:
    """Sign in and deactivate at the same instant; whether a device survived."""
    barrier = threading.Barrier(2)

    def come() -> None:
        session.remove()
        barrier.wait()
        if devices.hold_active(person_id):
            devices.add_device(person_id, "Gerät", clock.now())
        session.commit()
        session.remove()

    def shut() -> None:
        session.remove()
        barrier.wait()
        managing.deactivate(person_id, clock.now(), TRAINER)
        session.commit()
        session.remove()

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(come), pool.submit(shut)]:
            job.result()
    session.remove()
    left = bool(devices.devices_of(person_id))
    session.remove()
    return left


def test_who_signs_in_while_being_shut_out_has_no_device(app: Flask, learner: Visitor) -> None:
    for _ in range(5):
        assert not _race(app, learner.person_id)
        managing.reactivate(learner.person_id, clock.now(), TRAINER)
        session.commit()


def test_without_the_row_held_a_device_would_survive(app: Flask, learner: Visitor) -> None:
    """The order that the guard forbids, played by hand: a device added after the shutting."""
    managing.deactivate(learner.person_id, clock.now(), TRAINER)
    _, key = devices.add_device(learner.person_id, "Gerät", clock.now())  # no hold_active()
    session.commit()
    assert devices.devices_of(learner.person_id)
    assert devices.find_by_key(key) is None  # and even then it opens nothing
    assert not devices.hold_active(learner.person_id)
    session.remove()
