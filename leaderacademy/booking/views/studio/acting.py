"""Who acts in the studio, and what its pages ask for again and again."""

from flask import make_response
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from leaderacademy.accounts.access import current_learner
from leaderacademy.booking import service
from leaderacademy.booking.models import Booking, Training
from leaderacademy.booking.service.acts import get_booking
from leaderacademy.core.audit import Actor


def acting() -> Actor:
    """The trainer who asks, as the audit log names them."""
    person = current_learner()
    if person is None:
        raise NotFound
    return Actor(person.id, person.name or person.email or "Trainer")


def chosen_training(key: str) -> Training:
    """The date of the address; 404 without one."""
    found = service.find_training(key)
    if found is None:
        raise NotFound
    return found


def chosen_booking(number: int) -> Booking:
    """The booking of the address; 404 without one."""
    found = get_booking(number)
    if found is None:
        raise NotFound
    return found


def unkept(page: str | bytes, status: int = 200) -> Response:
    """A page with personal data: no cache on the way keeps it."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
