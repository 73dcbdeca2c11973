"""The one door behind password, link and reset: whoever owes a second factor waits before it."""

from datetime import datetime

from flask import session as cookie
from flask import url_for
from werkzeug.exceptions import Forbidden

from leaderacademy.accounts import devices
from leaderacademy.accounts.access import sign_in_here
from leaderacademy.accounts.models import HalfSignIn, Person
from leaderacademy.accounts.rules import HOME
from leaderacademy.accounts.service.factors import owes_factor
from leaderacademy.accounts.service.factors.half import begin_half, end_half, find_half

HALF = "half"  # beside the key of a device, which this browser may have or not


def let_in(person: Person, now: datetime, target: str = HOME) -> str:
    """Sign this browser in as somebody who has shown one factor; where to go next.

    A trainer with a second factor is not signed in: the browser stays who it was and gets a key
    that opens nothing but the page that asks for it.
    """
    if not devices.hold_active(person.id):
        raise Forbidden  # deactivated in this very moment
    if owes_factor(person):
        cookie[HALF] = begin_half(person.id, target, now)
        cookie.permanent = True
        return url_for("accounts.second_step")
    sign_in_here(person, now)
    return target


def half_signed_in(now: datetime) -> tuple[HalfSignIn, Person] | None:
    """Who waits before the door in this browser."""
    key = cookie.get(HALF)
    return find_half(key, now) if isinstance(key, str) else None


def let_through(half: HalfSignIn, person: Person, now: datetime) -> str | None:
    """The second factor was given: sign in; where to go, None if somebody was faster or the
    account was shut in the meantime."""
    target = half.target
    if not devices.hold_active(person.id) or not end_half(half):
        return None
    sign_in_here(person, now)
    return target
