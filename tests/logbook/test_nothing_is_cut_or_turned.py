"""Long texts say where the rest is, and no sign turns what stands beside it."""

import io
import re
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.direction import FIRST_STRONG, POP, isolated
from leaderacademy.core import clock
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.logbook.jobs import render_file
from leaderacademy.logbook.rules.archive import read_archive
from leaderacademy.logbook.rules.example import example_of
from leaderacademy.logbook.service.offers_xlsx import fitting
from leaderacademy.logbook.service.papers import Paper
from tests.logbook.test_files import fill

EVIL = "Vor\u202eRAEG\u202c\u2067x\u2069 שלום nach"
TURNS = re.compile("[\u202a-\u202e\u2066\u2067]")


def test_a_reason_of_any_length_is_kept_whole(learner: Any, visit: Any, submit: Any) -> None:
    page = visit(learner, "/logbuch/angebote")
    page = submit(learner, page, "form-vergleich", **{"offers.0.of_name": "Agentur"})
    page = submit(learner, page, "form-gewichte", **{"of_weights.1.weight": "3"})
    page = submit(learner, page, "form-gewichte", grund="Darum. " * 1_500 + "ENDE")
    assert "ENDE" in page.one("#gewichte-text").text_content()


LONG = "Fünf Projekte auswählen. " * 1_200 + "ENDE"


@pytest.mark.parametrize(
    ("document", "section", "name"),
    [
        ("zielbaum", "ruderschlaege", "steps.0.action"),
        ("zielbaum", "ruderschlaege", "steps.0.minutes"),
        ("zielbaum", "ruderschlaege", "steps.0.due"),
        ("zielbaum", "hafen", "g10_statement"),
        ("zielbaum", "hafen", "g10_date"),
        ("zielbaum", "reede", "parked_ideas.0"),
        ("zielbaum", "etappe", "gy_base"),
        ("strategie", "geld", "rs_budget_year"),
        ("team", "takt", "tm_rhythm_time"),
    ],
)
def test_every_kind_of_field_keeps_all_that_was_typed_and_says_what_is_wrong(
    learner: Any, document: str, section: str, name: str
) -> None:
    page = learner.visit(f"/logbuch/{document}")
    page = learner.submit(page, f"form-{section}", **{name: LONG})
    (box,) = page.select(f'[name="{name}"]')
    assert (box.get("value") or box.text_content()).strip() == LONG
    told = box.get("aria-describedby").split()[-1]
    assert re.search(
        "zu lang|keine Zahl|kein Datum|keine Uhrzeit", page.one(f"#{told}").text_content()
    )


def test_sixty_rows_where_seven_are_asked_are_kept_and_told(learner: Any) -> None:
    page = learner.visit("/logbuch/zielbaum")
    rows = {f"steps.{n}.action": f"Schritt Nummer {n}" for n in range(60)}
    page = learner.submit(page, "form-ruderschlaege", **rows)
    (last,) = page.select('[name="steps.59.action"]')
    assert last.text_content().strip() == "Schritt Nummer 59"
    assert "höchstens 7 Zeilen" in page.text
    file = learner.get("/logbuch.json")
    again = read_archive(file.data, catalogue.course().logbook)
    assert len(again.values["steps"]) == 60


@given(st.text(max_size=40), st.integers(0, 2))
def test_a_cell_that_fits_stays_as_it_is(text: str, more: int) -> None:
    assert fitting(text) == text
    assert fitting("x" * 32_767) == "x" * 32_767
    long = fitting("🚢" * (16_384 + more) + text)
    assert len(long.encode("utf-16-le", "replace")) // 2 <= 32_767


def test_a_cell_that_is_too_long_says_so_and_where_the_rest_is(learner: Any) -> None:
    logbook = catalogue.course().logbook
    offers = [dict(o) for o in example_of(logbook, today_in_germany(clock.now())).values["offers"]]
    offers[0]["of_name"] = "🚢" * 19_000
    fill(learner.person_id, offers=offers)
    data = learner.get("/logbuch/angebote.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    (cell, _again) = [c.value for row in sheet for c in row if "🚢" in str(c.value)]
    assert cell.endswith("Der ganze Text steht im Logbuch unter „Angebotsvergleich“.]")
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Balkone", "Balkone"),
        ("Łucja Őri", "Łucja Őri"),
        ("a\u202eb\u202c", "ab"),
        ("שלום", f"{FIRST_STRONG}שלום{POP}"),
        ("eins\nשלום", f"eins\n{FIRST_STRONG}שלום{POP}"),
        ("x\u2069\u2067y", "xy"),
        ("RLM\u200f bleibt", "RLM\u200f bleibt"),
    ],
)
def test_text_of_the_other_direction_stays_by_itself(text: str, shown: str) -> None:
    assert isolated(text) == shown


@given(st.text(max_size=60))
def test_isolating_twice_is_isolating_once(text: str) -> None:
    once = isolated(text)
    assert isolated(once) == once
    assert not TURNS.search(once)
    assert once.count(FIRST_STRONG) == once.count(POP)


def test_page_and_files_hold_no_sign_that_turns_text(app: Flask, learner: Any) -> None:
    course = catalogue.course()
    values = dict(example_of(course.logbook, today_in_germany(clock.now())).values)
    offers = [{**offer, "of_name": EVIL} for offer in values["offers"]]
    steps = [{**step, "action": EVIL} for step in values["steps"]]
    more = {"offers": offers, "steps": steps, "gy_metric": EVIL, "g10_statement": EVIL,
            "br_situation": EVIL, "br_voice": [EVIL]}  # fmt: skip
    fill(learner.person_id, **more)
    for key in ("zielbaum", "strategie", "briefing", "angebote"):
        parts = learner.visit(f"/logbuch/{key}").select(".doc-text, .doc-lead")
        assert not TURNS.search("".join(part.text_content() for part in parts)), key
    for name in ("zielbaum.svg", "zielbaum.ics"):
        assert not TURNS.search(learner.get(f"/logbuch/{name}").get_data(as_text=True)), name
    file = docx.Document(io.BytesIO(learner.get("/logbuch/briefing.docx").data))
    cells = [c.text for t in file.tables for r in t.rows for c in r.cells]
    assert not TURNS.search("".join([*(p.text for p in file.paragraphs), *cells]))
    book = openpyxl.load_workbook(io.BytesIO(learner.get("/logbuch/angebote.xlsx").data))
    assert not TURNS.search("".join(str(c.value) for row in book.active for c in row))
    paper = Paper(course, course.logbook.documents[0], {**values, **more}, {},
                  today_in_germany(clock.now()), 1, EVIL)  # fmt: skip
    with app.app_context():
        made = pypdfium2.PdfDocument(render_file("zielbaum.pdf", (paper,), EVIL))
    assert not TURNS.search("".join(p.get_textpage().get_text_range() for p in made))
