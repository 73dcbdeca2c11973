"""The legal pages: readable for everybody, open points marked."""

import re
from typing import Any

import pytest
from markupsafe import Markup

from leaderacademy.landing.rules.placeholders import pieces
from leaderacademy.landing.views import LEGAL

OPEN = re.compile(r"\[[^\]a-zäöüß]{3,}\]")


@pytest.mark.parametrize("slug", LEGAL)
def test_a_legal_page_marks_every_open_point(client: Any, visit: Any, slug: str) -> None:
    page = visit(client, f"/{slug}")
    marked = [" ".join(mark.text_content().split()) for mark in page.select("main mark")]
    assert marked
    for text in OPEN.findall(page.text):
        assert text in marked
    assert "Set-Cookie" not in page.response.headers


def test_every_page_links_to_the_legal_pages(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    links = {a.get("href") for a in page.select("footer a")}
    assert {f"/{slug}" for slug in LEGAL} <= links


def test_an_open_point_on_the_front_page_is_marked_too(client: Any, visit: Any) -> None:
    page = visit(client, "/")
    assert [m.text for m in page.select(".faq mark")] == ["[SPEICHERORT UND LÖSCHFRIST]"]


@pytest.mark.parametrize(
    ("text", "open_points"),
    [
        ("[NAME], [STRASSE UND HAUSNUMMER]", ["[NAME]", "[STRASSE UND HAUSNUMMER]"]),
        ("[BEKANNTE HÜRDEN ODER „KEINE BEKANNT“]", ["[BEKANNTE HÜRDEN ODER „KEINE BEKANNT“]"]),
        ("[ANGABE NACH § 36 VSBG: JA&nbsp;/ NEIN]", ["[ANGABE NACH § 36 VSBG: JA&nbsp;/ NEIN]"]),
        ("ein [Verweis] und [12] und [Q4]", []),
        ('<a title="[NAME DER SEITE]">so</a>', []),
        ("", []),
    ],
)
def test_open_points_are_capitals_in_brackets(text: str, open_points: list[str]) -> None:
    found = pieces(Markup(text))  # noqa: S704 - written above
    assert [piece.text for piece in found if piece.is_open] == open_points
    assert "".join(piece.text for piece in found) == text
    assert all(isinstance(piece.text, Markup) for piece in found)
