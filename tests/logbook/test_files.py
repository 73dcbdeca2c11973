"""Files of the documents: read back by other programs, and never somebody else's."""

import io
import json
import re
from typing import Any

import docx
import openpyxl
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import vobject
from flask import Flask
from sqlalchemy import create_engine, text

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.core.database import session
from leaderacademy.core.jobs import run_due
from leaderacademy.learning.models import Answer
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.logbook import jobs
from leaderacademy.logbook.jobs import page_count, render_file
from leaderacademy.logbook.rules.example import SHEETS, example_of
from leaderacademy.logbook.service.papers import Paper
from tests.databases import on_one_database

EVIL = '=HYPERLINK("http://x","y")'


def fill(person_id: int, **more: Any) -> None:
    """The whole Logbuch of the invented company, saved for this person."""
    now = clock.now()
    values = {**example_of(catalogue.course().logbook, today_in_germany(now)).values, **more}
    for key, value in values.items():
        session.add(
            Answer(person_id=person_id, field_key=key, value=value, version=1, saved_at=now)
        )
    session.commit()


def fetched(app: Flask, who: Any, address: str) -> Any:
    """The file, after the page that waits and the job that makes it."""
    waiting = who.visit(address)
    assert "Gleich geht es los." in waiting.text
    session.remove()
    with app.app_context():
        run_due(clock.now())
    response = who.get(address)
    assert response.status_code == 200
    return response


def longest() -> dict[str, Any]:
    """Every field of the strategy as long as it may be, in words of a usual length."""
    logbook = catalogue.course().logbook
    values = dict(example_of(logbook, today_in_germany(clock.now())).values)
    for field in logbook.fields:
        if field.document not in ("strategie", "zielbaum"):
            continue
        if field.length:
            values[field.key] = text_of(field.length[1])
        elif field.type == "list" and field.rows:
            values[field.key] = [longest_row(field, values)] * field.rows[1]
    return values


def longest_row(field: Any, values: dict[str, Any]) -> Any:
    if field.item and field.item.length:
        return text_of(field.item.length[1])
    sample = (values.get(field.key) or [{}])[0]
    return {**sample, **{c.key: text_of(c.length[1]) for c in field.columns if c.length}}


def text_of(most: int) -> str:
    return ("Hausverwaltungen im Umkreis vertrauen uns " * 40)[: most - 1] + "n"


def test_a_pdf_is_waited_for_and_then_delivered(app: Flask, learner: Any) -> None:
    fill(learner.person_id)
    response = fetched(app, learner, "/logbuch/zielbaum.pdf")
    assert response.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(response.data)) as made:
        assert made.Root.MarkInfo.Marked
        assert str(made.Root.Lang) == "de"
        assert str(made.docinfo.Title) == "Zielbaum"
        with made.open_outline() as outline:
            assert str(outline.root[0].title) == "Zielbaum"
            assert [str(item.title) for item in outline.root[0].children][:2] == [
                "Hafen",
                "Leuchtturm",
            ]
    assert "Fassung" in learner.visit("/logbuch/zielbaum").text


def test_nobody_who_saves_waits_for_somebody_elses_pdf(
    app: Flask, learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawing takes seconds; with the commit before it gone, the second connection times out."""
    fill(learner.person_id)
    learner.visit("/logbuch/team.pdf")
    session.remove()
    written: list[int] = []

    def draw(*_: Any) -> bytes:
        engine = create_engine(app.extensions["engine"].url)
        with engine.begin() as other:
            if engine.dialect.name == "sqlite":
                other.exec_driver_sql("PRAGMA busy_timeout=100")
            written.append(other.execute(text("UPDATE person SET name = name")).rowcount)
        engine.dispose()
        return b"%PDF"

    monkeypatch.setattr(jobs, "render_file", draw)
    with app.app_context():
        run_due(clock.now())
    assert written == [1]
    assert learner.get("/logbuch/team.pdf").data == b"%PDF"


def test_a_changed_document_is_a_new_version(app: Flask, learner: Any, submit: Any) -> None:
    fill(learner.person_id)
    fetched(app, learner, "/logbuch/team.pdf")
    page = learner.visit("/logbuch/team")
    assert "Fassung\u00a01" in page.one("#fassung").text_content()
    page = submit(learner, page, "form-richtung", tm_direction="Alle rudern in dieselbe Richtung.")
    assert "Fassung\u00a02" in page.one("#fassung").text_content()


def test_the_picture_of_the_tree_is_a_png(app: Flask, learner: Any) -> None:
    fill(learner.person_id)
    assert fetched(app, learner, "/logbuch/zielbaum.png").data.startswith(b"\x89PNG")


def test_the_whole_logbook_has_cover_contents_and_all_documents(app: Flask, learner: Any) -> None:
    fill(learner.person_id)
    data = fetched(app, learner, "/logbuch.pdf").data
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    for title in ("Inhalt", "Zielbaum", "Agenturbriefing", "Angebotsvergleich", "Teamseite"):
        assert title in text
    assert "Ada Beispiel" in text


@on_one_database
@pytest.mark.parametrize("owner", ["Łucja Őri-Weiß ğÅż", "שלום", "🚢 Bo", "<b>" + "x" * 116])
def test_every_name_and_every_text_is_readable(app: Flask, owner: str) -> None:
    course = catalogue.course()
    values = {
        **example_of(course.logbook, today_in_germany(clock.now())).values,
        "g10_statement": "<script>alert(1)</script> " + "lang " * 2000 + "ENDE",
        "steps": [{"action": f"Schritt {n} \u202e", "minutes": "70"} for n in range(40)],
    }
    document = course.logbook.documents[0]
    paper = Paper(course, document, values, {}, today_in_germany(clock.now()), 1, owner)
    with app.app_context():
        made = render_file("zielbaum.pdf", (paper,), owner)
    pages = pypdfium2.PdfDocument(made)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    assert "<script>alert(1)</script>" in re.sub(r"\s+", "", text)
    assert "ENDE" in text
    assert "Schritt 39" in text


@on_one_database
def test_the_strategy_fits_one_page_with_the_longest_texts(app: Flask) -> None:
    course, today = catalogue.course(), today_in_germany(clock.now())
    document = course.logbook.document("strategie")
    assert document is not None
    paper = Paper(course, document, longest(), {}, today)
    assert not paper.too_long
    with app.app_context():
        one_page = render_file("strategie.pdf", (paper,), "Ada")
        assert page_count(one_page) == 1
        assert smallest(one_page) >= 7.99, "points"
        over = Paper(course, document, {**longest(), "st_customer": "Wort " * 2000}, {}, today)
        assert over.too_long == ("Unser Zielkunde",)
        made = render_file("strategie.pdf", (over,), "Ada")
    first = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert page_count(made) > 1
    assert "Unser Zielkunde" in first
    assert smallest(made) >= 7.99


def smallest(made: bytes) -> float:
    """The smallest size in points in which something is written on the first page."""
    text = pypdfium2.PdfDocument(made)[0].get_textpage()
    sizes = (pdfium.FPDFText_GetFontSize(text, n) for n in range(text.count_chars()))
    return min(size for size in sizes if size > 1) * 0.75  # ends of lines have size 1


def test_the_spreadsheet_reckons_and_executes_nothing(learner: Any) -> None:
    logbook = catalogue.course().logbook
    offers = [dict(o) for o in example_of(logbook, today_in_germany(clock.now())).values["offers"]]
    offers[0]["of_name"] = EVIL
    offers[1]["of_name"] = "+49 @SUM(1) -2"
    fill(learner.person_id, offers=offers)
    data = learner.get("/logbuch/angebote.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert len(formulas) == 9
    assert all(value.startswith(("=IF(COUNT(", "=IF(N(")) for value in formulas)
    assert [cell.data_type for cell in cells if cell.value == EVIL] == ["s", "s"]
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    values = [row for row in shown.iter_rows(values_only=True) if row[0] == "Punkte in Prozent"]
    assert [round(v * 100) for v in values[0][2:]] == [79, 76, 48]


def test_the_briefing_has_headings_and_all_five_hooks(learner: Any) -> None:
    fill(learner.person_id, br_contact=None, br_story="\x0b🚢 " + "Geschichte " * 30)
    file = docx.Document(io.BytesIO(learner.get("/logbuch/briefing.docx").data))
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert len(headings) == 7
    named = [n for n in range(1, 6) if any(f"Haken\u00a0{n}" in h for h in headings)]
    assert named == [1, 2, 3, 4, 5]
    texts = [p.text for p in file.paragraphs]
    assert "Was noch fehlt" in texts[:4]
    assert "Ansprechperson für Rückfragen" in texts
    assert file.tables[0].style.name == "Table Grid"
    paper = file.sections[0]
    assert (round(paper.page_width.mm), round(paper.page_height.mm)) == (210, 297)


def test_a_chapter_without_content_is_a_line_on_page_one_and_no_heading(learner: Any) -> None:
    fill(learner.person_id, br_budget_min=None, br_budget_max=None, br_budget_scope=None,
         br_customer_value=None)  # fmt: skip
    file = docx.Document(io.BytesIO(learner.get("/logbuch/briefing.docx").data))
    texts = [p.text for p in file.paragraphs]
    assert "Budgetrahmen von" in texts
    assert not [text for text in texts if text.startswith("3 Budgetrahmen")]


def test_the_calendar_holds_steps_and_check_dates(learner: Any) -> None:
    fill(learner.person_id)
    text = learner.get("/logbuch/zielbaum.ics").get_data(as_text=True)
    events = list(vobject.readOne(text).vevent_list)
    titles = [event.summary.value for event in events]
    assert "Fünf passende Projekte auswählen" in titles
    assert "Prüftag der Kursregel" in titles
    assert len({event.uid.value for event in events}) == len(events)


def test_the_drawing_is_wellformed_and_whole(learner: Any) -> None:
    from lxml import etree

    fill(learner.person_id, g10_statement="<x> & " + "wort" * 900)
    root = etree.fromstring(learner.get("/logbuch/zielbaum.svg").data)
    text = re.sub(r"\s+", "", "".join(root.itertext()))
    assert text.count("wort") == 900
    assert not root.xpath("//*[local-name()='script']")


@pytest.mark.parametrize(
    "address",
    ["/logbuch/zielbaum.ics", "/logbuch/zielbaum.svg", "/logbuch/briefing.docx",
     "/logbuch/angebote.xlsx", "/logbuch.json"],
)  # fmt: skip
def test_each_gets_only_the_own_file(
    learner: Any, other_learner: Any, client: Any, address: str
) -> None:
    fill(learner.person_id, g10_statement="Streng vertraulich", br_project="Streng vertraulich")
    assert learner.get(address).status_code == 200
    assert b"vertraulich" not in other_learner.get(address).data
    assert client.get(address).status_code in (302, 303)


def test_another_learners_pdf_is_not_the_one_that_was_made(
    app: Flask, learner: Any, other_learner: Any
) -> None:
    fill(learner.person_id)
    fetched(app, learner, "/logbuch/team.pdf")
    other = other_learner.get("/logbuch/team.pdf")
    assert other.mimetype == "text/html"


def test_the_file_to_keep_names_its_version(learner: Any) -> None:
    fill(learner.person_id)
    tree = json.loads(learner.get("/logbuch.json").data)
    assert (tree["format"], tree["version"]) == ("leader-academy/logbuch", 1)
    assert tree["fields"]["gy_owner"] == "Vertriebsleitung"


def test_all_sheets_have_a_pdf(app: Flask, learner: Any) -> None:
    for key in SHEETS:
        assert learner.get(f"/logbuch/{key}.pdf").status_code == 200
    assert learner.get("/logbuch/abschluss.pdf").status_code == 404
