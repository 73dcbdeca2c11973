"""Parts of one PDF are drawn one by one; their fonts are those of the pages."""

from fontTools.ttLib import TTFont

from leaderacademy.core.pdf import FONTS, STATIC, Press

WIDE = "<table><tr>" + f"<td>{'X' * 30}</td>" * 6 + "</tr></table>"


def page(body: str, classes: str = "") -> str:
    return f'<html lang="de"><title>x</title><body class="{classes}">{body}</body></html>'


def test_the_unpacked_fonts_are_those_of_the_pages() -> None:
    packed = {file.stem for file in (STATIC / "fonts").glob("*.woff2")}
    assert packed == {file.stem for file in FONTS.glob("*.ttf")}
    for name in packed:
        with (
            TTFont(STATIC / "fonts" / f"{name}.woff2", lazy=True) as one,
            TTFont(FONTS / f"{name}.ttf", lazy=True) as other,
        ):
            assert one.getBestCmap() == other.getBestCmap(), name
            assert one["head"].fontRevision == other["head"].fontRevision, name
            assert one["maxp"].numGlyphs == other["maxp"].numGlyphs, name


def test_what_stands_beyond_the_margin_is_noticed() -> None:
    press = Press("documents.css")
    assert press.draw(page(WIDE)).sticks_out
    assert not press.draw(page(WIDE, "anywhere")).sticks_out
    assert not press.draw(page("<p>kurz</p>")).sticks_out
