"""Security headers on every answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Addresses hold tokens (a booking, a team page): no other site may learn them.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def init_headers(app: Flask) -> None:
    """Add the headers; over HTTPS also the promise to stay there."""
    # Outside of Flask, because there a list is all it takes: nothing of ours sets one of these
    # names, so nobody has to look for each of them in every answer.
    app.wsgi_app = _with_headers(app.wsgi_app, _policy(app))  # type: ignore[method-assign, assignment]

    @app.after_request
    def keep_private(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def _policy(app: Flask) -> str:
    # „Mit Karte bezahlen“ is a form whose answer leads to Stripe; a browser must allow that.
    card = app.config["SETTINGS"].card
    ours = "form-action 'self'"
    return POLICY.replace(ours, f"{ours} {card.page_url}") if card.complete else POLICY


def _with_headers(inner: WSGIApplication, policy: str) -> WSGIApplication:
    plain = list({**HEADERS, "Content-Security-Policy": policy}.items())
    secure = [*plain, HSTS]

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            # Asked now, not before: a proxy's word about HTTPS is read further inside.
            fixed = secure if environ["wsgi.url_scheme"] == "https" else plain
            return start_response(status, headers + fixed, *error)

        return inner(environ, start)

    return application
