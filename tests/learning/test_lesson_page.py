"""The page of a lesson: for everybody the same until there is something of one's own."""

from typing import Any

import pytest

from leaderacademy.content.catalogue import catalogue
from tests.learning.conftest import EditableCourse


def slugs() -> list[str]:
    return [lesson.slug for lesson in catalogue.course().lessons]


def test_every_lesson_opens_for_everybody(client: Any, learner: Any, visit: Any) -> None:
    assert len(slugs()) == 12
    for slug in slugs():
        lesson = catalogue.course().find_lesson(slug)
        assert lesson is not None
        for visitor in (client, learner):
            page = visit(visitor, f"/kurs/{slug}")
            assert len(page.select("section.question")) == len(lesson.questions)
            assert len(page.select("section.logpage")) == len(lesson.exercises)


def test_reading_sets_no_cookie(client: Any) -> None:
    for path in ["/kurs", "/glossar", "/quellen", "/selbst-check", "/logbuch", "/kurs/im-takt"]:
        assert "Set-Cookie" not in client.get(path).headers


def test_the_shared_page_is_not_sent_twice(client: Any) -> None:
    first = client.get("/kurs/wer-steuert")
    tag = first.headers["ETag"]
    again = client.get("/kurs/wer-steuert", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.get_data() == b""


def test_the_shared_page_follows_the_file(client: Any, editable: EditableCourse) -> None:
    before = client.get("/kurs/wer-steuert").headers["ETag"]
    editable.edit("010", "Eine Rolle ohne Türschild", "Eine Rolle ohne Schild an der Tür")
    after = client.get("/kurs/wer-steuert")
    assert after.headers["ETag"] != before
    assert "Eine Rolle ohne Schild an der Tür" in after.get_data(as_text=True)


def test_a_page_with_own_answers_is_not_shared(learner: Any, client: Any, answer: Any) -> None:
    answer(learner, "wer-steuert", "leader-erkennen")
    assert "ETag" not in learner.get("/kurs/wer-steuert").headers
    assert "Ihre Antwort" not in client.get("/kurs/wer-steuert").get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    ["/kurs/gibt-es-nicht", "/kurs/wer-steuert/fragen/gibt-es-nicht", "/kurs/Wer-Steuert"],
)
def test_an_unknown_address_is_answered_in_german(client: Any, visit: Any, path: str) -> None:
    assert "nichts eingezeichnet" in visit(client, path, 404).text


def test_a_draft_is_not_shown(client: Any, visit: Any, editable: EditableCourse) -> None:
    editable.edit("020", "status: published", "status: draft")
    visit(client, "/kurs/im-takt", 404)
    assert len(visit(client, "/kurs").select(".plate .cell a")) == 11


def test_the_rail_names_every_step(client: Any, visit: Any) -> None:
    rail = visit(client, "/kurs/wer-steuert").one("nav.rail")
    words = " ".join(rail.text_content().replace("\u00a0", " ").split())
    for text in ("Lesen", "Frage 1", "Frage 4", "Übung", "0 von 3 Feldern"):
        assert text in words


def test_own_words_appear_in_the_text(
    learner: Any, visit: Any, submit: Any, editable: EditableCourse
) -> None:
    editable.edit(
        "040", "## Fünf Entfernungen", "Ihr Hafen: {{ g10_statement }}\n\n## Fünf Entfernungen"
    )
    missing = visit(learner, "/kurs/zielbaum").select("a.own-missing")
    assert "/kurs/wer-steuert#feld-g10_statement" in [link.get("href") for link in missing]
    page = visit(learner, "/kurs/wer-steuert")
    submit(
        learner,
        page,
        "/kurs/wer-steuert/uebungen/mein-hafen",
        g10_statement="Wer Balkone will, denkt <b>zuerst</b> an uns.",
    )
    quotes = visit(learner, "/kurs/zielbaum").select("q.own-quote")
    assert "Wer Balkone will, denkt <b>zuerst</b> an uns." in [q.text_content() for q in quotes]


def test_the_trainer_sees_what_is_wrong_with_the_text(
    trainer: Any, learner: Any, visit: Any, editable: EditableCourse
) -> None:
    editable.edit(
        "010",
        "  > Das ist Fleiß, und der ist viel wert. Über die Richtung sagt er noch nichts.\n",
        "",
    )
    assert "Nur für Trainer" in visit(trainer, "/kurs/wer-steuert").text
    assert "Nur für Trainer" not in visit(learner, "/kurs/wer-steuert").text


def test_the_reading_position_is_kept(learner: Any, visit: Any) -> None:
    page = visit(learner, "/kurs/im-takt")
    wrapper = page.one("[data-lesson]")
    token = page.select("input[name=csrf_token]")[0].get("value")
    response = learner.post(
        "/kurs/im-takt/stand",
        data={
            "csrf_token": token,
            "position": "frage-sieben-prozent",
            "shown": wrapper.get("data-shown"),
        },
    )
    assert response.status_code == 204
    overview = visit(learner, "/kurs")
    assert overview.select('a[href="/kurs/im-takt#frage-sieben-prozent"]')
    assert visit(learner, "/kurs/im-takt").select('a[href="#frage-sieben-prozent"]')


def test_a_position_of_somebody_new_is_not_kept(client: Any, visit: Any) -> None:
    token = visit(client, "/kurs/im-takt").select("input[name=csrf_token]")[0].get("value")
    response = client.post("/kurs/im-takt/stand", data={"csrf_token": token, "position": "x"})
    assert response.status_code == 204
    assert "Set-Cookie" not in response.headers


def test_a_nonsense_position_is_ignored(learner: Any, visit: Any) -> None:
    token = visit(learner, "/kurs/im-takt").select("input[name=csrf_token]")[0].get("value")
    data = {"csrf_token": token, "position": '"><script>alert(1)</script>'}
    assert learner.post("/kurs/im-takt/stand", data=data).status_code == 204
    assert "<script>alert" not in visit(learner, "/kurs").html
