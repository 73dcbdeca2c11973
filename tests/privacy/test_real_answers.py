"""From the first answer on: it moves into the account, into the file, and goes with its person."""

import io
import json
import zipfile
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.database import session
from leaderacademy.learning.models import Attempt
from tests.accounts.people import confirmed_account, people, person_of, sign_in
from tests.pages import Visitor


def _answer_something(visitor: Visitor) -> None:
    lesson = catalogue.course().lessons[0]
    page = visitor.visit(f"/kurs/{lesson.slug}")
    radio = page.select("section.question form input[type=radio][name=answer]")[0]
    form = next(parent for parent in radio.iterancestors() if parent.tag == "form")
    visitor.submit(page, form.get("id") or form.get("action"), answer=radio.get("value"))


def _attempts(visitor: Visitor) -> list[dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(visitor.get("/konto/daten.zip").data)) as archive:
        data = json.loads(archive.read("leader-academy/daten.json"))
        assert data["learning"]["attempts"][0]["question"] in archive.read(
            "leader-academy/daten.html"
        ).decode().replace("&#34;", '"')
    attempts: list[dict[str, Any]] = data["learning"]["attempts"]
    return attempts


def test_the_first_answer_makes_the_person_and_stays_through_signing_in(app: Flask) -> None:
    desktop, phone = confirmed_account(app, "cleo@example.org"), Visitor(app)
    _answer_something(desktop)
    _answer_something(phone)
    before = person_of(phone)
    assert before is not None
    assert before.email is None
    sign_in(phone, "cleo@example.org")
    assert len(people()) == 1
    assert len(_attempts(phone)) == 2
    assert len(_attempts(desktop)) == 2


def test_the_file_shows_question_and_answer_in_words(client: Visitor) -> None:
    _answer_something(client)
    (attempt,) = _attempts(client)
    assert attempt["question"]
    assert attempt["answer"]


def test_the_answers_go_with_their_person(client: Visitor) -> None:
    _answer_something(client)
    client.submit(client.visit("/konto/loeschen"), "/konto/loeschen", sure="1")
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0
    session.remove()
