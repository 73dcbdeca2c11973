"""Who is asking, and what they may open: the session cookie and the rule on every view."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, g, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask_login import LoginManager, UserMixin, login_user
from sqlalchemy import Connection
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from leaderacademy.accounts import service
from leaderacademy.accounts.devices import (
    Reader,
    add_device,
    drop_device,
    find_by_key,
    find_owner,
    find_reader,
    is_to_be_noted,
    note_seen,
)
from leaderacademy.accounts.models import Device, Person
from leaderacademy.accounts.rules import device_label, safe_path
from leaderacademy.accounts.service.factors import owes_factor
from leaderacademy.core import clock

PUBLIC, SIGNED_IN, TRAINER_ONLY = "public", "signed_in", "trainer"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

View = TypeVar("View", bound=Callable[..., Any])


class Visitor(UserMixin):  # type: ignore[misc]
    """A known browser and whose it is; what Flask-Login calls the user."""

    def __init__(self, person: Person, device: Device, key: str) -> None:
        self.person = person
        self.device = device
        self.key = key

    def get_id(self) -> str:
        """What the cookie holds: the key of the device, so that each can be signed out alone."""
        return self.key


def public(view: View) -> View:
    """Everybody may open this view."""
    return _mark(view, PUBLIC)


def signed_in(view: View) -> View:
    """Only who has an account may open this view; others are asked to sign in."""
    return _mark(view, SIGNED_IN)


def trainer_only(view: View) -> View:
    """Only trainers may open this view."""
    return _mark(view, TRAINER_ONLY)


def sets_up_factor(view: View) -> View:
    """Trainers who still owe a second factor may open this view. Stands below the access rule."""
    view.sets_up_factor = True  # type: ignore[attr-defined]
    return view


def keeps_typed(*names: str) -> Callable[[View], View]:
    """What is sent to this view after the session has ended comes back on a page that asks to
    sign in elsewhere and to send it once more. Stands below the access rule."""

    def mark(view: View) -> View:
        view.keeps_typed = names  # type: ignore[attr-defined]
        return view

    return mark


def takes_up_to(size: int, upload: bool = False) -> Callable[[View], View]:
    """This view takes bodies of so many bytes, where others take 256 KB.

    An `upload` brings a file beside small fields; it is taken in only once the access rule has
    let its sender through.
    """

    def mark(view: View) -> View:
        view.max_body = size  # type: ignore[attr-defined]
        view.is_upload = upload  # type: ignore[attr-defined]
        return view

    return mark


def one_click(view: View) -> View:
    """A mail program may send this view the one body of RFC 8058 (see web/csrf.py)."""
    view.one_click = True  # type: ignore[attr-defined]
    return view


def _mark(view: View, level: str) -> View:
    if hasattr(view, "access"):
        raise RuntimeError(f"{view.__name__} has two access rules")
    view.access = level  # type: ignore[attr-defined]
    return view


def init_accounts(app: Flask) -> None:
    """Read the session cookie of every request and hold every view to its access rule."""
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=365),
        # Reading sets no cookie; it is renewed when the day's first answer arrives.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    app.config.setdefault("SESSION_COOKIE_SECURE", False)
    manager = LoginManager()
    # Flask-Login's protection signs people out when their browser or network changes: a phone
    # does that every day. Instead each device has a key of its own that can be withdrawn.
    manager.session_protection = None
    manager.user_loader(_load_visitor)
    # Not init_app(): it would hang a handler for the "remember me" cookie, which we do not
    # use, on every answer, and a context processor that loads the person for every template.
    app.login_manager = manager  # type: ignore[attr-defined]
    app.before_request(_enforce)


def _load_visitor(key: str) -> Visitor | None:
    found = find_by_key(key)
    return None if found is None else Visitor(*found, key)


def _enforce() -> Response | None:
    if request.endpoint is None:
        return None  # the 404 and 405 that follow are public
    view = current_app.view_functions[request.endpoint]
    level = getattr(view, "access", None)
    if level == PUBLIC:
        return None
    if level is None:
        raise RuntimeError(f"{request.endpoint} has no access rule")
    visitor = current_visitor()
    if visitor is None or not visitor.person.has_account:
        return _give_back_typed() or _ask_to_sign_in()
    if level == TRAINER_ONLY and not visitor.person.is_trainer:
        raise Forbidden
    if level == TRAINER_ONLY and not hasattr(view, "sets_up_factor") and _owes_set_up(visitor):
        return _give_back_typed(url_for("accounts.factors")) or redirect(
            url_for("accounts.factors"), 303
        )
    if request.method not in SAFE_METHODS:
        _note_seen(visitor, clock.now())
    return None


def _owes_set_up(visitor: Visitor) -> bool:
    """Whether the operator asks every trainer for a second factor, and this one has none."""
    required: bool = current_app.config["SETTINGS"].require_second_factor
    return required and not owes_factor(visitor.person)


def _give_back_typed(first: str = "") -> Response | None:
    """What was sent, on a page that asks for something else first; by default for a sign-in."""
    view = current_app.view_functions[request.endpoint or ""]
    names = getattr(view, "keeps_typed", ())
    if request.method in SAFE_METHODS or not any(request.form.get(name) for name in names):
        return None
    if request.headers.get("X-Fragment"):
        return make_response("", 401)  # the script has the text and says what to do
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    page = render_template(
        "accounts/signed_out_writing.html", fields=fields, names=names, first=first
    )
    return make_response(page, 401)


def _ask_to_sign_in() -> Response:
    # What was to be sent is gone after a sign-in, so its page is not a place to return to.
    here = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    target = safe_path(here, otherwise="")
    return redirect(url_for("accounts.sign_in", weiter=target or None), 303)


def current_visitor() -> Visitor | None:
    """The browser that asks, if it is known; one query a request, none without a cookie."""
    user = g.get("_login_user")
    if user is None:
        if "_user_id" not in cookie:
            return None  # without the detours of Flask-Login: most visitors have no cookie
        user = g._login_user = _load_visitor(cookie["_user_id"])
    return user if isinstance(user, Visitor) else None


def current_learner() -> Person | None:
    """Who asks, with or without an account; one query a request, none without a cookie."""
    visitor = current_visitor()
    return visitor.person if visitor else None


def current_reader() -> Person | Reader | None:
    """Who asks, for a page that is mostly ready; one query a request, none without a cookie."""
    user = g.get("_login_user")
    if user is not None or "_user_id" not in cookie:
        return current_learner()
    if "reader" not in g:
        g.reader = find_reader(cookie["_user_id"])
    reader: Reader | None = g.reader
    return reader


def ask_nobody() -> None:
    """From here on this request looks up nobody: what knows them does not answer."""
    g._login_user = UserMixin()


def ensure_learner(now: datetime) -> Person:
    """Who asks; somebody new becomes a person here, because there is something to keep."""
    visitor = current_visitor()
    if visitor is None:
        return _remember(service.create_person(now), now).person
    _note_seen(visitor, now)
    return visitor.person


def known_learner_id(now: datetime, connection: Connection) -> int | None:
    """Whose browser asks, by one small query that only reads; None when `ensure_learner` has
    something to write: somebody new, or the day's first visit."""
    key = cookie.get("_user_id")
    owner = find_owner(key, connection) if key else None
    return None if owner is None or is_to_be_noted(owner[1], now) else owner[0]


def sign_in_here(person: Person, now: datetime) -> None:
    """This browser acts for `person` from now on; what it did before goes with it.

    It always gets a new key, so that a cookie planted before the sign-in is worth nothing.
    """
    visitor = current_visitor()
    if visitor is not None:
        drop_device(visitor.person.id, visitor.device.id)
        service.take_along(visitor.person, person, now)
    _remember(person, now)


def forget_here() -> None:
    """This browser acts for nobody from now on."""
    visitor = current_visitor()
    if visitor is not None:
        drop_device(visitor.person.id, visitor.device.id)
    cookie.clear()
    current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined]


def _remember(person: Person, now: datetime) -> Visitor:
    device, key = add_device(person.id, device_label(request.user_agent.string), now)
    visitor = Visitor(person, device, key)
    cookie.clear()
    cookie.permanent = True
    login_user(visitor)
    # A digest of browser and network address, used only by the protection switched off above.
    cookie.pop("_id", None)
    return visitor


def _note_seen(visitor: Visitor, now: datetime) -> None:
    if note_seen(visitor.device, now):
        cookie.modified = True  # so that the year begins anew
