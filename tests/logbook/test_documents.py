"""Each document as a designed page: current, complete or honest about what is missing."""

from typing import Any

import pytest
from flask import Flask

from leaderacademy.logbook.rules.example import SHEETS
from leaderacademy.logbook.rules.outline import OUTLINES
from tests.logbook.test_files import fill
from tests.statements import counted

KEYS = tuple(OUTLINES)


@pytest.mark.parametrize("key", KEYS)
def test_every_section_stands_on_its_page(client: Any, visit: Any, key: str) -> None:
    page = visit(client, f"/logbuch/{key}")
    shown = [section.get("id") for section in page.select(".doc-part")]
    assert shown == [section.key for section in OUTLINES[key]]


@pytest.mark.parametrize("key", [key for key in KEYS if key != "abschluss"])
def test_the_example_is_complete_and_cannot_be_edited(client: Any, visit: Any, key: str) -> None:
    page = visit(client, f"/logbuch/{key}/beispiel")
    assert "frei erfunden" in page.text
    assert not page.select(".doc-part form")
    assert not page.select(".doc-open")


def test_a_section_is_saved_and_shown_in_place(learner: Any, visit: Any, submit: Any) -> None:
    page = visit(learner, "/logbuch/zielbaum")
    page = submit(learner, page, "form-hafen", g10_statement="Wer Balkone will, denkt an uns.")
    assert "Wer Balkone will, denkt an uns." in page.one("#hafen-text").text_content()
    assert "2 von" in page.one("#fuellstand").text_content()
    assert page.select('#fehlt a[href^="/kurs/wer-steuert#uebung-"]')


def test_a_script_gets_its_section_and_what_changed_around_it(learner: Any, visit: Any) -> None:
    form = visit(learner, "/logbuch/zielbaum").form("form-hafen")
    data = dict(form.form_values()) | {"g10_statement": "Wer Balkone will, denkt an uns."}
    html = learner.post("/logbuch/zielbaum", data=data, headers={"X-Fragment": "1"}).get_data(True)
    assert "<html" not in html
    assert html.count("<form") == 1
    for part in ("hafen", "boje-text", "fuellstand", "fehlt", "fassung"):
        assert f'id="{part}"' in html, part


def test_warnings_are_whole_sentences_at_their_section(
    learner: Any, visit: Any, submit: Any
) -> None:
    page = visit(learner, "/logbuch/zielbaum")
    page = submit(learner, page, "form-etappe", gy_metric="mehr Follower auf Instagram")
    assert "Ist das ein Ergebnis oder ein Zwischenstand?" in page.one("#etappe-text").text_content()
    page = submit(
        learner,
        page,
        "form-ruderschlaege",
        **{"steps.0.action": "Alles neu machen", "steps.0.minutes": "90"},
    )
    assert "höchstens 60" in page.one("#ruderschlaege-text").text_content()


@pytest.mark.parametrize("key", KEYS)
def test_a_document_page_asks_the_database_four_times_at_most(
    app: Flask, learner: Any, visit: Any, submit: Any, key: str
) -> None:
    submit(learner, visit(learner, "/logbuch/zielbaum"), "form-hafen", g10_sign="40 %")
    with counted(app) as statements:
        assert learner.get(f"/logbuch/{key}").status_code == 200
    assert len(statements) <= 4, statements


def test_html_and_foreign_scripts_are_shown_as_they_were_typed(
    learner: Any, visit: Any, submit: Any
) -> None:
    bad = "<script>alert(1)</script> שלום Łődź 🚢 " + "x" * 10_000
    page = submit(learner, visit(learner, "/logbuch/zielbaum"), "form-hafen", g10_statement=bad)
    assert bad in page.one("#hafen-text .own-words").text_content()
    assert "<script>alert" not in page.html
    assert "Zu lang für das Dokument" in page.text


def test_the_weights_are_fixed_by_the_first_offer(learner: Any, visit: Any, submit: Any) -> None:
    page = visit(learner, "/logbuch/angebote")
    page = submit(learner, page, "form-vergleich", **{"offers.0.of_name": "Agentur am Hafen"})
    assert "seither unverändert" in page.one("#gewichte-text").text_content()
    page = submit(learner, page, "form-gewichte", **{"of_weights.1.weight": "3"})
    shown = page.one("#gewichte-text").text_content()
    assert "Preis nachvollziehbar: 2 → 3" in shown
    assert "Ein Grund ist noch nicht genannt" in shown
    page = submit(learner, page, "form-gewichte", grund="Das Budget wurde halbiert.")
    assert "Grund: „Das Budget wurde halbiert.“" in page.one("#gewichte-text").text_content()


@pytest.mark.parametrize("path", [*(f"/logbuch/{key}" for key in SHEETS), "/logbuch"])
def test_a_page_asks_few_questions_and_a_kept_one_reads_no_answers(
    app: Flask, learner: Any, path: str
) -> None:
    fill(learner.person_id)
    with counted(app) as made:
        first = learner.visit(path)
    assert len(made) <= 4, made
    with counted(app) as kept:
        assert learner.visit(path).html == first.html
    assert len(kept) <= 3, kept


def test_a_kept_page_is_not_shown_to_who_changed_or_to_another(
    learner: Any, other_learner: Any, submit: Any
) -> None:
    fill(learner.person_id)
    learner.visit("/logbuch/team")
    page = submit(
        learner, learner.visit("/logbuch/team"), "form-richtung", tm_direction="Kurs Nord."
    )
    assert "Kurs Nord." in learner.visit("/logbuch/team").text
    assert "Kurs Nord." not in other_learner.visit("/logbuch/team").text
    assert page.response.status_code == 200
