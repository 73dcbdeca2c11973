import pytest

from leaderacademy.content.course import Prose
from tests.content.writing import lesson

ALLOWED = "Das ist <kbd>Strg</kbd>, <https://x.de>, <a@b.de> und 1 < 2."


def prose(body: str) -> str:
    parsed = lesson(body)
    assert parsed.lesson is not None
    return "".join(block.html for block in parsed.lesson.blocks if isinstance(block, Prose))


def test_allowed_html_stays_and_forbidden_html_goes() -> None:
    html = prose(
        "\nDas ist <kbd>Strg</kbd>, <https://x.de>, <a@b.de> und 1 < 2.\n\n<b onclick=x>y</b>\n"
    )
    assert "<kbd>Strg</kbd>" in html
    assert 'href="https://x.de"' in html
    assert "onclick" not in html
    allowed = lesson(f"\n{ALLOWED} `<script>`\n")
    assert allowed.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=y>",
        "<a href='javascript:x'>y</a>",
        "<!-- x -->",
        "<?php ?>",
        "<style>",
        '<a href="data:x">y</a>',
        "<div class='x'>",
        "<IFRAME>",
        "</script>",
    ],
)
def test_forbidden_html_is_an_error(text: str) -> None:
    assert any("nicht erlaubt" in problem.text for problem in lesson(f"\nText {text}\n").problems)


def test_html_in_code_is_no_error() -> None:
    text = "\n```\n<script>\n```\n\n    <script>\n\n``<script> ` ``\n"
    assert lesson(text).problems == ()
