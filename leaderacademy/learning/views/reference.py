"""Pages to look things up: the glossary and the sources."""

from flask import Response, make_response, render_template

from leaderacademy.accounts.access import public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.learning.rules.alphabet import by_letter
from leaderacademy.learning.views.blueprint import blueprint


@blueprint.get("/glossar")
@public
def glossary() -> Response:
    """Every term in one sentence."""
    letters = by_letter(catalogue.course().glossary)
    return make_response(render_template("learning/glossary.html", letters=letters))


@blueprint.get("/quellen")
@public
def sources() -> Response:
    """Where the facts of the course come from."""
    return make_response(
        render_template("learning/sources.html", sources=catalogue.course().sources)
    )
