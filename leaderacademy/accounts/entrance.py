"""The one door behind password, link and reset: it stays shut to whom it must."""

from datetime import datetime

from werkzeug.exceptions import Forbidden

from leaderacademy.accounts import devices
from leaderacademy.accounts.access import sign_in_here
from leaderacademy.accounts.models import Person
from leaderacademy.accounts.rules import HOME


def let_in(person: Person, now: datetime, target: str = HOME) -> str:
    """Sign this browser in as somebody who has proven to be this person; where to go next."""
    if not devices.hold_active(person.id):
        raise Forbidden  # deactivated in this very moment
    sign_in_here(person, now)
    return target
