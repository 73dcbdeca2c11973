"""Devices: seen and signed out by their owner only."""

from typing import Any

from flask import Flask

from leaderacademy.accounts.models import Device
from leaderacademy.core.database import session
from tests.accounts.people import PASSWORD, confirmed_account, person_of, sign_in, token_on
from tests.pages import Visitor


def _device_id(visitor: Visitor) -> int:
    person = person_of(visitor)
    assert person is not None
    found = session.query(Device).filter_by(person_id=person.id).order_by(Device.id.desc()).first()
    session.remove()
    assert found is not None
    return found.id


def _two(app: Flask) -> tuple[Visitor, Visitor]:
    desktop, phone = confirmed_account(app, "cleo@example.org"), Visitor(app)
    sign_in(phone, "cleo@example.org")
    return desktop, phone


def test_the_list_names_every_device_and_this_one(app: Flask, visit: Any) -> None:
    desktop, _phone = _two(app)
    page = visit(desktop, "/konto")
    assert len(page.select(".rows > li")) == 2
    assert page.text.count("dieses Gerät") == 1


def test_one_device_signs_another_out(app: Flask) -> None:
    desktop, phone = _two(app)
    path = f"/konto/geraete/{_device_id(phone)}/abmelden"
    page = desktop.submit(desktop.visit("/konto"), path)
    assert "Das Gerät ist abgemeldet" in page.text
    assert person_of(phone) is None
    assert person_of(desktop) is not None


def test_a_device_signs_itself_out(learner: Visitor) -> None:
    path = f"/konto/geraete/{_device_id(learner)}/abmelden"
    page = learner.submit(learner.visit("/konto"), path)
    assert "Sie sind abgemeldet" in page.text
    assert person_of(learner) is None


def test_nobody_signs_out_somebody_elses_device(learner: Visitor, other_learner: Visitor) -> None:
    token = token_on(learner, "/konto")
    theirs = _device_id(other_learner)
    for device_id in (theirs, 0, 999_999, 2**40):
        path = f"/konto/geraete/{device_id}/abmelden"
        assert learner.post(path, {"csrf_token": token}).status_code == 404
    assert person_of(other_learner) is not None


def test_nobody_sees_somebody_elses_account(learner: Visitor, other_learner: Visitor) -> None:
    page = learner.visit("/konto")
    assert "ada@example.org" in page.text
    assert "bert@example.org" not in page.html
    assert f"/geraete/{_device_id(other_learner)}/" not in page.html


def test_everywhere_means_everywhere(app: Flask) -> None:
    desktop, phone = _two(app)
    page = desktop.submit(desktop.visit("/konto"), "/konto/ueberall-abmelden")
    assert "Sie sind abgemeldet" in page.text
    assert person_of(desktop) is None
    assert person_of(phone) is None


def test_a_new_password_signs_the_others_out(app: Flask) -> None:
    desktop, phone = _two(app)
    desktop.submit(
        desktop.visit("/konto"),
        "password-form",
        old_password=PASSWORD,
        new_password="Ruder Kompass Leine",
    )
    assert person_of(desktop) is not None
    assert person_of(phone) is None
