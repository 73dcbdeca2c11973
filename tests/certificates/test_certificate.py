"""A certificate says what was, shows only what its holder allows, and is never lost."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from sqlalchemy import select

from leaderacademy.accounts.service import merge
from leaderacademy.certificates import service
from leaderacademy.certificates.jobs import draw
from leaderacademy.certificates.models import Certificate
from leaderacademy.certificates.rules import Proof, issuer_of, name_problem, tidy_code, written
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
from leaderacademy.invoicing.rules.operator import DEMO
from leaderacademy.privacy.service import collect, delete_person
from tests.certificates.conftest import finish
from tests.learning.conftest import EditableCourse, editable  # noqa: F401

LONG = ("Łucja Żółkiewska-Őry ß ğ Å " * 5)[:120].strip()


def make(visitor: Any, name: str = "Łucja Őry", shown: Any = ("date",)) -> str:
    page = visitor.visit("/teilnahme")
    visitor.submit(page, "teilnahme-form", status=200, name=name, shown=list(shown))
    code = session.scalars(select(Certificate.code).order_by(Certificate.id.desc())).first()
    session.remove()
    return str(code)


def test_who_has_not_finished_is_told_what_is_missing(learner: Any) -> None:
    page = learner.visit("/teilnahme")
    assert "Noch ist der Kurs nicht fertig" in page.text
    assert not page.select("#teilnahme-form")


def test_it_is_not_given_to_who_sends_the_form_without_having_finished(
    finished: Any, other_learner: Any
) -> None:
    form = finished.visit("/teilnahme").form("teilnahme-form")
    csrf = other_learner.visit("/konto").select("input[name=csrf_token]")[0].get("value")
    data = {**dict(form.form_values()), "csrf_token": csrf, "name": "Bert"}
    assert other_learner.post("/teilnahme", data).status_code == 303
    assert service.certificates_of(other_learner.person_id) == []


def test_the_finish_of_the_course_leads_to_it(finished: Any) -> None:
    assert finished.visit("/kurs").select('#geschafft a[href="/teilnahme"]')


def test_the_check_page_shows_only_what_was_allowed(finished: Any, client: Any) -> None:
    code = make(finished)
    page = client.visit(f"/teilnahme/{written(code)}")
    assert "Diese Bescheinigung gilt" in page.text
    assert "Abgeschlossen am" in page.text
    assert "Łucja" not in page.html
    assert "Minuten" not in page.text
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    own = finished.visit("/teilnahme")
    finished.submit(own, f"/teilnahme/{written(code)}/zeigen", shown=["name"])
    page = client.visit(f"/teilnahme/{code.lower()}")
    assert "Łucja Őry" in page.text
    assert "Abgeschlossen am" not in page.text


def test_a_withdrawn_one_says_so_and_nothing_else(finished: Any, client: Any) -> None:
    code = make(finished, shown=["name"])
    action = f"/teilnahme/{written(code)}/zurueckziehen"
    finished.submit(finished.visit("/teilnahme"), action)
    assert "Łucja" in client.visit(f"/teilnahme/{code}").text
    finished.submit(finished.visit("/teilnahme"), action, sure="1")
    page = client.visit(f"/teilnahme/{code}", 410)
    assert "gilt nicht mehr" in page.text
    assert "Łucja" not in page.html
    assert finished.visit("/teilnahme").select("#teilnahme-form"), "a new one may be made"


def test_a_number_that_nobody_has_is_answered_clearly(client: Any) -> None:
    assert "kennen wir nicht" in client.visit("/teilnahme/AAAA-BBBB-CCCC", 404).text
    assert "kennen wir nicht" in client.visit("/teilnahme/%3Cb%3E", 404).text


def test_other_features_answer_for_their_own_numbers(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Proof("Teilnahme am Live-Training", holds=True, rows=(("Ort", "Köln"),))
    known = {"AAAABBBBCCCC": found}
    monkeypatch.setattr(service, "proof_sources", [known.get])
    assert "Köln" in client.visit("/teilnahme/AAAA-BBBB-CCCC").text


def test_nobody_else_can_fetch_change_or_withdraw_it(finished: Any, other_learner: Any) -> None:
    code = make(finished)
    assert other_learner.get(f"/teilnahme/{code}/bescheinigung.pdf").status_code == 404
    csrf = other_learner.visit("/konto").select("input[name=csrf_token]")[0].get("value")
    for act in ("zeigen", "zurueckziehen"):
        data = {"csrf_token": csrf, "sure": "1"}
        assert other_learner.post(f"/teilnahme/{code}/{act}", data).status_code == 404


def test_the_file_is_made_once_and_outlives_every_change(
    finished: Any,
    editable: EditableCourse,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[Certificate] = []
    monkeypatch.setattr(
        "leaderacademy.certificates.jobs.draw", lambda one, _: drawn.append(one) or b"%PDF"
    )
    code = make(finished)
    assert finished.get(f"/teilnahme/{code}/bescheinigung.pdf").status_code == 303
    run_due(clock.now())
    first = finished.get(f"/teilnahme/{code}/bescheinigung.pdf").data
    editable.remove("120")
    editable.edit("010", '"Wer steuert hier eigentlich?"', '"Ganz anders"')
    run_due(clock.now())
    assert len(drawn) == 1
    assert finished.get(f"/teilnahme/{code}/bescheinigung.pdf").data == first == b"%PDF"
    kept = service.certificates_of(finished.person_id)[0]
    assert len(kept.lessons) == 12
    assert kept.lessons[0]["title"] == "Wer steuert hier eigentlich?"


def test_two_clicks_at_once_make_one(app: Flask, finished: Any) -> None:
    page = finished.visit("/teilnahme")
    data = {**dict(page.form("teilnahme-form").form_values()), "name": "Ada"}
    with ThreadPoolExecutor(4) as pool:
        cookie = finished.http.get_cookie("leaderacademy")
        headers = {"Cookie": f"leaderacademy={cookie.value}"}
        posts = [
            pool.submit(browser.post, "/teilnahme", data=data, headers=headers)
            for browser in (app.test_client(use_cookies=False) for _ in range(4))
        ]
    assert {post.result().status_code for post in posts} == {303}
    assert len(service.certificates_of(finished.person_id)) == 1


@pytest.fixture(scope="module")
def sheet() -> Callable[[], tuple[bytes, Certificate]]:
    made: list[tuple[bytes, Certificate]] = []

    def draw_once() -> tuple[bytes, Certificate]:
        if not made:
            lessons = [
                {"number": n, "title": f"Lektion {n}", "minutes": 6, "stage": "ABC"[n // 5]}
                for n in range(1, 13)
            ]
            one = Certificate(
                code="7K4Q2M8D0XWR", name=LONG, course="Marketing-Leader kompakt",
                lessons=lessons, minutes=72, finished_on=clock.now().date(),
            )  # fmt: skip
            made.append((draw(one, "https://kurs.example"), one))
        return made[0]

    return draw_once


def test_the_longest_name_with_every_european_letter_fits_one_tagged_page(sheet: Any) -> None:
    pdf, _one = sheet()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "de"
        assert "Teilnahme" in str(document.docinfo.Title)
        with document.open_outline() as outline:
            assert [str(item.title) for item in outline.root] == [LONG]
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    for word in (LONG.split()[0], *LONG.split()[1:5], "7K4Q-2M8D-0XWR", "72"):
        assert word in text
    assert "Zertifikat" not in text


def test_its_qr_code_leads_to_the_check_page(sheet: Any) -> None:
    document = pypdfium2.PdfDocument(sheet()[0])
    picture = document[0].render(scale=3).to_pil()
    document.close()
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == "https://kurs.example/teilnahme/7K4Q-2M8D-0XWR"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (LONG, ""),
        ("Jean-Luc d’Été (Köln)", ""),
        ("", "tragen"),
        ("x" * 121, "121"),
        ("x" * 10_000, "10000"),
        ("<b>Ada</b>", "<"),
        ("Ada 🚢", "🚢"),
        ("...", "kein Buchstabe"),
    ],
)
def test_a_name_is_refused_with_a_sentence(name: str, problem: str) -> None:
    assert problem in name_problem(name)
    assert bool(name_problem(name)) == bool(problem)


def test_what_was_typed_stays_in_the_field(finished: Any) -> None:
    page = finished.visit("/teilnahme")
    again = finished.submit(page, "teilnahme-form", status=422, name="Ada <script>")
    assert again.one("#name").get("value") == "Ada <script>"
    assert "gehört in keinen Namen" in again.text


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7k4q-2m8d-oxwr", "7K4Q2M8D0XWR"),
        (" 7K4Q 2M8D 0XWR ", "7K4Q2M8D0XWR"),
        ("7K4Q", ""),
        ("7K4Q-2M8D-0XW!", ""),
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed: str, code: str) -> None:
    assert tidy_code(typed) == code


def test_merging_keeps_both_and_deleting_takes_all(app: Flask, finished: Any, client: Any) -> None:
    from leaderacademy.accounts.service import create_person, get_person

    guest = create_person(clock.now())
    session.commit()
    client.person_id = guest.id
    finish(client)
    course_code = make(finished)
    session.add(
        Certificate(
            person_id=client.person_id, request_id="x" * 20, code="AAAABBBBCCCC", name="Gast",
            course="Kurs", lessons=[], minutes=1, finished_on=clock.now().date(), shown=[],
            created_at=clock.now(),
        )
    )  # fmt: skip
    session.commit()
    merge(client.person_id, finished.person_id, clock.now())
    session.commit()
    exported = collect(get_person(finished.person_id))["certificates"]
    assert {one["number"] for one in exported} == {written(course_code), "AAAA-BBBB-CCCC"}
    delete_person(finished.person_id, clock.now())
    session.commit()
    assert session.scalars(select(Certificate)).all() == []


def test_it_says_who_issued_it_but_for_an_invented_seller() -> None:
    assert issuer_of(DEMO) == "Leader Academy"
    seller = replace(DEMO.seller, company="Kurs GmbH", city="Hamburg")
    assert issuer_of(replace(DEMO, seller=seller, is_demo=False)) == (
        "Leader Academy, Kurs GmbH, Hamburg"
    )
