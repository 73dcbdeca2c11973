"""Glossary and sources."""

from typing import Any

from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Term
from leaderacademy.learning.rules.alphabet import by_letter, sort_key


def test_every_term_has_an_anchor(client: Any, visit: Any) -> None:
    page = visit(client, "/glossar")
    anchors = {entry.get("id") for entry in page.select("dl.glossary > div")}
    assert anchors == {term.key for term in catalogue.course().glossary}


def test_every_letter_is_linked(client: Any, visit: Any) -> None:
    page = visit(client, "/glossar")
    ids = {element.get("id") for element in page.select("[id]")}
    for link in page.select("nav.alphabet a"):
        assert link.get("href")[1:] in ids


def test_every_source_mark_of_the_course_leads_somewhere(client: Any, visit: Any) -> None:
    anchors = {entry.get("id") for entry in visit(client, "/quellen").select("dl > div")}
    for lesson in catalogue.course().lessons:
        for link in visit(client, f"/kurs/{lesson.slug}").select("a[href^='/quellen#']"):
            assert link.get("href").partition("#")[2] in anchors


def test_every_term_linked_in_a_lesson_is_in_the_glossary(client: Any, visit: Any) -> None:
    anchors = {entry.get("id") for entry in visit(client, "/glossar").select("dl > div")}
    linked = set()
    for lesson in catalogue.course().lessons:
        for link in visit(client, f"/kurs/{lesson.slug}").select("a[href^='/glossar#']"):
            linked.add(link.get("href").partition("#")[2])
    assert linked
    assert linked <= anchors


def test_umlauts_are_sorted_as_their_vowels() -> None:
    assert sort_key("Ärger") < sort_key("Berg")
    terms = [Term(key=k, term=k, text=k) for k in ("Zug", "Ärger", "4P")]  # type: ignore[arg-type]
    assert [letter for letter, _ in by_letter(terms)] == ["#", "A", "Z"]
