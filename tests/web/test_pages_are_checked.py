"""What the tests demand of every page is still demanded after a page that was good."""

import pytest
from flask import Flask

from tests.pages import Page, check_page

GOOD = """<!doctype html><html lang="de"><head><title>Seite</title></head><body><h1>Seite</h1>
<form method="post"><input type="hidden" name="csrf_token" value="a-token-of-thirty-two-signs-here">
<label for="name">Name</label><input id="name" name="name"></form>
<svg><g><path d="M0 0"/></g></svg>
<section><p>{words}</p><form><button>{words}</button></form><p><a href="/">{words}</a></p></section>
<footer><a href="/"><b>{words}</b></a></footer></body></html>""".format(words="Wort " * 100)
BAD = {
    "an open element in a drawing": ("</g></svg>", "</svg>"),
    "an open element": ("</form>", ""),
    "another title": ("<title>Seite", "<title>Blatt"),
    "an id twice": ("<h1>", '<h1 id="name">'),
    "a label for nothing": ('for="name"', 'for="nam"'),
    "no token": ("csrf_token", "token"),
    "an open element in a section": ("</button></form>", "</form>"),
    "an open element in the footer": ("</b></a>", "</a>"),
    "an open section": ("</section>", ""),
    "a section in a list": ("<section>", "<ul></li><section>"),
    "a section in a table": ("<section>", "<table><section>"),
    "a section before the page": (
        "<body>",
        "<section><p>" + "Wort " * 100 + "</p></section><body>",
    ),
    "a link around a section with a link": ("<section>", '<a href="/"><section>'),
    "a button around a section with a button": ("<section>", "<button><section>"),
    "a form around a section with a form": ("<section>", "<form><section>"),
    "a form around a form": ("<form>", "<form><form>"),
    "something else in the head": ("</title>", "</title><p>Absatz</p>"),
    "a style": ("<h1>", '<h1 style="color: red">'),
}


def page(html: str) -> Page:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: html)
    return Page(app.test_client().get("/"))


@pytest.mark.parametrize("what", BAD)
def test_a_bad_page_is_found_after_a_good_one(what: str) -> None:
    check_page(page(GOOD))
    check_page(page(GOOD.replace("a-token", "b-token")))
    old, new = BAD[what]
    assert old in GOOD
    with pytest.raises(Exception):  # noqa: B017 - an assertion or html5lib's own
        check_page(page(GOOD.replace(old, new)))
