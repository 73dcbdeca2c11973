"""Whether the process lives, whether it can do its work, and the page of components."""

import logging

from flask import Blueprint, Response, current_app, render_template
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound, default_exceptions

from leaderacademy.accounts.access import public
from leaderacademy.content.catalogue import catalogue
from leaderacademy.core.migrations import is_current

blueprint = Blueprint("health", __name__)
_log = logging.getLogger(__name__)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """Database reachable, its schema the expected one, and a course to show."""
    problem = _what_is_missing()
    if problem:
        return Response(problem + "\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


def _what_is_missing() -> str:
    try:
        current = is_current(current_app.extensions["engine"])
    except SQLAlchemyError:
        _log.exception("the database does not answer")
        return "database"
    if not current:
        return "migrations"
    return "" if catalogue.course().lessons else "content"


@blueprint.get("/_muster")
@public
def muster() -> str:
    """Every component in every state; only where somebody develops."""
    if not current_app.config["SETTINGS"].debug:
        raise NotFound
    return render_template("muster.html")


@blueprint.get("/_muster/fehler/<int:code>")
@public
def muster_error(code: int) -> str:
    """The page of an error, without its cause; only where somebody develops."""
    if not current_app.config["SETTINGS"].debug or code not in default_exceptions:
        raise NotFound
    raise default_exceptions[code]
