"""The page on which a text beside the lessons stands, as it would be with a draft."""

import re

from flask import Response
from jinja2 import UndefinedError
from werkzeug.exceptions import NotFound

from leaderacademy.authoring.rules.documents import Document
from leaderacademy.authoring.service.checking import Checked
from leaderacademy.authoring.views.desk import day_on_the_wall
from leaderacademy.content.catalogue import shown_instead
from leaderacademy.content.edition import build_course
from leaderacademy.content.text_pages import page_of_text
from leaderacademy.core import clock
from leaderacademy.core.kept import nothing_kept

# No script runs in the preview, and a mail is shown without the studio around it.
_LEFT_OUT = re.compile(
    r"<script\b[^>]*></script>|<header class=\"site-head studio-head\">.*?</header>"
    r"|<nav class=\"studio-pages\".*?</nav>",
    re.DOTALL,
)
_MAIN = re.compile(r"<main\b[^>]*>")


def has_page(document: Document) -> bool:
    """Whether there is a page to be seen beside the text."""
    return document.is_lesson or page_of_text(document.name) is not None


def text_page(document: Document, checked: Checked, above: str = "") -> str:
    """The page's HTML, made by its own view and kept nowhere; empty where it cannot be shown.

    What the checker cannot read is shown as it is online. `above` is HTML that stands on top.
    """
    page = page_of_text(document.name)
    if page is None:
        return ""
    course = build_course(checked.edition, day_on_the_wall(clock.now()))
    try:
        with shown_instead(course), nothing_kept():
            made = page()
    except (NotFound, UndefinedError):
        return ""  # the problems below the text say what is missing
    html = made.get_data(as_text=True) if isinstance(made, Response) else str(made)
    # A form of a dialog that is none goes nowhere: nothing is kept of what is tried here.
    html = _LEFT_OUT.sub("", html).replace('method="post"', 'method="dialog"')
    return _MAIN.sub(lambda main: main[0] + above, html, count=1)
