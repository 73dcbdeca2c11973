"""The blueprint of all account pages, and how they ask for patience."""

from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request

from leaderacademy.accounts import service
from leaderacademy.accounts.rules import Limit
from leaderacademy.core.database import session

blueprint = Blueprint("accounts", __name__)


def network_address() -> str:
    """Where the request came from; the application decides which proxies to believe."""
    return request.remote_addr or ""


def seconds_to_wait(now: datetime, *attempts: tuple[Limit, str, str]) -> int:
    """Count these attempts (limit, what, who); 0 if all are within their limits.

    Commits, so that an attempt counts whatever follows, and so that no lock is held while a
    password is hashed.
    """
    refused = [limit for limit, what, who in attempts if not service.within(limit, what, who, now)]
    session.commit()
    spans = [int(limit.window.total_seconds()) for limit in refused]
    return max((span - int(now.timestamp()) % span for span in spans), default=0)


def ask_for_patience(template: str, seconds: int, **context: object) -> Response:
    """The same page again, typed text kept, with the time after which to try again."""
    page = render_template(template, wait_minutes=-(-seconds // 60), **context)
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def bad_link() -> Response:
    """One answer for used, expired and invented links."""
    session.rollback()
    return make_response(render_template("accounts/bad_link.html"), 410)


def see(path: str) -> Response:
    """Send the browser on with GET."""
    response = make_response("", 303)
    response.headers["Location"] = path
    return response
