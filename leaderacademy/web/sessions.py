"""The signed cookie: Flask's own, but whoever reads signs only once and sets nothing."""

from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from leaderacademy.core import clock


class Sessions(SecureCookieSessionInterface):
    """Flask would make the signer anew for every request, also where there is no cookie."""

    def __init__(self) -> None:
        # The key is read once at the start and stays.
        self._signer = lru_cache(maxsize=4)(super().get_signing_serializer)
        # A signature that was right stays right; only its age is looked at each time.
        self._checked = lru_cache(maxsize=1024)(self._check)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer(app)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        try:
            content, signed_at = self._checked(app, cookie)
        except BadSignature:
            return self.session_class()
        if clock.now() - signed_at > app.permanent_session_lifetime:
            return self.session_class()
        # A copy, to its very ground: what one request changes must not be there for the next.
        return self.session_class(deepcopy(content))

    def _check(self, app: Flask, cookie: str) -> tuple[dict[str, Any], datetime]:
        signer = self.get_signing_serializer(app)
        if signer is None:
            raise BadSignature("no key")
        content, signed_at = signer.loads(cookie, return_timestamp=True)
        return content, signed_at

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Pages name the cookie in Vary themselves (web/compression.py)."""
        if session.modified:
            super().save_session(app, session, response)


def init_sessions(app: Flask) -> None:
    """Replace Flask's reader and writer of the cookie."""
    app.session_interface = Sessions()
