"""Beside a text stands the page it belongs to, as it would be; nothing of it is kept."""

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from leaderacademy.content.catalogue import catalogue
from tests.authoring.conftest import Desk

PAGES = {
    "seite-impressum": ("title: Impressum", "title: Impressum neu"),
    "glossar": ("term: ", "term: Neu "),
    "quellen": ("text: ", "text: Neu "),
    "selbst-check": ("instruction: ", "instruction: Neu "),
    "startseite": ("title: ", "title: Neu "),
    "training": ("goal: ", "goal: Neu "),
    "kurs": ("title: ", "title: Neu "),
    "logbuch": ("title: Zielbaum", "title: Neu Zielbaum"),
    "mail-abschluss": ("subject: ", "subject: Neu "),
}


def _page(desk: Desk, text: str) -> str:
    answer = desk.script(text, path="pruefen")
    assert answer.status_code == 200
    return str(answer.json["page"])


@pytest.mark.parametrize("slug", PAGES)
def test_the_page_shows_what_is_typed_and_the_public_one_does_not(
    trainer: Any, client: Any, course_files: Path, slug: str
) -> None:
    desk = Desk(trainer, f"/studio/texte/{slug}")
    assert desk.page.select("#vorschau iframe")
    before = _page(desk, desk.text)
    wanted = PAGES[slug]
    if wanted[0] not in desk.text:
        wanted = (desk.text.split(": ", 2)[0] + ": ", desk.text.split(": ", 2)[0] + ": Neu ")
    after = _page(desk, desk.text.replace(*wanted, 1))
    assert html.fromstring(before).cssselect("h1")
    assert after != before, wanted
    assert not html.fromstring(after).cssselect("script, .studio-head, .studio-pages")
    assert "Neu" in after or "neu" in after
    assert _page(desk, desk.text) == before
    assert " Neu " not in client.visit("/glossar").text


def test_what_cannot_be_read_shows_what_is_online(trainer: Any, course_files: Path) -> None:
    desk = Desk(trainer, "/studio/texte/glossar")
    assert "Glossar" in _page(desk, "terms: [")
    assert desk.script("terms: [", path="pruefen").json["errors"]


def test_a_page_that_nothing_shows_has_no_preview(trainer: Any, course_files: Path) -> None:
    (course_files / "pages" / "extra.md").write_text("---\ntitle: Extra\n---\n\nText.\n")
    catalogue.refresh()
    desk = Desk(trainer, "/studio/texte/seite-extra")
    assert not desk.page.select("#vorschau")
    assert _page(desk, desk.text) == ""


def test_mails_are_edited_published_and_listed(trainer: Any, course_files: Path) -> None:
    page = trainer.visit("/studio/texte")
    assert "/studio/texte/mail-abschluss" in [a.get("href") for a in page.select("tbody a")]
    desk = Desk(trainer, "/studio/texte/mail-abschluss")
    assert desk.page.one("h1").text_content().startswith("Nachricht: ")
    desk.change("subject: ", "subject: Neu ")
    desk.publish()
    assert "subject: Neu " in (course_files / "mails" / "abschluss.md").read_text("utf-8")
    assert "Neu" in trainer.visit("/studio/nachrichten/abschluss").text


def test_the_preview_of_a_lesson_names_what_moves_its_figure(desk: Desk) -> None:
    page = html.fromstring(_page(desk, desk.text))
    (figures,) = page.cssselect("template#figuren")
    assert "js/figures/hafen" in figures.get("data-scripts")
    assert not page.cssselect("script")


@pytest.mark.parametrize("slug", PAGES)
def test_without_javascript_a_button_opens_the_whole_page(
    trainer: Any, course_files: Path, slug: str
) -> None:
    desk = Desk(trainer, f"/studio/texte/{slug}")
    wanted = PAGES[slug]
    typed = desk.text.replace(*wanted, 1) + "\n# Zuletzt getippt\n"
    page = desk.save(typed, then="look")
    assert page.response.request.path == f"/studio/texte/{slug}/ansicht"
    assert "Was Sie hier eingeben, wird nicht gespeichert" in page.one("main").text_content()
    assert not page.select("form[method=post]")
    assert not page.select("script")
    back = page.select(f"main a[href='/studio/texte/{slug}']")
    assert [one.text_content() for one in back] == ["Zurück zum Text"]
    # Nothing is lost on the way, and nothing is online.
    assert Desk(trainer, f"/studio/texte/{slug}").text == typed
    assert "Zuletzt getippt" not in "".join(catalogue.texts().values())


def test_a_page_that_cannot_be_made_says_so(trainer: Any, course_files: Path) -> None:
    desk = Desk(trainer, "/studio/texte/seite-impressum")
    page = desk.save("---\ntitle:\n---\n", 200, then="look")
    assert "Vorschau" in page.text
    (course_files / "pages" / "extra.md").write_text("---\ntitle: Extra\n---\n\nText.\n")
    catalogue.refresh()
    extra = Desk(trainer, "/studio/texte/seite-extra")
    assert not extra.page.select("button[value=look]")
    trainer.visit("/studio/texte/seite-extra/ansicht", 404)


def test_looking_at_the_front_page_counts_no_visit(trainer: Any, course_files: Path) -> None:
    from leaderacademy.insight.service.visits import visits

    visits.take()
    trainer.visit("/studio/texte/startseite/ansicht")
    assert not visits.take()
