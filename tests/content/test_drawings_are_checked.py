import pytest

from leaderacademy.content.svg import read_svg

GOOD = '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><path fill="url(#b)"/></svg>'


def test_a_plain_drawing_is_taken_as_it_is() -> None:
    assert read_svg(GOOD) == (GOOD, False, ())


def test_prolog_and_comments_are_left_out() -> None:
    assert read_svg(f'<?xml version="1.0"?>\n<!-- von Hand -->\n{GOOD}\n')[0] == GOOD


def test_interactive_drawings_say_so() -> None:
    assert read_svg(GOOD.replace("<svg", '<svg data-interactive="hafen"', 1))[1]


@pytest.mark.parametrize(
    ("inside", "trouble"),
    [
        ("<script>x</script>", "<script> ist in Zeichnungen nicht erlaubt"),
        ("<foreignObject/>", "<foreignobject> ist in Zeichnungen nicht erlaubt"),
        ("<style>a{}</style>", "<style> ist in Zeichnungen nicht erlaubt"),
        ('<path onclick="x"/>', "Das Attribut onclick ist in Zeichnungen nicht erlaubt"),
        ('<path style="fill:red"/>', "style= ist in Zeichnungen nicht erlaubt"),
        ('<a href="https://x.de"/>', "auf nichts außerhalb verweisen"),
        ('<image href="data:image/png;base64,x"/>', "auf nichts außerhalb verweisen"),
        ('<path fill="url(https://x.de)"/>', "auf nichts außerhalb verweisen"),
        ("<path", "kein gültiges SVG"),
    ],
)
def test_what_could_act_style_or_fetch_is_refused(inside: str, trouble: str) -> None:
    svg, interactive, troubles = read_svg(f"<svg>\n{inside}</svg>")
    assert (svg, interactive) == ("", False)
    assert trouble in troubles[0][2]
    assert troubles[0][0] == 2


def test_something_else_than_a_drawing_is_refused() -> None:
    assert "beginnt nicht mit <svg>" in read_svg("<html/>")[2][0][2]
    assert "zu groß" in read_svg("<svg>" + " " * 300_000 + "</svg>")[2][0][2]
