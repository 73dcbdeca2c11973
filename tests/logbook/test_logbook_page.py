"""The Logbuch: all fields by document, editable in place."""

from typing import Any

import pytest

from leaderacademy.content.catalogue import catalogue
from tests.learning.conftest import answer_question


def words(element: Any) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


def test_all_fields_stand_by_document(client: Any, visit: Any) -> None:
    page = visit(client, "/logbuch")
    documents = catalogue.course().logbook.documents
    assert [section.get("id") for section in page.select("section.logpage")] == [
        document.key for document in documents
    ]
    for field in catalogue.course().logbook.fields:
        if field.type not in ("computed", "scale"):
            assert page.select(f"#feld-{field.key}"), field.key


@pytest.mark.parametrize(
    "key", ["zielbaum", "strategie", "briefing", "angebote", "team", "abschluss"]
)
def test_each_document_has_a_page(client: Any, learner: Any, visit: Any, key: str) -> None:
    title = next(d.title for d in catalogue.course().logbook.documents if d.key == key)
    for visitor in (client, learner):
        assert words(visit(visitor, f"/logbuch/{key}").one("h1")) == title


def test_an_unknown_document_is_not_found(client: Any, visit: Any) -> None:
    visit(client, "/logbuch/nirgends", 404)


def test_the_fill_level_is_told_in_words(learner: Any, visit: Any, submit: Any) -> None:
    assert "leer, ab Lektion 2" in words(visit(learner, "/logbuch").select(".docs li")[4])
    page = visit(learner, "/logbuch/team")
    submit(learner, page, "/logbuch/team", tm_direction="Wir werden der Betrieb für Balkone.")
    assert "wird beladen" in words(visit(learner, "/logbuch").select(".docs li")[4])


def test_what_was_written_in_a_lesson_can_be_changed_here(
    learner: Any, visit: Any, submit: Any
) -> None:
    lesson = "/kurs/wer-steuert"
    submit(learner, visit(learner, lesson), f"{lesson}/uebungen/mein-hafen", st_leader="Chefin")
    page = visit(learner, "/logbuch")
    page = submit(learner, page, "/logbuch/strategie", st_leader="Geschäftsführerin")
    assert page.response.request.path == "/logbuch"
    assert visit(learner, lesson).one("#feld-st_leader").get("value") == "Geschäftsführerin"


def test_a_document_page_leads_back_to_itself(learner: Any, visit: Any, submit: Any) -> None:
    page = visit(learner, "/logbuch/strategie")
    page = submit(learner, page, "/logbuch/strategie", st_leader="Chefin")
    assert page.response.request.path == "/logbuch/strategie"


def test_the_logbook_completes_a_lesson_too(learner: Any, visit: Any, submit: Any) -> None:
    lesson = catalogue.course().find_lesson("wer-steuert")
    assert lesson is not None
    for question in lesson.questions:
        answer_question(learner, "wer-steuert", question.id)
    submit(learner, visit(learner, "/logbuch"), "/logbuch/strategie", st_leader="Chefin")
    page = visit(learner, "/logbuch")
    texts = {"g10_statement": "Wer Balkone will, denkt an uns.", "g10_sign": "40 % Umsatz"}
    submit(learner, page, "/logbuch/zielbaum", **texts)
    assert "1 von 12" in words(visit(learner, "/kurs").one(".overview-next"))


def test_rows_of_a_list_work_without_javascript(client: Any, visit: Any) -> None:
    page = visit(client, "/logbuch/angebote")
    form = page.form("form-vergleich")
    rows = len(page.select('[data-rows="offers"] > li'))
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    data["offers.0.of_name"] = ["Agentur am Hafen"]
    data["op"] = ["offers.add"]
    response = client.post("/logbuch/angebote", data=data)
    page = visit(client, response.headers["Location"].partition("#")[0])
    assert len(page.select('[data-rows="offers"] > li')) == rows + 1
    assert "Agentur am Hafen" in page.html


def test_an_offer_is_worked_out(client: Any, visit: Any, submit: Any) -> None:
    page = visit(client, "/logbuch/angebote")
    page = submit(
        client,
        page,
        "form-vergleich",
        **{
            "offers.0.of_name": "Agentur am Hafen",
            "offers.0.of_once": "1.000",
            "offers.0.of_monthly": "500",
            "offers.0.of_third": "0",
            "offers.0.of_media": "0",
        },
    )
    assert words(page.one("#feld-offers-0-of_total12")) == "7.000 €"


def test_a_script_gets_only_the_document(client: Any, visit: Any) -> None:
    form = visit(client, "/logbuch").form("/logbuch/team")
    data = dict(form.form_values()) | {"tm_direction": "Wir werden der Betrieb für Balkone."}
    html = client.post("/logbuch/team", data=data, headers={"X-Fragment": "1"}).get_data(True)
    assert "<html" not in html
    assert 'id="team"' in html


def test_nobody_else_sees_my_logbook(
    learner: Any, other_learner: Any, client: Any, visit: Any, submit: Any
) -> None:
    page = visit(learner, "/logbuch/team")
    submit(learner, page, "/logbuch/team", tm_direction="Streng vertrauliche Richtung")
    for visitor in (other_learner, client):
        for path in ("/logbuch", "/logbuch/team"):
            assert "Streng vertraulich" not in visit(visitor, path).html
