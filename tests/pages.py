"""A visitor who checks every page that any test opens."""

import re
from collections import Counter
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import html5lib
from flask import Flask
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector
from lxml.etree import XPath
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service import new_device
from leaderacademy.core import clock
from leaderacademy.core.database import session

LABELLED = "input:not([type=hidden]):not([type=submit]), select, textarea"


# What is drawn by lot: tokens and numbers in hidden fields, and the last part of secret addresses.
TOKEN = re.compile(r'(?<= value=")[\w.-]{30,}(?=")|(?<=/)[\w-]{22,}(?=["/?#])')
# What stands on many pages, or stays as it was where the rest of a page changes; from inside out.
PIECES = tuple(
    re.compile(rf"<{name}\b[^<]*(?:<(?!{name}\b|/{name}>)[^<]*)*</{name}>")
    for name in ("svg", "form", "section", "header", "footer")
)
WORTH_IT = 300  # characters; to begin with a piece takes as long as to read so many
HEAD = re.compile(r"<head>.*</head>", re.DOTALL)
# These may not stand in another of their kind, however far outside that is.
NEVER_NESTED = re.compile(r"<(a|form|button|nobr)\b")


# The values themselves: an element made for each of them takes far longer.
_ids = XPath("//@id")
_labelled = XPath("//label/@for")
_named = XPath("//@aria-describedby | //@aria-labelledby")
_token = XPath("boolean(.//input[@name='csrf_token'])")


@cache
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


class Page:
    """One answer, parsed."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.root: HtmlElement = lxml_html.fromstring(self.html)

    @property
    def text(self) -> str:
        """What a reader sees, with all white space as single blanks."""
        root = lxml_html.fromstring(self.html)
        for hidden in root.cssselect("script, style, template, svg"):
            hidden.drop_tree()
        return " ".join(root.text_content().replace("\u00ad", "").split())

    def select(self, css: str) -> list[HtmlElement]:
        return list(_selector(css)(self.root))

    def one(self, css: str) -> HtmlElement:
        (element,) = self.select(css)
        return element

    def form(self, which: str) -> HtmlElement:
        """The form with this id, or the one that sends to this address."""
        for form in self.root.forms:
            if form.get("id") == which or urlsplit(form.get("action") or "").path == which:
                return form
        raise AssertionError(f"no form {which} on the page")


class Visitor:
    """A browser without JavaScript, with a cookie jar of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()
        self.person_id = 0

    @classmethod
    def with_account(cls, app: Flask, email: str, name: str, role: str = "learner") -> "Visitor":
        """Somebody signed in, whose account is confirmed; no password (it would be slow)."""
        visitor = cls(app)
        now = clock.now()
        person = Person(
            email=email,
            email_key=email.lower(),
            name=name,
            role=role,
            created_at=now,
            confirmed_at=now,
        )
        session.add(person)
        session.flush()
        key = new_device(person.id, "Testgerät", now)
        session.commit()
        visitor.person_id = person.id
        session.remove()
        with visitor.http.session_transaction() as cookie:
            cookie["_user_id"] = key
            cookie["_fresh"] = True
            cookie.permanent = True
        return visitor

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.http.get(path, **options)

    def post(self, path: str, data: Any = None, **options: Any) -> TestResponse:
        return self.http.post(path, data=data, **options)

    def visit(self, path: str, status: int = 200) -> Page:
        """Open a page and check what holds for every page."""
        response = self.http.get(path)
        return self.checked(response, status)

    def checked(self, response: TestResponse, status: int = 200) -> Page:
        assert response.status_code == status, response.get_data(as_text=True)[:2000]
        page = Page(response)
        check_page(page)
        return page

    def submit(self, page: Page, which: str, status: int | None = None, **fields: Any) -> Page:
        """Send a form of the page as a browser would, with `fields` typed in."""
        form = page.form(which)
        data: dict[str, list[str]] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for name, value in fields.items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = [str(v) for v in value] if isinstance(value, list) else [str(value)]
        response = self.http.post(form.get("action") or page.response.request.path, data=data)
        if response.status_code in (302, 303):
            response = self.http.get(response.headers["Location"].partition("#")[0])
        if status is not None:
            assert response.status_code == status, response.get_data(as_text=True)[:2000]
        page = Page(response)
        check_page(page)
        return page


def call(who: Visitor, method: str, address: str) -> TestResponse:
    """Ask for an address, with a valid form token where one is needed."""
    if method == "GET":
        return who.get(address)
    page = (
        who.visit("/anmelden") if who.get("/anmelden").status_code == 200 else who.visit("/konto")
    )
    token = page.select("input[name=csrf_token]")[0].get("value")
    return who.post(address, data={"csrf_token": token})


_good: set[bytes] = set()


def check_page(page: Page) -> None:
    """What holds for every page of the product.

    Many tests open the same page; but for what is drawn by lot it was checked before.
    """
    digest = sha256(TOKEN.sub("", page.html).encode("utf-8", "surrogatepass")).digest()
    if digest not in _good:
        _check(page)
        _good.add(digest)


def _check(page: Page) -> None:
    check_html(page.html)
    headings = page.select("h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    heading = _words(headings[0])
    title = _words(page.one("head title"))
    assert title.startswith(heading), f"title {title!r} does not start with {heading!r}"
    _check_ids(page)
    _check_labels(page)
    for form in page.root.forms:
        if (form.get("method") or "get").lower() == "post":
            assert _token(form), "a form without csrf_token"
    assert not page.select("[style], style, script:not([src])"), "inline style or script"
    assert not re.search(r"\son[a-z]+=", re.sub(r">[^<]*<", "><", page.html)), "inline handler"


def check_html(html: str) -> None:
    """No error of HTML; most of most pages stood on another page, and is looked at once.

    A piece is an element from its first to its last character. Where it has no error by itself,
    it is in order wherever its empty element is, but for what may not be nested.
    """
    html = TOKEN.sub("", html)
    for piece in PIECES:
        html = piece.sub(_instead, html)
    html5lib.HTMLParser(strict=True).parse(HEAD.sub(lambda found: _checked_head(found[0]), html))


def _instead(found: re.Match[str]) -> str:
    piece = found[0]
    return piece if len(piece) < WORTH_IT else _checked_piece(piece)


@lru_cache(maxsize=10_000)
def _checked_piece(piece: str) -> str:
    """Stands for a piece that is valid by itself: its element, and what may not be nested."""
    html5lib.HTMLParser(strict=True).parseFragment(piece)
    name = re.split(r"[\s>]", piece[1:], maxsplit=1)[0]
    inner = "".join(f"<{kind}></{kind}>" for kind in sorted(set(NEVER_NESTED.findall(piece, 1))))
    return f"<{name}></{name}>{inner}" if name == "svg" else f"<{name}>{inner}</{name}>"


@cache
def _checked_head(head: str) -> str:
    html5lib.HTMLParser(strict=True).parse(f"<!doctype html><html>{head}<body></body></html>")
    return "<head><title>-</title></head>"


def _check_ids(page: Page) -> None:
    ids = Counter(_ids(page.root))
    twice = [name for name, count in ids.items() if count > 1]
    assert not twice, f"ids used twice: {twice}"
    for name in _labelled(page.root):
        assert name in ids, f"label for unknown {name}"
    for names in _named(page.root):
        for name in names.split():
            assert name in ids, f"aria-describedby or -labelledby names unknown id {name}"


def _check_labels(page: Page) -> None:
    named = {label.get("for") for label in page.select("label[for]")}
    for field in page.select(LABELLED):
        inside = any(parent.tag == "label" for parent in field.iterancestors())
        spoken = field.get("aria-label") or field.get("aria-labelledby")
        assert inside or spoken or field.get("id") in named, f"no label: {field.attrib}"


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00ad", "").split())
