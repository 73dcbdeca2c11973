"""Every PDF is tagged, says its language and title, and has bookmarks that lead to its parts."""

import io
import logging
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask

from leaderacademy.content.catalogue import catalogue
from leaderacademy.core import clock
from leaderacademy.learning.service.answers import today_in_germany
from leaderacademy.logbook.jobs import render_file
from leaderacademy.logbook.rules.example import SHEETS, example_of
from leaderacademy.logbook.service.papers import Paper

FIRST = {
    "zielbaum": ("Zielbaum", "Hafen"),
    "strategie": ("Strategie auf einer Seite", "Kunde und Versprechen"),
    "briefing": ("Agenturbriefing", "Wer wir sind und wohin wir wollen"),
    "angebote": ("Angebotsvergleich", "Gewichte der Kriterien"),
    "team": ("Teamseite", "Unsere Richtung"),
}
_made: dict[str, bytes] = {}


def made(app: Flask, name: str) -> bytes:
    """The file of the invented company; drawn once for both databases."""
    if name not in _made:
        course, today = catalogue.course(), today_in_germany(clock.now())
        values = example_of(course.logbook, today).values
        papers = tuple(
            Paper(course, one, values, {}, today, 1, "Ada")
            for one in course.logbook.documents
            if name == "logbuch.pdf" or name == f"{one.key}.pdf"
        )
        with app.app_context():
            _made[name] = render_file(name, papers, "Ada")
    return _made[name]


def titles(items: Any) -> list[str]:
    return [str(item.title).replace("\u00a0", " ") for item in items]


@pytest.mark.parametrize("key", SHEETS)
def test_a_document_says_what_it_is_and_leads_to_its_parts(
    app: Flask, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "weasyprint")
    with pikepdf.open(io.BytesIO(made(app, f"{key}.pdf"))) as pdf, pdf.open_outline() as outline:
        title, part = FIRST[key]
        check(pdf)
        assert title in str(pdf.docinfo.Title)
        assert title in titles(outline.root)[0]
        assert titles(outline.root[0].children)[0] == part
        assert len(outline.root[0].children) > 1
    # A rule that is not understood is left out, and nobody sees it until it is printed.
    assert not caplog.messages


def test_the_whole_logbook_leads_to_every_document(app: Flask) -> None:
    with pikepdf.open(io.BytesIO(made(app, "logbuch.pdf"))) as pdf, pdf.open_outline() as outline:
        check(pdf)
        assert "Logbuch" in str(pdf.docinfo.Title)
        found = " ".join(titles(outline.root))
        for title, _part in FIRST.values():
            assert title in found


def check(pdf: pikepdf.Pdf) -> None:
    """What a screen reader needs: tags, language, a title in the window, a place for each mark."""
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.StructTreeRoot.K is not None
    assert str(pdf.Root.Lang) == "de"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert all(item.destination is not None for item in pdf.open_outline().root)


def test_the_contents_name_the_page_where_each_document_begins(app: Flask) -> None:
    """And the strategy keeps its promise of one page within the whole, too."""
    with pypdfium2.PdfDocument(made(app, "logbuch.pdf")) as pages:
        texts = [" ".join(one.get_textpage().get_text_range().split()) for one in pages]
    titles = [one.title for one in catalogue.course().logbook.documents]
    numbers = [int(number) for number in re.findall(r"\d+", texts[1])][: len(titles)]
    assert all(title in texts[1] for title in titles)
    assert len(numbers) == len(titles)
    for title, number in zip(titles, numbers, strict=True):
        assert title in texts[number - 1]
        assert "Fassung" in texts[number - 1], "its head"
        assert texts[number - 1].endswith(f" {number}"), "its own number stands below"
    assert numbers[2] - numbers[1] == 1
