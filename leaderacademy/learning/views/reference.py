"""What lessons refer to: the glossary, the sources, the pictures."""

from typing import Any

from flask import Response, render_template, request, send_file
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner, public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.course import Course
from leaderacademy.content.text_pages import shows_text
from leaderacademy.learning.page_cache import cached_page
from leaderacademy.learning.rules.alphabet import by_letter
from leaderacademy.learning.views.blueprint import blueprint


@blueprint.get("/glossar")
@public
@shows_text("glossary.yml")
def glossary() -> Response:
    """Every term in one sentence."""
    course = catalogue.course()
    letters = by_letter(course.glossary)
    return _page("learning/glossary.html", course, letters=letters)


@blueprint.get("/quellen")
@public
@shows_text("sources.yml")
def sources() -> Response:
    """Where the facts of the course come from."""
    course = catalogue.course()
    return _page("learning/sources.html", course, sources=course.sources)


@blueprint.get("/medien/<name>")
@public
def media(name: str) -> Response:
    """A picture that a lesson's text shows."""
    file = catalogue.media(name)
    if file is None or not file.is_file():
        raise NotFound
    return send_file(file, max_age=3600, conditional=True)


def _page(template: str, course: Course, **context: Any) -> Response:
    person = current_learner()
    return cached_page(
        request.path, course.digest, person, None, lambda: render_template(template, **context)
    )
