"""Who acts on these pages, on whom, and how an answer stays private."""

from datetime import datetime

from flask import Response, flash, make_response
from werkzeug.exceptions import NotFound

from leaderacademy.accounts.access import current_learner
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.service.listing import find_account
from leaderacademy.accounts.views.pages import see
from leaderacademy.core.audit import Actor
from leaderacademy.core.database import session


def acting() -> Actor:
    """The trainer who asks, as the audit log names them."""
    person = current_learner()
    if person is None:
        raise NotFound
    return Actor(person.id, person.name or person.email or "Trainer")


def chosen(number: int) -> tuple[Person, datetime | None, int]:
    """The account of the address with its last day and its devices; 404 without one."""
    found = find_account(number)
    if found is None:
        raise NotFound
    return found


def unkept(page: str, status: int = 200) -> Response:
    """A page with personal data: no cache on the way keeps it."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def done(sentence: str, address: str) -> Response:
    """Keep what was done and say so on the page that follows."""
    session.commit()
    flash(sentence, "good")
    return see(address)


def refused(sentence: str, address: str) -> Response:
    """Keep nothing, and say why on the page that follows."""
    session.rollback()
    flash(sentence, "warn")
    return see(address)
