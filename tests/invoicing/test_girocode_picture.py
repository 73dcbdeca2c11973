"""The picture of the GiroCode is drawn by ourselves: a reader finds in it what was to be paid."""

import re

import zxingcpp
from lxml import etree
from PIL import Image, ImageDraw

from leaderacademy.invoicing.document.girocode import girocode_svg, is_real
from leaderacademy.invoicing.rules.operator import Account

ACCOUNT = Account("Lotsen-Akademie Müller GmbH", "DE02120300000000202051", "BYLADEM1001")
SCALE = 6


def _as_pixels(svg: bytes) -> Image.Image:
    """What a browser shows: strokes of one module on white."""
    root = etree.fromstring(svg)
    left, top, width, height = map(int, root.get("viewBox").split())
    white, strokes = root
    assert (white.get("fill"), strokes.get("stroke")) == ("#fff", "#000")
    picture = Image.new("L", (width * SCALE, height * SCALE), "white")
    draw = ImageDraw.Draw(picture)
    runs = re.findall(r"M(\d+) (\d+)\.5h(\d+)", strokes.get("d"))
    assert "".join(f"M{x} {y}.5h{n}" for x, y, n in runs) == strokes.get("d")
    for x, y, n in (map(int, run) for run in runs):
        box = ((x - left) * SCALE, (y - top) * SCALE)
        draw.rectangle((*box, box[0] + n * SCALE - 1, box[1] + SCALE - 1), fill="black")
    return picture


def test_a_reader_finds_account_amount_and_reference() -> None:
    (found,) = zxingcpp.read_barcodes(_as_pixels(girocode_svg(ACCOUNT, 152_320, "RE-2027-0017")))
    lines = found.text.split("\n")
    assert lines[0] == "BCD"
    assert ACCOUNT.holder in lines
    assert ACCOUNT.iban in lines
    assert "EUR1523.2" in lines
    assert "RE-2027-0017" in lines


def test_an_account_that_cannot_exist_has_no_picture() -> None:
    assert is_real(ACCOUNT)
    assert not is_real(Account("Muster", "DE37000000000000000000"))
