"""The page on which a text beside the lessons stands, as it would be with a draft."""

import re

from flask import Response, current_app
from jinja2 import UndefinedError
from werkzeug.exceptions import NotFound

from leaderacademy.authoring.rules.documents import MAIL_PREFIX, PAGE_PREFIX, Document
from leaderacademy.authoring.service.checking import Checked
from leaderacademy.authoring.views.desk import day_on_the_wall
from leaderacademy.content.catalogue import shown_instead
from leaderacademy.content.edition import build_course
from leaderacademy.core import clock
from leaderacademy.core.kept import nothing_kept

# The views belong to other features; only their names are known here.
_ENDPOINTS = {
    "kurs": "learning.overview",
    "glossar": "learning.glossary",
    "quellen": "learning.sources",
    "selbst-check": "learning.self_check",
    "startseite": "landing.home",
    "training": "booking.training",
    "logbuch": "logbook.logbook",
}
# The frame runs no script, and a mail is shown without the studio around it.
_LEFT_OUT = re.compile(
    r"<script\b[^>]*></script>|<header class=\"site-head studio-head\">.*?</header>"
    r"|<nav class=\"studio-pages\".*?</nav>",
    re.DOTALL,
)


def has_page(document: Document) -> bool:
    """Whether there is a page to be seen beside the text."""
    return document.is_lesson or _place(document) is not None


def _place(document: Document) -> tuple[str, dict[str, str]] | None:
    """The view and its arguments; None for a page that nothing shows."""
    if document.is_mail:
        return "nudges.preview_mail", {"kind": document.slug.removeprefix(MAIL_PREFIX)}
    if document.is_page:
        slug = document.slug.removeprefix(PAGE_PREFIX)
        endpoint = f"landing.{slug}"
        return (endpoint, {"slug": slug}) if endpoint in current_app.view_functions else None
    endpoint = _ENDPOINTS.get(document.slug, "")
    return (endpoint, {}) if endpoint in current_app.view_functions else None


def text_page(document: Document, checked: Checked) -> str:
    """The page's HTML, made by its own view and kept nowhere; empty where it cannot be shown.

    What the checker cannot read is shown as it is online.
    """
    place = _place(document)
    if place is None:
        return ""
    endpoint, arguments = place
    course = build_course(checked.edition, day_on_the_wall(clock.now()))
    try:
        with shown_instead(course), nothing_kept():
            made = current_app.view_functions[endpoint](**arguments)
    except (NotFound, UndefinedError):
        return ""  # the problems below the text say what is missing
    html = made.get_data(as_text=True) if isinstance(made, Response) else str(made)
    return _LEFT_OUT.sub("", html)
