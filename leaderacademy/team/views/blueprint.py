"""The blueprint that all pages of the team join, and how they answer who has no account."""

from flask import Blueprint, Response, make_response

blueprint = Blueprint("team", __name__)


def private_page(page: str, status: int = 200) -> Response:
    """A page that no search engine lists and no cache keeps: its address is a key."""
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response
