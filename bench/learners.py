"""Twelve learners who did half of the course, by the product's own forms; what they ask next."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from lxml import html as lxml_html
from lxml.html import HtmlElement
from sqlalchemy import event

from bench.load import CLIENT_ID, Call
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service import new_device
from leaderacademy.application import create_app
from leaderacademy.config import settings_from
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock, migrations
from leaderacademy.core.database import session

LEARNERS = 12


@dataclass
class Learner:
    """One browser that is signed in."""

    number: int
    http: FlaskClient
    cookie: str


def slugs() -> list[str]:
    return [lesson.slug for lesson in catalogue.course().lessons]


def half() -> list[str]:
    """The first half of the course, which the learners have done."""
    return slugs()[: len(slugs()) // 2]


@contextmanager
def opened(instance: Path, database_url: str) -> Iterator[Flask]:
    """The product in this process, with the newest schema."""
    environment = {
        **os.environ,
        "LEADERACADEMY_INSTANCE": str(instance),
        "LEADERACADEMY_DATABASE_URL": database_url,
    }
    app = create_app(replace(settings_from(environment), demo=False))
    migrations.upgrade(app.extensions["engine"])
    try:
        yield app
    finally:
        session.remove()
        app.extensions["engine"].dispose()


def fill(app: Flask, number: int = LEARNERS) -> list[Learner]:
    """New learners, each with own answers to every question and exercise of the first half."""
    learners = [register(app, index) for index in range(number)]
    for learner in learners:
        for slug in half():
            _do_lesson(app, learner, slug)
    return learners


def register(app: Flask, number: int) -> Learner:
    """Somebody new with a confirmed account."""
    now = clock.now()
    address = f"bench-{secrets.token_hex(6)}@example.org"
    person = Person(
        email=address,
        email_key=address,
        name=f"Lerner {number}",
        created_at=now,
        confirmed_at=now,
    )
    session.add(person)
    session.flush()
    key = new_device(person.id, "Messung", now)
    session.commit()
    session.remove()
    return Learner(number, app.test_client(use_cookies=False), cookie_of(app, key))


def cookie_of(app: Flask, key: str) -> str:
    """What the browser of the device with this key sends."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_fresh": True, "_permanent": True, "_user_id": key})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"


def send(app: Flask, call: Call) -> None:
    """Do a prepared request in this process, as the page's script sends it."""
    answer = app.test_client(use_cookies=False).open(
        call.path,
        method=call.method,
        data=call.body,
        content_type="application/x-www-form-urlencoded",
        headers={"Cookie": call.cookie, "X-Fragment": "1"},
    )
    if answer.status_code != 200:
        raise RuntimeError(f"{call.path} answered {answer.status_code}")


def _do_lesson(app: Flask, learner: Learner, slug: str) -> None:
    for form in forms(learner, slug):
        body = urlencode(_answered(form, learner.number))
        send(app, Call("POST", form.get("action"), learner.cookie, body))


def forms(learner: Learner, slug: str, query: str = "") -> list[HtmlElement]:
    """The forms of a lesson's page in which there is something to send."""
    page = learner.http.get(f"/kurs/{slug}{query}", headers={"Cookie": learner.cookie})
    if page.status_code != 200:
        raise RuntimeError(f"{slug} answered {page.status_code}")
    root = lxml_html.fromstring(page.get_data(as_text=True))
    return [form for form in root.forms if form.xpath(".//button[not(@name)]")]


def _answered(form: HtmlElement, number: int) -> list[tuple[str, str]]:
    """The form as a browser sends it, with something in every control."""
    for control in form.xpath(".//textarea | .//input[not(@type) or @type='text']"):
        if "inputmode" in control.attrib:
            control.set("value", str(10 + number))
        elif control.tag == "textarea":
            control.text = f"Antwort Nummer {number}: drei neue Kunden bis zum Frühjahr gewinnen."
        else:
            control.set("value", f"Antwort {number}")
    for select in form.xpath(".//select[not(starts-with(@name, 'place-'))]"):
        values = [option.get("value") for option in select.xpath(".//option[@value!='']")]
        if values:
            select.value = values[number % len(values)]
    for name in {radio.get("name") for radio in form.xpath(".//input[@type='radio']")}:
        choices = form.xpath(f".//input[@type='radio'][@name='{name}']")
        choices[number % len(choices)].set("checked", "checked")
    for box in form.xpath(".//input[@type='checkbox'][position()=1]"):
        box.set("checked", "checked")
    return list(form.form_values())


def visits(learners: list[Learner]) -> list[Call]:
    """Every learner opens every lesson of the first half."""
    return [Call("GET", f"/kurs/{slug}", learner.cookie) for slug in half() for learner in learners]


def answers(learners: list[Learner]) -> list[Call]:
    """Every learner answers one question of every lesson once more, each time as a new click."""
    return [_answer(learner, slug) for slug in half() for learner in learners]


def _answer(learner: Learner, slug: str) -> Call:
    lesson = catalogue.course().find_lesson(slug)
    if lesson is None:
        raise RuntimeError(f"{slug} is not in the course")
    question = lesson.questions[learner.number % len(lesson.questions)].id
    page = forms(learner, slug, f"?neu={question}")
    form = next(form for form in page if form.get("id") == f"frage-{question}-form")
    data = [*_answered(form, learner.number), ("client_id", CLIENT_ID)]
    return Call("POST", form.get("action"), learner.cookie, urlencode(data))


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(app.extensions["engine"], "before_cursor_execute", note)
