"""Every changing request must come from our own page.

Two independent signs are asked for. The browser's own word (Sec-Fetch-Site, else Origin) must
not name another site, and the form must carry a token signed by us. The token is bound to the
device's session where there is one. A visitor without a session gets a token bound to nobody,
so that pages can be cached and no cookie is set for reading; it is accepted for anybody only
together with the browser's word that the request is same-origin. So a second tab, or a page
left open while its session ended, does not lose what was typed.
"""

import hashlib
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, current_app, request, session
from itsdangerous import BadSignature, URLSafeSerializer
from jinja2 import Environment
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, Forbidden

SAFE = {"GET", "HEAD", "OPTIONS"}
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
# The one exception: Stripe's machines have no form of ours and sign what they send instead.
SIGNED_BY_SENDER = frozenset({"card.receive_event"})


class StaleForm(BadRequest):
    """A form of our own page whose token is no longer good: its sender may send it once more."""


def init_csrf(app: Flask) -> None:
    """Check every changing request; `csrf_field()` is what a form carries."""
    app.before_request(_protect)
    app.jinja_env.globals["csrf_field"] = csrf_field
    app.jinja_env.globals["csrf_token"] = csrf_token


def csrf_token() -> str:
    """The token of this device, or of nobody."""
    return _token(current_app.secret_key or "", _device())


def csrf_field() -> Markup:
    """The hidden field that every POST form carries."""
    return _field(current_app.jinja_env, csrf_token())


@lru_cache(maxsize=2048)
def _field(environment: Environment, token: str) -> Markup:
    # Not render_template(): its context processors would run once more for every form.
    template = environment.get_template("components/csrf_field.html")
    return Markup(template.render(token=token))  # noqa: S704 - our own template


@lru_cache(maxsize=4)
def _signer(secret: str | bytes) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="csrf")


@lru_cache(maxsize=2048)
def _token(secret: str | bytes, device: str) -> str:
    return str(_signer(secret).dumps(device))


@lru_cache(maxsize=2048)
def _bound_to(secret: str | bytes, token: str) -> str:
    """Whose token it is; a signature that was right stays right. Raises BadSignature."""
    return str(_signer(secret).loads(token))


def _device() -> str:
    key = session.get("_user_id")
    return hashlib.sha256(str(key).encode()).hexdigest()[:24] if key else ""


def _protect() -> None:
    if request.method in SAFE or request.endpoint in SIGNED_BY_SENDER:
        return
    if _is_one_click():
        return
    same_origin = _browser_says_same_origin()
    if same_origin is False:
        raise Forbidden("Diese Anfrage kam von einer fremden Seite.")
    token = request.headers.get(HEADER) or request.form.get(FIELD, "")
    try:
        bound_to = _bound_to(current_app.secret_key or "", token)
    except BadSignature:
        raise StaleForm("csrf") from None
    if bound_to != _device() and same_origin is None:
        raise BadRequest("csrf")


def _is_one_click() -> bool:
    """A mail program that unsubscribes its reader (RFC 8058): no cookie, no token.

    Only on views marked for it, and only with exactly this body; whatever else comes there is
    held to the same rule as everywhere.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "one_click", False) or request.files:
        return False
    return request.form.to_dict(flat=False) == {"List-Unsubscribe": ["One-Click"]}


def comes_from_our_page() -> bool:
    """Whether the browser itself says that a page of ours began this request."""
    return _browser_says_same_origin() is True


def _browser_says_same_origin() -> bool | None:
    """What the browser says of where the request began; None when it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin:
        return urlsplit(origin).netloc == request.host
    return None
