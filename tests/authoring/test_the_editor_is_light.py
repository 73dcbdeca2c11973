"""Everything that the editor loads at first, added up as it is served."""

import re
from typing import Any

from lxml import html

from tests.authoring.conftest import Desk

MOST = 350_000  # bytes
HEADERS = 400  # of an answer, about; what Chromium counts is measured by bench/studio.py
# What every browser of ours understands at least; with Brotli it is less.
GZIP = {"Accept-Encoding": "gzip"}


def _links(page: str) -> set[str]:
    root = html.fromstring(page)
    found = {one.get("href") for one in root.cssselect("link[href]")}
    found |= {one.get("src") for one in root.cssselect("script[src], img[src]")}
    for template in root.cssselect("template#figuren"):
        found |= {template.get("data-shared"), *template.get("data-scripts").split()}
    return {address for address in found if address and address.startswith("/")}


def _size(answer: Any) -> int:
    assert answer.status_code == 200, answer.request.path
    if answer.mimetype in ("text/html", "text/css", "text/javascript", "application/json"):
        assert answer.headers["Content-Encoding"] == "gzip", answer.request.path
    return len(answer.data) + HEADERS


def test_the_first_load_stays_below_350_kilobytes(trainer: Any) -> None:
    desk = Desk(trainer)
    form = desk.page.form("editor").fields
    sent = {"csrf_token": form["csrf_token"], "text": desk.text}
    preview = trainer.post(f"{desk.address}/pruefen", sent, headers={"X-Fragment": "1", **GZIP})
    page = trainer.get(desk.address, headers=GZIP)
    total = _size(page) + _size(preview)
    seen = desk.script(desk.text, path="pruefen").json["page"]
    addresses = _links(desk.page.html) | _links(seen)
    assert any("codemirror" in address for address in addresses)
    assert any("/figures/" in address for address in addresses)
    for address in sorted(addresses):
        answer = trainer.get(address, headers=GZIP)
        total += _size(answer)
        if answer.mimetype == "text/css":
            text = trainer.get(address).get_data(as_text=True)
            fonts = set(re.findall(r'url\("(/static/fonts/[^"]+)"\)', text))
            # Letters beyond Latin-1 come only where somebody uses them.
            total += sum(_size(trainer.get(font)) for font in fonts if "-ext." not in font)
    assert 150_000 < total <= MOST, total
